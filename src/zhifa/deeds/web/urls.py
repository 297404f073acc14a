"""Addresses of deeds."""

from __future__ import annotations

from django.urls import path

from zhifa.deeds.web import attendance, views

urlpatterns = [
    path("deeds/<str:key>/", views.public, name="deeds_public"),
    path("work/deeds/", views.listing, name="deeds_list"),
    path("work/deeds/export/", views.export, name="deeds_export"),
    path("work/deeds/confirm/", views.confirm_all, name="deeds_confirm_all"),
    path("work/deeds/<str:key>/", views.deed, name="deeds_deed"),
    path("work/deeds/<str:key>/verdict/", views.verdict, name="deeds_verdict"),
    path("work/deeds/<str:key>/correct/", views.correct, name="deeds_correct"),
    path("work/deeds/<str:key>/withdraw/", views.withdraw, name="deeds_withdraw"),
    path("work/deeds/<str:key>/attendance/", attendance.attendance, name="deeds_attendance"),
    path("work/deeds/<str:key>/evidence/", views.add_evidence, name="deeds_evidence"),
]
