"""/sittings: exams that the asker sees on the desk, and their counts by unit. Persons and answers are on no route."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.sittings.selectors.candidates import unit_lines
from zhifa.sittings.selectors.exams import ExamLine, exam_by_key, exam_lines, exams

router = Router(tags=["sittings"])
PAGE = 100
Number = Annotated[int, Query(ge=1, le=1_000_000)]


class ExamOut(Schema):
    """One exam with how many of its candidates are due, exempt, have begun, have handed in; `phase` says where an announced one stands by
    the clock and is null for others."""

    key: str
    title: str
    organiser: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    attempts: int
    stage: str
    phase: str | None
    due: int
    exempt: int
    begun: int
    handed: int


class ExamsOut(Schema):
    """One page of exams, the last to open first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    exams: list[ExamOut]


class UnitOut(Schema):
    """The candidates of one unit, in the order of units and not of merit."""

    code: str
    name: str
    due: int
    exempt: int
    begun: int
    handed: int
    absent: int


class ExamWithUnitsOut(ExamOut):
    """An exam with the units that the asker sees."""

    units: list[UnitOut]


@router.get("", response=ExamsOut, summary=gettext_noop("考试"), url_name="api_sittings")
def list_exams(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """Exams that the asker sees on the desk, a hundred a page; none for strangers and candidates."""
    rows = exams(asker(request))
    total = rows.count()
    shown = exam_lines(list(rows[(page - 1) * PAGE : page * PAGE]), clock.now())
    return {
        "total": total,
        "page": page,
        "pages": max(1, -(-total // PAGE)),
        "exams": [_out(one) for one in shown],
    }


@router.get("/{key}", response=ExamWithUnitsOut, summary=gettext_noop("一场考试"), url_name="api_sitting")
def one_exam(
    request: HttpRequest, key: Annotated[str, Path(pattern=r"^[a-zA-Z0-9]+$", max_length=16)]
) -> dict[str, Any]:
    """One exam with its counts by unit; 404 when the asker does not see it."""
    actor, now = asker(request), clock.now()
    (line,) = exam_lines([exam_by_key(actor, key)], now)
    names = ("code", "name", "due", "exempt", "begun", "handed", "absent")
    units = [{name: getattr(one, name) for name in names} for one in unit_lines(actor, line.exam, now)]
    return {**_out(line), "units": units}


def _out(line: ExamLine) -> dict[str, Any]:
    exam = line.exam
    return {
        "key": exam.key, "title": exam.title, "organiser": exam.organiser.code, "opens_at": exam.opens_at, "closes_at": exam.closes_at,
        "minutes": exam.minutes, "attempts": exam.attempts_most, "stage": exam.stage, "phase": line.phase, "due": line.due,
        "exempt": line.exempt, "begun": line.begun, "handed": line.handed,
    }  # fmt: skip
