"""What addresses may carry besides Django's own: `<day:…>`, once importing this module has made it known."""

from __future__ import annotations

from datetime import date

from django.urls import register_converter


class DayInAddress:
    """A civil day in an address: 2026-11-23."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day; a day that no calendar has is no address."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """The day as it stands in the address."""
        return value.isoformat()


register_converter(DayInAddress, "day")
