"""The order of the inbox: what is overdue, what is due soon, the rest; earliest date first."""

from __future__ import annotations

from datetime import date, timedelta

from zhifa.notices.terms import SOON, Urgency


def urgency_of(due: date | None, today: date) -> Urgency:
    """A thing is overdue from the day after its date, and due soon in the seven days before it."""
    if due is not None and due < today:
        return Urgency.OVERDUE
    if due is not None and due <= today + timedelta(days=SOON):
        return Urgency.SOON
    return Urgency.REST


def place_in_line(due: date | None, since: date | None, today: date) -> tuple[int, date, date]:
    """A key to sort by: urgency, date due (without one last), date since when it waits."""
    rank = (Urgency.OVERDUE, Urgency.SOON, Urgency.REST).index(urgency_of(due, today))
    return rank, due or date.max, since or date.max
