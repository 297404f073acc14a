"""When a message may go out: never between nine in the evening and eight in the morning, China time."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhifa.kernel.clock import SHANGHAI
from zhifa.notices.terms import EVENING, MORNING, WAITS, Pace


def is_night(moment: datetime) -> bool:
    """Whether nothing may be sent now."""
    local = moment.astimezone(SHANGHAI).time()
    return local >= EVENING or local < MORNING


def next_morning(moment: datetime) -> datetime:
    """The next eight o'clock that is not past: at eight sharp it is now."""
    local = moment.astimezone(SHANGHAI)
    day = local.date() if local.time() <= MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=SHANGHAI)


def out_of_the_night(moment: datetime) -> datetime:
    """The moment itself by day, the next morning by night."""
    return next_morning(moment) if is_night(moment) else moment


def due_time(pace: str, moment: datetime) -> datetime | None:
    """When a message made at `moment` goes out; None when the pace is not to send."""
    if pace == Pace.NONE:
        return None
    return next_morning(moment) if pace == Pace.DAILY else out_of_the_night(moment)


def next_try(failures: int, moment: datetime) -> datetime | None:
    """When to try again after the n-th failure in a row: after 1, 5, 15, 60, 240, 720, 1440 minutes; then never."""
    if failures > len(WAITS):
        return None
    return out_of_the_night(moment + WAITS[failures - 1])
