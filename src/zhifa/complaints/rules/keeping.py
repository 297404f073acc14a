"""How long what people wrote is kept after it was settled."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class KeepingTime:
    """For how many months after the day of settling texts and contacts are kept, and by which source."""

    months: int
    source: str
    to_confirm: bool


SHIPPED_KEEPING = KeepingTime(24, "系统自带，本区还没有登记依据", to_confirm=True)


def settled_before(today: date, months: int) -> date:
    """What was settled before this day has been kept long enough today: the same day so many months ago, or that month's last."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
