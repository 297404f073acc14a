"""/meetings: minutes that the asker sees, strangers those published; /meetings/actions: what was decided, what became of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Schema

from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.meetings.access import may_see_meetings
from zhifa.meetings.models import ActionItem, Meeting
from zhifa.meetings.selectors import actions, meeting_by_key, meetings, rule_of
from zhifa.meetings.terms import MEETING, MeetingState
from zhifa.publishing.api import tell_if_withdrawn

router = Router(tags=["meetings"])
PAGE = 100
Number = Annotated[int, Query(ge=1, le=1_000_000)]


class MeetingOut(Schema):
    """One meeting of a conference."""

    series: str
    title: str
    number: int
    kind: str
    held_on: date
    place: str
    state: str


class MeetingsOut(Schema):
    """One page of meetings, the last first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    meetings: list[MeetingOut]


class MinutesOut(MeetingOut):
    """A meeting with its minutes; empty until they are issued."""

    minutes: str


class ActionOut(Schema):
    """An action item with the rule by which it is proven, in words; `closed_on` is null while it is open."""

    id: int
    meeting: str
    matter: str
    text: str
    unit: str
    due_on: date
    proof: str
    rule: str
    state: str
    closed_on: date | None


class ActionsOut(Schema):
    """One page of action items, the first due first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    actions: list[ActionOut]


@router.get("", response=MeetingsOut, summary=gettext_noop("联席会议"), url_name="api_meetings")
def list_meetings(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """Meetings that the asker sees, a hundred a page; strangers those whose minutes were published."""
    rows = meetings(asker(request))
    total = rows.count()
    shown = [_out(row) for row in rows[(page - 1) * PAGE : page * PAGE]]
    return {"total": total, "page": page, "pages": max(1, -(-total // PAGE)), "meetings": shown}


@router.get(
    "/actions", response=ActionsOut, summary=gettext_noop("督办事项"), url_name="api_meetings_actions"
)
def list_actions(request: HttpRequest, page: Number = 1) -> dict[str, Any]:
    """Action items that the asker sees; 404 for whoever has no part in the conference."""
    actor = asker(request)
    if not may_see_meetings(actor):
        raise NotFound(_("没有这个页面"))
    rows = actions(actor)
    total = rows.count()
    shown = [_action(row) for row in rows[(page - 1) * PAGE : page * PAGE]]
    return {"total": total, "page": page, "pages": max(1, -(-total // PAGE)), "actions": shown}


@router.get(
    "/{series}/{number}", response=MinutesOut, summary=gettext_noop("一次联席会议"), url_name="api_meeting"
)
def one_meeting(
    request: HttpRequest,
    series: Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=40)],
    number: Annotated[int, Path(ge=1, le=32_000)],
) -> dict[str, Any]:
    """One meeting with its issued minutes; 404 when the asker does not see it, 410 when it was withdrawn."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(MEETING, f"{series}-{number}")
    found = meeting_by_key(actor, (series, number))
    return {**_out(found), "minutes": found.minutes if found.state == MeetingState.ISSUED else ""}


def _out(row: Meeting) -> dict[str, Any]:
    return {
        "series": row.series.code, "title": str(row), "number": row.number, "kind": row.kind, "held_on": row.held_on,
        "place": row.place, "state": row.state,
    }  # fmt: skip


def _action(row: ActionItem) -> dict[str, Any]:
    return {
        "id": row.pk, "meeting": str(row.line.meeting), "matter": row.line.matter.title, "text": row.text, "unit": row.unit.name,
        "due_on": row.due_on, "proof": row.proof, "rule": rule_of(row), "state": row.state, "closed_on": row.closed_on,
    }  # fmt: skip
