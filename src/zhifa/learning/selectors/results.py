"""Outside exams: rosters as denominators, tallies by unit and class of posts. Never a list of persons in an order of merit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.learning.access import units_seen, visible_exams
from zhifa.learning.models import OutsideExam, Tallied
from zhifa.people.api import PostClass
from zhifa.sittings.api import Tally


@dataclass(frozen=True)
class RosterLine:
    """Somebody on a frozen roster, with the unit and post as they stood."""

    person: int
    code: str
    name: str
    unit: int
    unit_code: str
    post_class: str
    mark: str


def roster_lines(exam: OutsideExam) -> list[RosterLine]:
    """The lines of an exam's roster. One query."""
    return [
        RosterLine(
            one.person_id, one.person.code, one.person.name, one.unit_id, one.unit.code,
            one.post_class, one.person.phone_mark,
        )
        for one in exam.roster.members.select_related("person", "unit")
    ]  # fmt: skip


def exams(actor: Actor) -> QuerySet[OutsideExam]:
    """Outside exams, newest first."""
    return visible_exams(actor).select_related("roster")


def exam_by_key(actor: Actor, key: str) -> OutsideExam:
    """One exam; 404 when it does not exist for this actor."""
    found = exams(actor).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这场考试"))
    return found


@dataclass(frozen=True)
class UnitTally:
    """A unit's tally at an exam, in the order of units and not of merit; `parts` by class of posts where persons were given."""

    unit_name: str
    tally: Tally
    parts: tuple[tuple[str, Tally], ...]


def tallies_of(actor: Actor, exam: OutsideExam) -> tuple[Tally, list[UnitTally]]:
    """The whole exam, and the units that the actor sees. Two queries."""
    rows = list(exam.tallies.select_related("unit"))
    whole = sum((as_tally(row) for row in rows), Tally())
    seen = set(units_seen(actor).filter(pk__in={row.unit_id for row in rows}).values_list("pk", flat=True))
    by_unit: dict[int, list[Tallied]] = {}
    for row in rows:
        if row.unit_id in seen:
            by_unit.setdefault(row.unit_id, []).append(row)
    return whole, [
        UnitTally(
            several[0].unit.name, sum((as_tally(row) for row in several), Tally()),
            tuple((str(row.get_post_class_display()), as_tally(row)) for row in sorted(several, key=_in_order) if row.post_class),
        )
        for several in by_unit.values()
    ]  # fmt: skip


def _in_order(row: Tallied) -> int:
    """Classes of posts stand in the order in which they are named, not in that of their codes."""
    return ["", *PostClass.values].index(row.post_class)


def as_tally(row: Tallied) -> Tally:
    """A row as the rule reads it."""
    return Tally(row.due, row.sat, row.passed, row.excellent)


def exam_lines(actor: Actor) -> list[tuple[OutsideExam, Tally]]:
    """The exams that the actor sees, each with its whole tally. Two queries."""
    return exam_tallies(exams(actor))


def exam_tallies(rows: Iterable[OutsideExam]) -> list[tuple[OutsideExam, Tally]]:
    """Exams, each with its whole tally. Two queries."""
    found = list(rows)
    whole: dict[int, Tally] = {}
    for row in Tallied.objects.filter(exam__in=found):
        whole[row.exam_id] = whole.get(row.exam_id, Tally()) + as_tally(row)
    return [(one, whole.get(one.pk, Tally())) for one in found]
