"""/cases and /cases/{key}: published cases, for anyone."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema
from pydantic import Field

from zhifa.cases.errors import CaseHeldBack
from zhifa.cases.models import Case
from zhifa.cases.selectors import CaseFilter, citations_of, held, public_case, published
from zhifa.cases.terms import CASE
from zhifa.kernel import clock
from zhifa.publishing.api import tell_if_withdrawn

router = Router(tags=["cases"])
PAGE = 50
Code = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]


class CaseQuery(Schema):
    """How the list is narrowed; `law` and `article` are codes of the law library."""

    topic: Code = ""
    kind: Literal["", "court", "prosecution", "enforcement", "mediation", "service"] = ""
    law: Code = ""
    article: Code = ""
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class CaseOut(Schema):
    """A published case without its long parts."""

    key: str
    title: str
    subtitle: str
    kind: str
    topic: str
    body: str
    decided_on: date | None
    unit: str
    cites: list[str]


class SectionOut(Schema):
    """A part without a field of its own."""

    heading: str
    text: str


class WholeCaseOut(CaseOut):
    """A published case whole."""

    facts: str
    handling: str
    analysis: str
    meaning: str
    more: list[SectionOut]
    source: str


class CasesOut(Schema):
    """One page of cases, the newest first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    cases: list[CaseOut]


@router.get("", response=CasesOut, summary=gettext_noop("以案释法案例"), url_name="api_cases")
def list_cases(request: HttpRequest, asked: Query[CaseQuery]) -> dict[str, Any]:
    """Published cases, fifty a page. A page beyond the last is empty."""
    rows = published(CaseFilter(asked.topic, asked.kind, "", asked.law, asked.article), clock.today())
    total = rows.count()
    return {
        "total": total, "page": asked.page, "pages": max(1, -(-total // PAGE)),
        "cases": [_out(case) for case in rows[(asked.page - 1) * PAGE : asked.page * PAGE]],
    }  # fmt: skip


@router.get("/{key}", response=WholeCaseOut, summary=gettext_noop("一个案例"), url_name="api_case")
def one_case(request: HttpRequest, key: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]) -> dict[str, Any]:
    """One published case; 404 when it is not public, 410 when it is not any more, 409 while a change of
    law that it cites holds it back."""
    tell_if_withdrawn(CASE, key)
    case = public_case(key)
    hold = held([case], clock.today()).get(case.pk)
    if hold is not None:
        raise CaseHeldBack(_("案例所引的法律有变动，正在复核"), why=hold.words)
    return {
        **_out(case), "facts": case.facts, "handling": case.handling, "analysis": case.analysis, "meaning": case.meaning,
        "more": case.more, "source": case.source,
    }  # fmt: skip


def _out(case: Case) -> dict[str, Any]:
    return {
        "key": case.key, "title": case.title, "subtitle": case.subtitle, "kind": case.kind, "topic": case.topic,
        "body": case.body, "decided_on": case.decided_on, "unit": case.unit.name, "cites": list(citations_of(case)),
    }  # fmt: skip
