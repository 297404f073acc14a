"""What outside exams said of the staff, over a roster frozen at its date."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.figures.api import touch as figures_touch
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.learning.access import may_keep_results, visible_exams
from zhifa.learning.errors import ResultsUnfit
from zhifa.learning.models import OutsideExam, OutsideResult, Tallied
from zhifa.learning.selectors.results import RosterLine, roster_lines
from zhifa.learning.terms import EXAM
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.people.api import Roster
from zhifa.sittings.api import Tally

TALLIES = "learning.tallies"  # the figure source


@dataclass(frozen=True)
class ExamDraft:
    """An exam that another body held; the roster by its code."""

    title: str
    platform: str
    held_on: date
    source: str
    roster: str


@dataclass(frozen=True)
class PersonResult:
    """What a sheet says of one person, by the code; the row says where it stood."""

    person: str
    sat: bool
    passed: bool
    excellent: bool
    score: Decimal | None = None
    row: int | None = None


@dataclass(frozen=True)
class UnitResult:
    """Totals that the platform gives of one unit, by its code."""

    unit: str
    sat: int
    passed: int
    excellent: int
    row: int | None = None


@transaction.atomic
def register_exam(actor: Actor, draft: ExamDraft, *, now: datetime) -> OutsideExam:
    """Register an exam. Refused: a roster frozen after it (nobody knew the denominator then), the same exam twice."""
    _must_keep(actor)
    roster = Roster.objects.filter(code=draft.roster).first()
    if roster is None:
        raise NotFound(_("没有这份名单"))
    if roster.frozen_on > draft.held_on:
        raise BadInput(
            _("名单冻结于 %(day)s，晚于考试") % {"day": roster.frozen_on}, why=_("参考率的分母要用考试当时的名单。"),
            next_step=_("请选考试当天或以前冻结的名单。"), field="roster",
        )  # fmt: skip
    same = {"title": draft.title.strip(), "platform": draft.platform.strip(), "held_on": draft.held_on}
    if OutsideExam.objects.filter(**same).exists():
        raise BadInput(_("这场考试已经登记过"), field="title")
    exam = OutsideExam.objects.create(
        key=secrets.token_hex(8), source=draft.source.strip(), roster=roster, **same
    )
    facts = {**same, "source": exam.source, "roster": roster.code}
    record(actor, "learning.register_exam", Subject(EXAM, exam.key), facts, now=now)
    return exam


@transaction.atomic
def take_results(actor: Actor, key: str, rows: Sequence[PersonResult], *, now: datetime) -> int:
    """Put person-level results in the place of whatever stood; who stands on the roster without a row did not sit. Refused:
    somebody who does not stand on it, somebody twice."""
    _must_keep(actor)
    exam, lines = locked_exam(actor, key)
    by_code = {line.code: line for line in lines}
    if faults := result_faults(rows, by_code):
        raise ResultsUnfit(_("有些成绩不能导入"), why=_("整批未写入。"), faults=faults)
    told = {row.person: row for row in rows}
    exam.results.all().delete()
    OutsideResult.objects.bulk_create(
        (
            OutsideResult(
                exam=exam, person_id=by_code[row.person].person, sat=row.sat, score=row.score, passed=row.passed,
                excellent=row.excellent,
            )
            for row in rows
        ),
        batch_size=2_000,
    )  # fmt: skip
    tallies: dict[tuple[int, str], Tally] = {}
    for line in lines:
        row = told.get(line.code)
        one = Tally(1, row.sat, row.passed, row.excellent) if row else Tally(1)
        place = (line.unit, line.post_class)
        tallies[place] = tallies.get(place, Tally()) + one
    _write_tallies(exam, tallies, given=False)
    facts = [
        {"person": row.person, "sat": row.sat, "passed": row.passed, "excellent": row.excellent}
        for row in rows
    ]
    _note(actor, "learning.take_results", exam, facts, tallies, now)
    return len(rows)


@transaction.atomic
def take_totals(actor: Actor, key: str, rows: Sequence[UnitResult], *, now: datetime) -> int:
    """Put totals of units in the place of whatever stood; a unit of the roster without a row had nobody who sat. Refused:
    a unit that is not on the roster, one that stands twice, more who sat than stand on it."""
    _must_keep(actor)
    exam, lines = locked_exam(actor, key)
    due: dict[str, tuple[int, int]] = {}
    for line in lines:
        due[line.unit_code] = (line.unit, due.get(line.unit_code, (0, 0))[1] + 1)
    if faults := total_faults(rows, {code: number for code, (_pk, number) in due.items()}):
        raise ResultsUnfit(_("有些成绩不能导入"), why=_("整批未写入。"), faults=faults)
    told = {row.unit: row for row in rows}
    tallies = {
        (pk, ""): Tally(number, told[code].sat, told[code].passed, told[code].excellent)
        if code in told
        else Tally(number)
        for code, (pk, number) in due.items()
    }
    exam.results.all().delete()
    _write_tallies(exam, tallies, given=True)
    facts = [
        {"unit": row.unit, "sat": row.sat, "passed": row.passed, "excellent": row.excellent} for row in rows
    ]
    _note(actor, "learning.take_totals", exam, facts, tallies, now)
    return len(rows)


def result_faults(rows: Sequence[PersonResult], roster: Mapping[str, RosterLine]) -> list[Fault]:
    """Rows that do not fit the roster or contradict themselves."""
    faults, seen = [], set[str]()
    for row in rows:
        if row.person not in roster:
            faults.append(Fault(_("不在应考名单上"), _("核对名单，或去掉这一行"), "name", row.row, "name"))
        elif row.person in seen:
            faults.append(Fault(_("同一个人有两行成绩"), _("只留一行（最好成绩）"), "name", row.row, "name"))
        elif (row.excellent and not row.passed) or (row.passed and not row.sat):
            faults.append(
                Fault(_("没有参考却合格，或不合格却优秀"), _("核对这一行"), "passed", row.row, "passed")
            )
        seen.add(row.person)
    return faults


def total_faults(rows: Sequence[UnitResult], due: Mapping[str, int]) -> list[Fault]:
    """Totals that do not fit the roster or contradict themselves."""
    faults, seen = [], set[str]()
    for row in rows:
        if row.unit not in due:
            faults.append(
                Fault(_("这个单位不在应考名单上"), _("核对单位，或去掉这一行"), "unit", row.row, "unit")
            )
        elif row.unit in seen:
            faults.append(Fault(_("同一个单位有两行"), _("只留一行"), "unit", row.row, "unit"))
        elif not Tally(due[row.unit], row.sat, row.passed, row.excellent).is_sound:
            told = _("应考 %(due)s、参考 %(sat)s、合格 %(passed)s、优秀 %(excellent)s，前后矛盾") % {
                "due": due[row.unit], "sat": row.sat, "passed": row.passed, "excellent": row.excellent,
            }  # fmt: skip
            faults.append(Fault(told, _("核对人数；应考数以冻结的名单为准"), "sat", row.row, "sat"))
        seen.add(row.unit)
    return faults


def locked_exam(actor: Actor, key: str) -> tuple[OutsideExam, list[RosterLine]]:
    """The exam, locked, and the lines of its roster."""
    exam = (
        visible_exams(actor).filter(key=key).select_for_update(of=("self",)).select_related("roster").first()
    )
    if exam is None:
        raise NotFound(_("没有这场考试"))
    return exam, roster_lines(exam)


def _write_tallies(exam: OutsideExam, tallies: Mapping[tuple[int, str], Tally], *, given: bool) -> None:
    exam.tallies.all().delete()
    Tallied.objects.bulk_create(
        Tallied(
            exam=exam, unit_id=unit, post_class=post_class, due=one.due, sat=one.sat, passed=one.passed,
            excellent=one.excellent, given=given,
        )
        for (unit, post_class), one in tallies.items()
    )  # fmt: skip
    figures_touch(TALLIES, [exam.held_on])


def _note(  # noqa: PLR0917 - the parts of an entry
    actor: Actor,
    act: str,
    exam: OutsideExam,
    facts: Sequence[Mapping[str, object]],
    tallies: Mapping[tuple[int, str], Tally],
    now: datetime,
) -> None:
    whole = sum(tallies.values(), Tally())
    totals = {"due": whole.due, "sat": whole.sat, "passed": whole.passed, "excellent": whole.excellent}
    record_bulk(actor, act, Subject(EXAM, exam.key), facts, totals, now=now)


def _must_keep(actor: Actor) -> None:
    if not may_keep_results(actor):
        raise NotAllowed(_("只有区普法办可以登记考试成绩"))
