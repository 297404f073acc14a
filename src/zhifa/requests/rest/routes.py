"""/requests: forms that the asker sees, one with its fields, and the minutes that forms asked of units. Nothing of it is public."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.requests.access import may_see, own_units
from zhifa.requests.selectors import fields_of, form_by_key, forms_seen, minutes_asked, recipients_of

router = Router(tags=["requests"])
PAGE = 100
Number = Annotated[int, Query(ge=1, le=1_000_000)]


class FormOut(Schema):
    """A form: which days its data are about, until when it is answered, by how many of how many units."""

    key: str
    title: str
    why: str
    since: date
    until: date
    due_on: date
    state: str
    asked_of: int
    answered: int


class FormsOut(Schema):
    """One page of forms, the newest first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    forms: list[FormOut]


class FieldOut(Schema):
    """What a form asks; with `held` nobody is asked, the system fills it in. `overrides` say why it is asked although the like is known."""

    about: str
    fact: str
    kind: str
    unit: str
    grain: str
    required: bool
    held: str
    overrides: list[str]


class WholeFormOut(Schema):
    """A form with its fields and whom it asks (names of units)."""

    key: str
    title: str
    why: str
    since: date
    until: date
    due_on: date
    state: str
    fields: list[FieldOut]
    recipients: list[str]


class MonthOut(Schema):
    """What was asked of a unit in a month; `minutes` is a decimal string."""

    month: date
    unit: str
    forms: int
    fields: int
    minutes: str
    is_estimate: bool


@router.get("", response=FormsOut, summary=gettext_noop("填报表"), url_name="api_requests")
def list_forms(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """Forms that the asker sees, a hundred a page: a unit those that were sent to it."""
    rows = forms_seen(_reader(request))
    total = rows.count()
    shown = [
        {**_head(row), "asked_of": row.asked_of, "answered": row.answered}
        for row in rows[(page - 1) * PAGE : page * PAGE]
    ]
    return {"total": total, "page": page, "pages": max(1, -(-total // PAGE)), "forms": shown}


@router.get(
    "/minutes/{year}", response=list[MonthOut], summary=gettext_noop("向基层要数的分钟"),
    url_name="api_requests_minutes",
)  # fmt: skip
def list_minutes(request: HttpRequest, year: Annotated[int, Path(ge=1990, le=2200)]) -> list[dict[str, Any]]:
    """What was asked of each unit and month of a year; a unit reads its own."""
    told = minutes_asked(_reader(request), date(year, 1, 1), date(year, 12, 31))
    return [{**vars(one), "minutes": str(one.minutes)} for one in told]


@router.get("/{key}", response=WholeFormOut, summary=gettext_noop("一张填报表"), url_name="api_request")
def one_form(
    request: HttpRequest, key: Annotated[str, Path(pattern=r"^[0-9a-f]+$", max_length=16)]
) -> dict[str, Any]:
    """One form with its fields; 404 when the asker does not see it."""
    actor = _reader(request)
    found = form_by_key(actor, key)
    fields = [
        {
            "about": one.about, "fact": one.fact, "kind": one.kind, "unit": one.unit, "grain": one.grain, "required": one.required,
            "held": one.held, "overrides": [row.reason for row in one.overrides.all()],
        }
        for one in fields_of(found)
    ]  # fmt: skip
    units = recipients_of(found) if actor.sees_district else recipients_of(found).filter(own_units(actor))
    return {**_head(found), "fields": fields, "recipients": [unit.name for unit in units]}


def _reader(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_see(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def _head(row: Any) -> dict[str, Any]:
    return {
        "key": row.key, "title": row.title, "why": row.why, "since": row.since, "until": row.until, "due_on": row.due_on,
        "state": row.state,
    }  # fmt: skip
