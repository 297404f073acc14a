"""The page of a meeting, one address before it and for ever after; and the list of minutes that are public."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhifa.accounts.api import METHOD_WORDS, signatures_of
from zhifa.evidence.api import evidence_of
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import Subject, entries_of
from zhifa.meetings.access import AGREES, SPEAKS, may_issue, may_manage, sees_inside
from zhifa.meetings.models import Meeting
from zhifa.meetings.rules.minutes import set_out
from zhifa.meetings.selectors import (
    SeatLine,
    Sheet,
    backlog,
    meeting_by_key,
    meetings,
    sheet_of,
    text_of,
)
from zhifa.meetings.terms import MEETING, MeetingState, Seat
from zhifa.meetings.web.forms import AnswerForm, LinkForm, PapersForm
from zhifa.people.api import ROLE_WORDS
from zhifa.publishing.api import imprint_of, imprints_of, tell_if_withdrawn


@login_not_required
def public(request: HttpRequest) -> HttpResponseBase:
    """Minutes that are public."""
    rows = meetings(STRANGER)
    if sheet := sheet_if_asked(
        request.GET, _("联席会议纪要"), (_("名称"), _("日期"), _("地点")),
        lambda: ((f"{row}纪要", row.held_on, row.place) for row in rows),
    ):  # fmt: skip
        return sheet
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "meetings/public.html", {"page": page, "imprints": imprints_of(MEETING)})


@login_not_required
def meeting(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One meeting: to strangers its public minutes, to those who sit there all of it."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(MEETING, f"{code}-{number}")
    found = meeting_by_key(actor, (code, number))
    if not sees_inside(actor, found):
        context = {
            "meeting": found,
            "shown": set_out(found.minutes),
            "imprint": imprint_of(MEETING, found.key),
        }
        return render(request, "meetings/minutes.html", context)
    return render(request, "meetings/meeting.html", _inside(actor, found))


def _inside(actor: Actor, found: Meeting) -> dict[str, Any]:
    sheet, subject = sheet_of(found), Subject(MEETING, found.key)
    manages, today = may_manage(actor), clock.today()
    is_after = found.state in (MeetingState.HELD, MeetingState.CIRCULATED, MeetingState.ISSUED)
    own = [] if manages else sheet.own(actor, SPEAKS)
    return {
        "meeting": found, "sheet": sheet, "manages": manages, "is_after": is_after,
        "answers": [(line, _answer_form(line)) for line in own] if found.state == MeetingState.CALLED else [],
        "is_today": found.held_on == today, "has_come": found.held_on <= today,
        "to_agree": [
            line for line in sheet.own(actor, AGREES)
            if found.state == MeetingState.CIRCULATED and line.seat.attended and line.agreed is None
        ],
        "may_issue": found.state == MeetingState.CIRCULATED and not sheet.waiting and may_issue(actor),
        "counts": _counts(sheet), "shown": set_out(found.minutes or text_of(found)) if is_after else [],
        "files": evidence_of([subject])[subject], "papers": found.papers.all(),
        "papers_form": PapersForm(), "link_form": LinkForm(),
        "backlog": backlog(found.series) if manages and found.state in (MeetingState.PREPARING, MeetingState.CALLED) else [],
        "objections": [line for line in sheet.seats if line.agreed is False],
        "signatures": [(one, ROLE_WORDS[one.role], METHOD_WORDS[one.method]) for one in signatures_of(subject)]
        if found.state == MeetingState.ISSUED else [],
        "entries": entries_of(subject), "imprint": imprint_of(MEETING, found.key),
    }  # fmt: skip


def _answer_form(line: SeatLine) -> AnswerForm:
    seat = line.seat
    return AnswerForm(
        prefix=seat.unit.code,
        initial={
            "state": seat.answer or Seat.PRESENT, "name": seat.name, "post": seat.post, "authority": seat.authority, "reason": seat.reason,
        },
    )  # fmt: skip


def _counts(sheet: Sheet) -> list[tuple[str, int]]:
    """The seats by state; before the meeting by answer."""
    words: dict[str, str] = {seat.value: str(seat.label) for seat in Seat}
    words |= {f"answered-{seat.value}": _("答复%(state)s") % {"state": seat.label} for seat in Seat}
    words["silent"] = _("还没有答复")
    return [(words[code], sheet.counts[code]) for code in words if code in sheet.counts]
