"""/duties: issued lists, the one in force on a day, each whole; and how far a year's duties are proven."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from zhifa.duties.models import ListVersion
from zhifa.duties.rules.content import read
from zhifa.duties.rules.progress import Rates
from zhifa.duties.selectors import unit_quarters, version_by_key, version_on, versions, year_by_number
from zhifa.duties.terms import VERSION
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.publishing.api import tell_if_withdrawn

router = Router(tags=["duties"])
PAGE = 100
Day = Annotated[date | None, Query(description="ISO 8601, a civil day in China; today when left out")]


class VersionOut(Schema):
    """One issued version of a year's list."""

    id: int
    year: int
    number: int
    title: str
    document_number: str
    issued_on: date
    effective_on: date
    sha256: str


class VersionsOut(Schema):
    """One page of issued versions, the newest first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    versions: list[VersionOut]


class CodedOut(Schema):
    """A coded value with its words."""

    code: str
    name: str


class LawOut(Schema):
    """Law that a duty makes known; `article` is null for a whole instrument."""

    instrument: str
    in_force_since: str
    article: str | None
    label: str


class DutyOut(Schema):
    """One duty as it was issued. `counted_in` is the unit of `quantity`."""

    key: str
    unit: CodedOut
    category: CodedOut
    laws: list[LawOut]
    audiences: list[CodedOut]
    measure: str
    kinds: list[CodedOut]
    quantity: int
    counted_in: str
    since: date
    until: date
    node_on: date
    node_words: str
    section: str
    person: str
    evidence: list[CodedOut]
    effect: str


class WholeVersionOut(VersionOut):
    """An issued version with its duties, as its content says."""

    duties: list[DutyOut]


class RatesOut(Schema):
    """Of the duties due: how many stand how; complete and on time in per cent, null where none was due."""

    due: int
    in_time: int
    late: int
    partial: int
    missing: int
    complete: int | None
    on_time: int | None


class UnitOut(Schema):
    """One unit's year, by the quarter in which the nodes lie, and as a whole."""

    unit: str
    name: str
    quarters: list[RatesOut]
    year: RatesOut


class ProgressOut(Schema):
    """How far the duties of a year are proven on a day, by unit; computed from confirmed records."""

    year: int
    on: date
    units: list[UnitOut]


@router.get("", response=VersionsOut, summary=gettext_noop("普法责任清单"), url_name="api_duties")
def list_versions(
    request: HttpRequest, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1
) -> dict[str, Any]:
    """Issued versions that the asker sees, a hundred a page; strangers those that were published."""
    rows = versions(asker(request))
    total = rows.count()
    return {
        "total": total, "page": page, "pages": max(1, -(-total // PAGE)),
        "versions": [_out(row) for row in rows[(page - 1) * PAGE : page * PAGE]],
    }  # fmt: skip


@router.get(
    "/in-force",
    response=WholeVersionOut,
    summary=gettext_noop("某日施行的责任清单"),
    url_name="api_duties_in_force",
)
def in_force(request: HttpRequest, on: Day = None) -> dict[str, Any]:
    """The list in force on a day; 404 before the first."""
    found = version_on(asker(request), on or clock.today())
    if found is None:
        raise NotFound(_("那一天没有施行的责任清单"))
    return _whole(found)


@router.get(
    "/progress/{year}",
    response=ProgressOut,
    summary=gettext_noop("普法责任完成情况"),
    url_name="api_duties_progress",
)
def progress(
    request: HttpRequest, year: Annotated[int, Path(ge=1, le=9999)], on: Day = None
) -> dict[str, Any]:
    """Completeness and timeliness by unit and quarter. For the district's posts only: whether the lateness of named units is told to
    others is the office's decision, by the gate; 404 for everybody else."""
    actor, day = asker(request), on or clock.today()
    if not actor.sees_district:
        raise NotFound(_("没有这个页面"))
    rows = unit_quarters(actor, year_by_number(year), day)
    return {
        "year": year, "on": day,
        "units": [
            {
                "unit": row.unit.code, "name": row.unit.name, "quarters": [_rates(one) for one in row.quarters],
                "year": _rates(row.year),
            }
            for row in rows
        ],
    }  # fmt: skip


@router.get(
    "/{pk}", response=WholeVersionOut, summary=gettext_noop("一版责任清单"), url_name="api_duties_version"
)
def one_version(request: HttpRequest, pk: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> dict[str, Any]:
    """One issued version whole; 404 when the asker does not see it, 410 when it was withdrawn."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(VERSION, str(pk))
    found = version_by_key(actor, pk)
    if found.issued_on is None:
        raise NotFound(_("没有这个版本"))
    return _whole(found)


def _out(row: ListVersion) -> dict[str, Any]:
    return {
        "id": row.pk, "year": row.duty_year.year, "number": row.number, "title": row.duty_year.title,
        "document_number": row.document_number, "issued_on": row.issued_on, "effective_on": row.effective_on,
        "sha256": row.sha256,
    }  # fmt: skip


def _whole(row: ListVersion) -> dict[str, Any]:
    return {**_out(row), "duties": read(row.content)["duties"]}


def _rates(rate: Rates) -> dict[str, Any]:
    return {
        "due": rate.due, "in_time": rate.in_time, "late": rate.late, "partial": rate.partial, "missing": rate.missing,
        "complete": rate.complete, "on_time": rate.on_time,
    }  # fmt: skip
