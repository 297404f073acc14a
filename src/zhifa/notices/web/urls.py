"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from zhifa.notices.web import views

urlpatterns = [
    path("work/inbox/", views.inbox, name="inbox"),
    path("work/inbox/read/", views.read_all, name="inbox_read_all"),
    path("work/inbox/settings/", views.preferences, name="inbox_preferences"),
    path("work/inbox/<int:notice_id>/", views.open_notice, name="inbox_notice"),
]
