"""When a unit's plan for a campaign was written, beside the days of which it speaks."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum


class Written(StrEnum):
    """A plan counts as one when it stood before the first day."""

    BEFORE = "before"
    CHANGED = "changed"  # it stood before, and was changed when the campaign had begun
    AFTERWARDS = "afterwards"


def written(registered_on: date, changed_on: date | None, since: date) -> Written:
    """A plan of a campaign from 4 December: of the 3rd, before; of the 4th, afterwards; of the 3rd and changed on the 5th, changed."""
    if registered_on >= since:
        return Written.AFTERWARDS
    return Written.CHANGED if changed_on and changed_on >= since else Written.BEFORE


def clash(hours: tuple[time, time], others: list[tuple[time, time]]) -> bool:
    """Whether hours on one day meet others; 9:00–11:00 and 11:00–12:00 do not."""
    return any(hours[0] < end and start < hours[1] for start, end in others)
