"""Addresses of notices."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from zhifa.notices.web import calendar, views


class DayInAddress:
    """A civil day in an address: 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; a day that no calendar has is no address."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """The day as it stands in the address."""
        return value.isoformat()


register_converter(DayInAddress, "day")

urlpatterns = [
    path("work/inbox/", views.inbox, name="inbox"),
    path("work/inbox/read/", views.read_all, name="inbox_read_all"),
    path("work/inbox/settings/", views.preferences, name="inbox_preferences"),
    path("work/calendar/", calendar.calendar, name="working_calendar"),
    path("work/calendar/<day:day>/release/", calendar.release, name="working_calendar_release"),
    path("work/inbox/<int:notice_id>/", views.open_notice, name="inbox_notice"),
]
