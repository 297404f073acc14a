"""Addresses of exams."""

from __future__ import annotations

from django.urls import path

from zhifa.exams.web import bank, blueprints, carrying, papers

urlpatterns = [
    path("work/exams/", bank.desk, name="exams_desk"),
    path("work/exams/import/", carrying.bring_in, name="exams_import"),
    path("work/exams/export/<str:fmt>/", carrying.take_out, name="exams_export"),
    path("work/exams/papers/", blueprints.plans, name="exams_papers"),
    path("work/exams/papers/new/", blueprints.new, name="exams_new_blueprint"),
    path("work/exams/papers/list/", blueprints.from_list, name="exams_list_blueprint"),
    path("work/exams/papers/<str:key>/", papers.plan, name="exams_blueprint"),
    path("work/exams/papers/<str:key>/change/", blueprints.change, name="exams_change_blueprint"),
    path("work/exams/papers/<str:key>/retire/", blueprints.retire, name="exams_retire_blueprint"),
    path("work/exams/papers/<str:key>/draws/<str:draw>/", papers.batch, name="exams_draw"),
    path("work/exams/papers/<str:key>/draws/<str:draw>/<int:number>/", papers.paper, name="exams_paper"),
    path("work/exams/items/new/", bank.new, name="exams_new"),
    path("work/exams/items/review/", bank.review, name="exams_review"),
    path("work/exams/items/dead/", bank.dead, name="exams_dead"),
    path("work/exams/items/<str:key>/", bank.one, name="exams_item"),
    path("work/exams/items/<str:key>/change/", bank.change, name="exams_change"),
    path("work/exams/items/<str:key>/return/", bank.send_back, name="exams_return"),
    path("work/exams/items/<str:key>/retire/", bank.retire, name="exams_retire"),
    path("work/exams/items/<str:key>/release/", bank.release, name="exams_release"),
]
