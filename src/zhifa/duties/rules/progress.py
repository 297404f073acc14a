"""How far duties are proven by a day, by quarter; late apart from missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.duties.terms import Standing


def proven_on(days: Sequence[date], quantity: int) -> date | None:
    """The day on which the planned quantity was reached: that of the last deed needed, in order of days."""
    return sorted(days)[quantity - 1] if 0 < quantity <= len(days) else None


def standing(*, done: int, proven: date | None, node: date, today: date) -> Standing:
    """How a duty stands. Example: two of two lectures by 4 December, the second on the 6th: late; one of two: partial; none: missing."""
    if proven is not None and proven <= node:
        return Standing.IN_TIME
    if proven is not None and proven <= today:
        return Standing.LATE
    if today <= node:
        return Standing.OPEN
    return Standing.PARTIAL if done else Standing.MISSING


@dataclass(frozen=True)
class Rates:
    """Of the duties due in a period: how many stand how; complete and on time in per cent of those due (None: none was due)."""

    due: int
    in_time: int
    late: int
    partial: int
    missing: int

    @property
    def complete(self) -> int | None:
        """Proven, in time or late, in per cent of what was due."""
        return round(100 * (self.in_time + self.late) / self.due) if self.due else None

    @property
    def on_time(self) -> int | None:
        """Proven by the node, in per cent of what was due."""
        return round(100 * self.in_time / self.due) if self.due else None


def rates(standings: Iterable[Standing]) -> Rates:
    """The rates of some duties; those whose node has not come are left out, unless they are proven already."""
    found = [one for one in standings if one != Standing.OPEN]
    return Rates(
        len(found),
        *(found.count(one) for one in (Standing.IN_TIME, Standing.LATE, Standing.PARTIAL, Standing.MISSING)),
    )


def quarter(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3
