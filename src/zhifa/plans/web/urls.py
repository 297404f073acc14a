"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from zhifa.plans.web import views

urlpatterns = [
    path("plans/", views.listing, name="plans_list"),
    path("plans/<str:code>/", views.plan, name="plans_plan"),
    path("campaigns/", views.campaign_list, name="plans_campaigns"),
    path("campaigns/<str:code>/", views.campaign, name="plans_campaign"),
    path("honours/", views.honour_list, name="plans_honours"),
    path("work/plans/", views.work, name="plans_work"),
    path("work/plans/<str:code>/issue/", views.issue, name="plans_issue"),
    path("work/campaigns/new/", views.new_campaign, name="plans_new_campaign"),
    path("work/campaigns/<str:code>/change/", views.change, name="plans_change_campaign"),
]
