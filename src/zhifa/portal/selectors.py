"""Questions that join several mechanisms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from zhifa.deeds.api import NOWHERE, Measure, State, visible_to
from zhifa.deeds.api import Count as Counted
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Citation, Citer, offered
from zhifa.people.api import Area, AreaKind, Unit, units_as_now
from zhifa.portal.rules.composing import Laid, laid, street_of
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


@dataclass(frozen=True)
class Composition:
    """人次 of confirmed records of the last year that has some, over the days from `since` to `until`: by channel, by kind of
    record, by street (`NOWHERE` for what was done for the whole district). Sums of the three are equal."""

    since: date
    until: date
    channels: Laid
    kinds: Laid
    streets: Laid
    street_names: dict[str, str]


def composition_of_year(actor: Actor) -> Composition | None:
    """What the last year's participations that the actor sees are made of; None where there are none. Three queries."""
    confirmed = visible_to(actor).filter(state=State.CONFIRMED)
    rows = Counted.objects.filter(
        deed__in=confirmed.values("pk"), measure=Measure.ATTENDANCES, value__gt=0, is_final=True
    ).order_by()
    last = rows.order_by("-deed__occurred_on").values_list("deed__occurred_on", flat=True).first()
    if last is None:
        return None
    since = date(last.year, 1, 1)
    found = list(
        rows.filter(deed__occurred_on__range=(since, last))
        .values_list("channel", "deed__kind", "deed__area__path")
        .annotate(total=Sum("value"))
    )
    streets = Area.objects.filter(kind__in=(AreaKind.STREET, AreaKind.ZONE)).values_list(
        "path", "code", "name"
    )
    codes = {path: code for path, code, _name in streets}
    return Composition(
        since, last,
        channels=laid((channel, total) for channel, _kind, _path, total in found),
        kinds=laid((kind, total) for _channel, kind, _path, total in found),
        streets=laid((street_of(path or "", codes) or NOWHERE, total) for _channel, _kind, path, total in found),
        street_names={code: name for _path, code, name in streets},
    )  # fmt: skip


CASES = 5  # shown beside an answer
CASE = "case"  # the kind under which a mechanism of cases offers who cites what


def cases_under(texts: Sequence[int]) -> list[Citation]:
    """Published cases that cite any of these texts, each once, as a mechanism of cases offers them; none where there is none."""
    found = (
        [one for citer in offered(Citer) if citer.kind == CASE for one in citer.citing(texts)]
        if texts
        else []
    )
    return list({one.subject: one for one in found}.values())[:CASES]


def _named(row: TrendRow, units: dict[int, Unit]) -> tuple[Unit, ...]:
    return tuple(units[unit] for unit in row.units)
