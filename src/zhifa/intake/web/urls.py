"""Addresses of the intake."""

from __future__ import annotations

from django.urls import path

from zhifa.intake.web import views

urlpatterns = [
    path("work/intake/", views.jobs, name="intake"),
    path("work/intake/new/<slug:code>/", views.new, name="intake_new"),
    path("work/intake/new/<slug:code>/blank.xlsx", views.blank, name="intake_blank"),
    path("work/intake/drops/<uuid:drop>/", views.drop, name="intake_drop"),
    path("work/intake/drops/<uuid:drop>/next/", views.next_open, name="intake_next"),
    path("work/intake/drops/<uuid:drop>/answers/", views.answer_all, name="intake_answer_all"),
    path("work/intake/drops/<uuid:drop>/write/", views.write_all, name="intake_write_all"),
    path("work/intake/<int:job_id>/", views.job, name="intake_job"),
    path("work/intake/<int:job_id>/columns/", views.columns, name="intake_columns"),
    path("work/intake/<int:job_id>/rows/", views.rows, name="intake_rows"),
    path("work/intake/<int:job_id>/answers/", views.answers, name="intake_answers"),
    path("work/intake/<int:job_id>/again/", views.again, name="intake_again"),
    path("work/intake/<int:job_id>/write/", views.write, name="intake_write"),
    path("work/intake/<int:job_id>/discard/", views.discard, name="intake_discard"),
    path("work/intake/<int:job_id>/faults.xlsx", views.faults, name="intake_faults"),
]
