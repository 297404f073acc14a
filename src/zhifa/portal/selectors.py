"""Questions that join several mechanisms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear

from zhifa.deeds.api import State, visible_to
from zhifa.kernel.actor import Actor
from zhifa.people.api import Unit, units_as_now
from zhifa.portal.rules.trends import TrendRow, as_now, as_then


@dataclass(frozen=True)
class Trend:
    """Confirmed records of units by year: the years, the lines with their units in order, and each year's sum."""

    years: tuple[int, ...]
    rows: tuple[tuple[tuple[Unit, ...], tuple[int, ...], int], ...]
    sums: tuple[int, ...]

    @property
    def total(self) -> int:
        """All years of all units."""
        return sum(self.sums)


def trend_of(actor: Actor, today: date, *, now: bool, kind: str = "") -> Trend:
    """Confirmed records that the actor sees, by unit and year, "as now" or "as then". Three queries at most."""
    seen = visible_to(actor).filter(state=State.CONFIRMED)
    if kind:
        seen = seen.filter(unit__kind=kind)
    counts = [
        (row["unit_id"], row["year"], row["number"])
        for row in seen.order_by()
        .annotate(year=ExtractYear("occurred_on"))
        .values("unit_id", "year")
        .annotate(number=Count("pk"))
    ]
    years = tuple(sorted({year for _unit, year, _number in counts}))
    rows = as_now(counts, units_as_now(today)) if now else as_then(counts)
    units = Unit.objects.in_bulk({unit for row in rows for unit in row.units})
    return Trend(
        years,
        tuple(
            (_named(row, units), tuple(row.by_year.get(year, 0) for year in years), row.total) for row in rows
        ),
        tuple(sum(row.by_year.get(year, 0) for row in rows) for year in years),
    )


def _named(row: TrendRow, units: dict[int, Unit]) -> tuple[Unit, ...]:
    return tuple(units[unit] for unit in row.units)
