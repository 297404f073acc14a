"""/learning: classes with their counts, rotation coverage, outside exams by unit. Persons, their study, practice and feedback are on no
route."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.kernel.web.asking import asker
from zhifa.learning.access import may_see_coverage
from zhifa.learning.selectors.classes import ClassLine, class_by_key, class_lines, classes, session_lines
from zhifa.learning.selectors.coverage import coverage_of, cycle_on
from zhifa.learning.selectors.results import exam_by_key, exam_tallies, exams, tallies_of
from zhifa.learning.terms import CLASS
from zhifa.publishing.api import tell_if_withdrawn
from zhifa.sittings.api import Tally

router = Router(tags=["learning"])
PAGE = 100
Number = Annotated[int, Query(ge=1, le=1_000_000)]
Key = Annotated[str, Path(pattern=r"^[a-zA-Z0-9]+$", max_length=32)]
Day = Annotated[date | None, Query(description="ISO 8601, a civil day in China")]


class ClassCountsOut(Schema):
    """Signed up and waiting in persons, attendances over all sessions (人次), different persons who came (人)."""

    registered: int
    waiting: int
    attendances: int
    people: int


class ClassOut(Schema):
    """One class; its counts and its deed, which it has once it is over, are null for strangers."""

    key: str
    title: str
    theme: str
    organiser: str
    audience: str
    since: date | None
    until: date | None
    state: str
    deed: str | None
    counts: ClassCountsOut | None


class ClassesOut(Schema):
    """One page of classes, those to come first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    classes: list[ClassOut]


class SessionOut(Schema):
    """One session, with who was registered (人), who came (人次) and how many of them had not signed up; null for strangers."""

    number: int
    day: date
    starts: time
    ends: time
    topic: str
    registered: int | None
    present: int | None
    unregistered: int | None


class ClassWithSessionsOut(ClassOut):
    """A class with its sessions."""

    sessions: list[SessionOut]


class CoverageUnitOut(Schema):
    """Those in post in a unit on the day, and how many of them came to any session of the cycle, in persons; the rate in per cent."""

    unit: str
    staff: int
    been: int
    rate: str | None


class CoverageOut(Schema):
    """Rotation coverage of a cycle on a day, in the order of units and not of merit."""

    since: date
    until: date
    on: date
    staff: int
    been: int
    units: list[CoverageUnitOut]


class TallyOut(Schema):
    """Persons at one exam: due by the frozen roster, sat, passed, excellent; the rates in per cent."""

    due: int
    sat: int
    passed: int
    excellent: int
    sat_rate: str | None
    passed_rate: str | None
    excellent_rate: str | None


class ExamOut(Schema):
    """An exam of an outside platform with its source, and the tally of all units."""

    key: str
    title: str
    platform: str
    held_on: date
    source: str
    whole: TallyOut


class ExamsOut(Schema):
    """One page of outside exams, the newest first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    exams: list[ExamOut]


class UnitTallyOut(TallyOut):
    """One unit's tally."""

    unit: str


class ExamWithUnitsOut(ExamOut):
    """An outside exam with the units that the asker sees, in the order of units and not of merit."""

    units: list[UnitTallyOut]


@router.get("/classes", response=ClassesOut, summary=gettext_noop("培训班"), url_name="api_learning_classes")
def list_classes(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """Classes that the asker sees, a hundred a page; strangers those that went through the gate, without counts."""
    actor = asker(request)
    rows = classes(actor)
    shown = class_lines(rows[(page - 1) * PAGE : page * PAGE])
    return {**_paged(rows.count(), page), "classes": [_class(actor, one) for one in shown]}


@router.get(
    "/classes/{key}",
    response=ClassWithSessionsOut,
    summary=gettext_noop("一个培训班"),
    url_name="api_learning_class",
)
def one_class(request: HttpRequest, key: Key) -> dict[str, Any]:
    """One class with its sessions; 404 when the asker does not see it, 410 when it was withdrawn."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(CLASS, key)
    training = class_by_key(actor, key)
    (line,) = class_lines([training])
    names = ("registered", "present", "unregistered")
    sessions = [
        {
            "number": one.session.number, "day": one.session.day, "starts": one.session.starts, "ends": one.session.ends,
            "topic": one.session.topic, **{name: None if actor.is_stranger else getattr(one, name) for name in names},
        }
        for one in session_lines(training)
    ]  # fmt: skip
    return {**_class(actor, line), "sessions": sessions}


@router.get(
    "/coverage", response=CoverageOut, summary=gettext_noop("轮训情况"), url_name="api_learning_coverage"
)
def coverage(request: HttpRequest, since: Day = None, until: Day = None, on: Day = None) -> dict[str, Any]:
    """By unit: those in post on `on`, and how many came to a session from `since` to `until`; what is left out follows the cycle of
    today. For those who organise classes and the district's posts; 404 for everybody else."""
    actor, today = asker(request), clock.today()
    if not may_see_coverage(actor):
        raise NotFound(_("没有这个页面"))
    cycle = cycle_on(today)
    since, until = since or cycle[0], until or cycle[1]
    if until < since:
        raise BadInput(_("结束在开始之前"), field="until")
    day = on or min(today, until)
    rows = coverage_of(actor, since, until, day)
    return {
        "since": since, "until": until, "on": day, "staff": sum(one.staff for one in rows), "been": sum(one.been for one in rows),
        "units": [
            {"unit": one.unit_name, "staff": one.staff, "been": one.been, "rate": _rate(one.rate)} for one in rows
        ],
    }  # fmt: skip


@router.get("/exams", response=ExamsOut, summary=gettext_noop("外部考试"), url_name="api_learning_exams")
def list_exams(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """Outside exams that the asker sees, a hundred a page; none for strangers and plain staff."""
    rows = exams(asker(request))
    shown = exam_tallies(rows[(page - 1) * PAGE : page * PAGE])
    return {**_paged(rows.count(), page), "exams": [_exam(one, whole) for one, whole in shown]}


@router.get(
    "/exams/{key}",
    response=ExamWithUnitsOut,
    summary=gettext_noop("一场外部考试"),
    url_name="api_learning_exam",
)
def one_exam(request: HttpRequest, key: Key) -> dict[str, Any]:
    """One outside exam with its tallies by unit; 404 when the asker does not see it."""
    actor = asker(request)
    exam = exam_by_key(actor, key)
    whole, units = tallies_of(actor, exam)
    told = [{"unit": one.unit_name, **_tally(one.tally)} for one in units]
    return {**_exam(exam, whole), "units": told}


def _paged(total: int, page: int) -> dict[str, int]:
    return {"total": total, "page": page, "pages": max(1, -(-total // PAGE))}


def _class(actor: Actor, line: ClassLine) -> dict[str, Any]:
    one = line.training
    counts = {
        "registered": line.registered, "waiting": line.waiting, "attendances": line.times, "people": line.people,
    }  # fmt: skip
    return {
        "key": one.key, "title": one.title, "theme": one.theme, "organiser": one.organiser.code, "audience": one.audience,
        "since": one.since, "until": one.until, "state": one.state, "deed": one.deed.key if one.deed and not actor.is_stranger else None,
        "counts": None if actor.is_stranger else counts,
    }  # fmt: skip


def _exam(exam: Any, whole: Tally) -> dict[str, Any]:
    names = ("key", "title", "platform", "held_on", "source")
    return {**{name: getattr(exam, name) for name in names}, "whole": _tally(whole)}


def _tally(one: Tally) -> dict[str, Any]:
    return {
        "due": one.due, "sat": one.sat, "passed": one.passed, "excellent": one.excellent, "sat_rate": _rate(one.sat_share),
        "passed_rate": _rate(one.passed_share), "excellent_rate": _rate(one.excellent_share),
    }  # fmt: skip


def _rate(value: object) -> str | None:
    return None if value is None else str(value)
