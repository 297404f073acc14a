"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from zhifa.plans.web import oaths, shaping, taking_part, views

urlpatterns = [
    path("plans/", views.listing, name="plans_list"),
    path("plans/<str:code>/", views.plan, name="plans_plan"),
    path("campaigns/", views.campaign_list, name="plans_campaigns"),
    path("campaigns/<str:code>/", views.campaign, name="plans_campaign"),
    path("honours/", views.honour_list, name="plans_honours"),
    path("work/plans/", views.work, name="plans_work"),
    path("work/plans/new/", shaping.new_plan, name="plans_new"),
    path("work/plans/<str:code>/change/", shaping.change, name="plans_change"),
    path("work/plans/<str:code>/goals/new/", shaping.new_goal, name="plans_new_goal"),
    path("work/plans/goal/<str:goal>/change/", shaping.change_one_goal, name="plans_change_goal"),
    path("work/plans/goal/<str:goal>/remove/", shaping.remove_one_goal, name="plans_remove_goal"),
    path("work/plans/goal/<str:goal>/tasks/new/", shaping.new_task, name="plans_new_task"),
    path("work/plans/task/<int:task>/change/", shaping.change_one_task, name="plans_change_task"),
    path("work/plans/task/<int:task>/remove/", shaping.remove_one_task, name="plans_remove_task"),
    path("work/plans/honours/new/", shaping.new_honour, name="plans_new_honour"),
    path("work/plans/honours/<int:honour>/change/", shaping.change_one_honour, name="plans_change_honour"),
    path("work/plans/<str:code>/issue/", views.issue, name="plans_issue"),
    path("work/oaths/", oaths.register, name="plans_oaths"),
    path("work/oaths/new/", oaths.new_appointee, name="plans_new_appointee"),
    path("work/oaths/swear/", oaths.swear, name="plans_swear"),
    path("work/oaths/texts/new/", oaths.new_text, name="plans_new_oath_text"),
    path("work/campaigns/new/", views.new_campaign, name="plans_new_campaign"),
    path("work/campaigns/<str:code>/change/", views.change, name="plans_change_campaign"),
    path("work/campaigns/<str:code>/part/", taking_part.part, name="plans_take_part"),
    path("work/campaigns/<str:code>/shift/", taking_part.shift, name="plans_add_shift"),
    path("work/campaigns/<str:code>/shift/<int:pk>/drop/", taking_part.drop, name="plans_drop_shift"),
]
