"""Rotation coverage: who of those in post has not been to any session of a cycle, whatever unit they were in then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.deeds.api import State
from zhifa.kernel.actor import Actor
from zhifa.learning.access import units_seen
from zhifa.learning.models import Attendance, Cycle
from zhifa.learning.rules.rolls import Member
from zhifa.learning.selectors.rolls import roll_on
from zhifa.sittings.api import share


@dataclass(frozen=True)
class UnitCoverage:
    """A unit on the day: everybody in post (人), who has been (人), and who has not, by name where the actor sees the unit's people."""

    unit_name: str
    staff: int
    been: int
    missing: tuple[Member, ...]
    names_seen: bool

    @property
    def rate(self) -> object:
        """Per cent of the staff who have been."""
        return share(self.been, self.staff)


def cycle_on(day: date) -> tuple[date, date]:
    """The cycle that holds on a day, else the last that ended before it, else that day's year. One query."""
    found = Cycle.objects.filter(since__lte=day).first()
    return (found.since, found.until) if found else (date(day.year, 1, 1), date(day.year, 12, 31))


def coverage_of(actor: Actor, since: date, until: date, on: date) -> list[UnitCoverage]:
    """Those in post on a day, by their unit of that day, minus those who came to a session between two days. Each person once, in
    the unit of the post that comes first. Three queries."""
    been = people_between(since, until)
    members: dict[int, Member] = {}
    for one in roll_on(on).members:
        members.setdefault(one.person, one)
    seen = set(units_seen(actor).values_list("pk", flat=True))
    by_unit: dict[int, list[Member]] = {}
    for one in members.values():
        by_unit.setdefault(one.unit, []).append(one)
    return [_coverage(several, been, unit in seen) for unit, several in by_unit.items()]


def people_between(since: date, until: date) -> set[int]:
    """Who came to at least one session in these days. One query."""
    rows = Attendance.objects.filter(session__day__range=(since, until)).exclude(
        session__training__deed__state=State.WITHDRAWN
    )
    return set(rows.values_list("person", flat=True).distinct())


def _coverage(members: Sequence[Member], been: set[int], names_seen: bool) -> UnitCoverage:
    missing = tuple(one for one in members if one.person not in been)
    return UnitCoverage(
        members[0].unit_name,
        len(members),
        len(members) - len(missing),
        missing if names_seen else (),
        names_seen,
    )
