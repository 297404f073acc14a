"""Addresses of learning."""

from __future__ import annotations

from django.urls import path

from zhifa.learning.web import courses, coverage, desk, joining, practice, public, results, sessions, study

CLASS = "work/training/<slug:key>"
SESSION = f"{CLASS}/sessions/<int:number>"

urlpatterns = [
    path("trainings/", public.listing, name="learning_public"),
    path("trainings/<slug:key>/", public.one, name="learning_public_class"),
    path("practice/", practice.practice, name="learning_practice"),
    path("practice/next/", practice.ask, name="learning_ask"),
    path("practice/<slug:key>/", practice.question, name="learning_question"),
    path("practice/<slug:key>/told/", practice.told, name="learning_told"),
    path("courses/", courses.courses, name="learning_courses"),
    path("courses/new/", courses.new, name="learning_new_course"),
    path("courses/<slug:key>/", courses.one, name="learning_course"),
    path("courses/<slug:key>/change/", courses.change, name="learning_change_course"),
    path("courses/<slug:key>/stage/", courses.stage, name="learning_course_stage"),
    path("work/training/", desk.classes, name="learning_classes"),
    path("work/training/new/", desk.new, name="learning_new"),
    path("work/training/mine/", joining.mine, name="learning_mine"),
    path("work/training/coverage/", coverage.coverage, name="learning_coverage"),
    path("work/training/cycle/", coverage.cycle, name="learning_cycle"),
    path("work/training/study/", study.study, name="learning_study"),
    path("work/training/exams/", results.exams, name="learning_exams"),
    path("work/training/exams/new/", results.new, name="learning_new_exam"),
    path("work/training/exams/<slug:key>/", results.exam, name="learning_exam"),
    path("work/training/exams/<slug:key>/sheet/", results.sheet, name="learning_exam_sheet"),
    path(f"{CLASS}/", desk.one, name="learning_class"),
    path(f"{CLASS}/change/", desk.change, name="learning_change"),
    path(f"{CLASS}/quotas/", desk.quotas, name="learning_quotas"),
    path(f"{CLASS}/open/", desk.open_up, name="learning_open"),
    path(f"{CLASS}/cancel/", desk.cancel, name="learning_cancel"),
    path(f"{CLASS}/conclude/", desk.conclude, name="learning_conclude"),
    path(f"{CLASS}/sign-up/", joining.sign_up_staff, name="learning_sign_up"),
    path(f"{CLASS}/join/", joining.join, name="learning_join"),
    path(f"{CLASS}/leave/", joining.leave, name="learning_leave"),
    path(f"{CLASS}/feedback/", joining.feedback, name="learning_feedback"),
    path(f"{CLASS}/sessions/new/", sessions.new, name="learning_new_session"),
    path(f"{SESSION}/", sessions.one, name="learning_session"),
    path(f"{SESSION}/change/", sessions.change, name="learning_change_session"),
    path(f"{SESSION}/drop/", sessions.drop, name="learning_drop_session"),
    path(f"{SESSION}/check-in/", sessions.door, name="learning_door"),
    path(f"{SESSION}/check-in/mine/", sessions.own, name="learning_own"),
    path(f"{SESSION}/sheet/", sessions.sheet, name="learning_session_sheet"),
    path(f"{SESSION}/absent/", sessions.absent, name="learning_absent"),
]
