"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

from zhifa.evidence.web import views

urlpatterns = [
    path("work/evidence/<int:evidence_id>/", views.file, name="evidence_file"),
    path("work/evidence/<int:evidence_id>/picture/", views.picture, name="evidence_picture"),
    path("work/evidence/<int:evidence_id>/about/", views.about, name="evidence_about"),
    path("work/evidence/likeness/<int:likeness_id>/", views.answer, name="evidence_likeness"),
]
