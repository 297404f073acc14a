"""What was done: progress computed from confirmed deeds, of one duty, one unit, the district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.deeds.api import Deed, State, visible_to
from zhifa.duties.access import visible_duties
from zhifa.duties.models import Duty, DutyLaw, DutyYear
from zhifa.duties.rules.progress import Rates, quarter, rates, standing
from zhifa.duties.selectors.lists import LAWS, counted_in
from zhifa.duties.terms import DUTY, Standing
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.quantities import Unit
from zhifa.kernel.registry import LawUse
from zhifa.people.api import Unit as Body


@dataclass(frozen=True)
class DutyLine:
    """A duty with how it stands on a day; `by_quarter` are the confirmed deeds behind it in each quarter."""

    duty: Duty
    standing: Standing
    by_quarter: tuple[int, int, int, int]
    counted_in: Unit

    @property
    def per_cent(self) -> int:
        """Of the planned quantity, cut to 100 for a bar."""
        return min(100, 100 * self.duty.done // (self.duty.quantity or 1))

    @property
    def left(self) -> int:
        """How many are still to be done."""
        return max(0, (self.duty.quantity or 0) - self.duty.done)

    @property
    def quarters(self) -> Iterable[tuple[int, int]]:
        """(number of the quarter, deeds)."""
        return enumerate(self.by_quarter, start=1)


@dataclass(frozen=True)
class UnitProgress:
    """One unit's year: how its duties stand, and the rates of those that were due."""

    unit: Body
    total: int
    open: int
    rates: Rates
    by_rule: int  # proven without anybody saying which deed serves what


@dataclass(frozen=True)
class UnitQuarters:
    """One unit's year by the quarter in which a node lies: the rates of each quarter, and of the year so far."""

    unit: Body
    quarters: tuple[Rates, ...]
    year: Rates


def duty_by_key(actor: Actor, key: str) -> Duty:
    """One duty that stands; 404 otherwise."""
    found = (
        visible_duties(actor)
        .filter(key=key)
        .select_related("unit", "version__duty_year", "unit_list__duty_year")
        .prefetch_related(LAWS)
        .first()
    )
    if found is None:
        raise NotFound(_("没有这项责任"))
    return found


def duty_lines(actor: Actor, chosen: Q, today: date) -> list[DutyLine]:
    """The duties chosen with their progress, the next node first. Three queries."""
    rows = list(
        visible_duties(actor)
        .filter(chosen)
        .select_related("unit")
        .prefetch_related("laws")
        .order_by("node_on", "unit__path", "position")
    )
    spread = quarters([row.key for row in rows])
    return [
        DutyLine(
            row, _standing(row, today), (spread[row.key][1], spread[row.key][2], spread[row.key][3], spread[row.key][4]),
            counted_in(row),
        )
        for row in rows
    ]  # fmt: skip


def quarters(keys: Sequence[str]) -> dict[str, dict[int, int]]:
    """Confirmed deeds behind each duty, by quarter of the year. One query."""
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = Deed.objects.filter(
        state=State.CONFIRMED, served__purpose=DUTY, served__code__in=keys
    ).values_list("served__code", "occurred_on")
    for key, day in rows:
        found[key][quarter(day)] += 1
    return found


def unit_progress(actor: Actor, year: DutyYear, today: date) -> list[UnitProgress]:
    """Every unit's year in the order of units. One query."""
    return [_progress(duties, today) for duties in _by_unit(actor, year)]


def unit_quarters(actor: Actor, year: DutyYear, today: date) -> list[UnitQuarters]:
    """Every unit's completeness and timeliness, quarter by quarter of the nodes, late apart from missing. One query."""
    found = []
    for duties in _by_unit(actor, year):
        of_quarter: dict[int, list[Standing]] = defaultdict(list)
        for duty in duties:
            of_quarter[quarter(duty.node_on or today)].append(_standing(duty, today))
        unit = duties[0].unit
        assert unit is not None  # noqa: S101 - issued duties have a unit
        whole = rates(one for row in of_quarter.values() for one in row)
        found.append(UnitQuarters(unit, tuple(rates(of_quarter[number]) for number in range(1, 5)), whole))
    return found


def _by_unit(actor: Actor, year: DutyYear) -> list[list[Duty]]:
    """The year's duties, each unit's together."""
    rows = (
        visible_duties(actor)
        .filter(unit_list__duty_year=year)
        .select_related("unit")
        .order_by("unit__path", "position")
    )
    of_unit: dict[int, list[Duty]] = defaultdict(list)
    for row in rows:
        of_unit[row.unit_id or 0].append(row)
    return list(of_unit.values())


def _progress(duties: Sequence[Duty], today: date) -> UnitProgress:
    standings = [_standing(duty, today) for duty in duties]
    unit = duties[0].unit
    assert unit is not None  # noqa: S101 - issued duties have a unit
    return UnitProgress(
        unit, len(duties), standings.count(Standing.OPEN), rates(standings),
        sum(duty.is_proven and duty.by_rule for duty in duties),
    )  # fmt: skip


def _standing(duty: Duty, today: date) -> Standing:
    return standing(done=duty.done, proven=duty.proven_on, node=duty.node_on or today, today=today)


def deeds_behind(actor: Actor, key: str) -> QuerySet[Deed]:
    """The confirmed deeds behind a duty that the actor sees, the newest first."""
    rows = visible_to(actor).filter(
        state=State.CONFIRMED,
        pk__in=Deed.objects.filter(served__purpose=DUTY, served__code=key).values("pk"),
    )
    return rows.select_related("unit").order_by("-occurred_on", "-pk")


def use_of(law: DutyLaw) -> LawUse:
    """What a duty makes known, as the ripple of a change weighs it: until its period ends. Read with `duty__unit`."""
    duty = law.duty
    unit = duty.unit
    return LawUse(
        subject=duty.key, title=duty.measure, url=reverse("duties_duty", args=[duty.key]),
        unit=unit.code if unit else "", unit_name=unit.name if unit else "",
        version_id=law.version_id, text_id=law.text_id, label=law.label, day=duty.since, used_until=duty.until,
    )  # fmt: skip
