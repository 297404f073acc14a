"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

import zhifa.kernel.web.converters  # noqa: F401 - makes <day:…> known
from zhifa.notices.web import calendar, views

urlpatterns = [
    path("work/inbox/", views.inbox, name="inbox"),
    path("work/inbox/read/", views.read_all, name="inbox_read_all"),
    path("work/inbox/settings/", views.preferences, name="inbox_preferences"),
    path("work/calendar/", calendar.calendar, name="working_calendar"),
    path("work/calendar/<day:day>/release/", calendar.release, name="working_calendar_release"),
    path("work/inbox/<int:notice_id>/", views.open_notice, name="inbox_notice"),
]
