"""The parts of a period that a field is answered for, and the minutes that a form asks.

Minutes = Σ over fields of seconds for their kind × parts of the period ÷ 60, for each unit that is asked. Worked: two numbers once
at 20 s and a text a month over three months at 90 s are (2 × 20 + 3 × 90) ÷ 60 = 5.17 minutes a unit; of 109 communities, 563.53.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zhifa.requests.terms import Grain

WHOLE = ""  # the one part of a field that is answered once


def parts_of(grain: str, since: date, until: date) -> tuple[str, ...]:
    """The parts, as 2018-03 or 2018-Q1; a month or quarter that the period only touches is one."""
    if grain == Grain.ONCE:
        return (WHOLE,)
    months = range(since.year * 12 + since.month - 1, until.year * 12 + until.month)
    if grain == Grain.MONTH:
        return tuple(f"{month // 12}-{month % 12 + 1:02d}" for month in months)
    return tuple(dict.fromkeys(f"{month // 12}-Q{month % 12 // 3 + 1}" for month in months))


def minutes_of(fields: Iterable[tuple[str, int]], seconds: Mapping[str, int]) -> Decimal:
    """The minutes of fields, each as its kind and how many parts it has, at two decimals."""
    total = sum(seconds[kind] * parts for kind, parts in fields)
    return (Decimal(total) / 60).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
