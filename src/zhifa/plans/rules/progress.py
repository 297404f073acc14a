"""How far a yearly task stands, and whether it is behind the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Progress:
    """`share` of the target reached (may pass 1), and of the year gone; behind when the first is the smaller
    by more than a tenth, or when the due day has passed unreached."""

    done: Decimal
    target: Decimal
    share: Decimal
    year_gone: Decimal
    behind: bool

    @property
    def per_cent(self) -> int:
        """The share in per cent, cut to 100 for a bar."""
        return min(100, int(self.share * 100))


def progress(done: Decimal, target: Decimal, *, year: int, due_on: date, today: date) -> Progress:
    """Weigh what was done against the target and the calendar.

    Example: 6 of 12 by 30 June of the year is half of the target with 49.6 % of the year gone: not behind.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (last - first).days + 1
    gone = min(max((today - first).days + 1, 0), days)
    share = done / target
    year_gone = Decimal(gone) / Decimal(days)
    behind = share < 1 and (today > due_on or share + Decimal("0.1") < year_gone)
    return Progress(done, target, share, year_gone, behind)
