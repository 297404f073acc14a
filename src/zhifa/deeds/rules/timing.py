"""How late a deed was reported. More than 30 days after it was done is 补录, and counted so."""

from __future__ import annotations

from datetime import date

from zhifa.deeds.terms import LATE_AFTER_DAYS


def days_late(occurred_on: date, reported_on: date) -> int:
    """Days from the deed to its report."""
    return (reported_on - occurred_on).days


def is_late(occurred_on: date, reported_on: date) -> bool:
    """Whether the record is 补录: reported on the 31st day or later."""
    return days_late(occurred_on, reported_on) > LATE_AFTER_DAYS
