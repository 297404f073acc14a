"""The pages on which the office prepares a meeting."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.evidence.api import attach
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject
from zhifa.meetings.models import Meeting
from zhifa.meetings.selectors import meeting_by_key, series_by_code
from zhifa.meetings.services import (
    call_meeting,
    cancel_meeting,
    change_meeting,
    link_paper,
    plan_meeting,
    put_on_agenda,
    reorder_agenda,
    take_off_agenda,
)
from zhifa.meetings.terms import MEETING
from zhifa.meetings.web.asking import asked, done, office_of
from zhifa.meetings.web.forms import LinkForm, MeetingForm, PapersForm, ReasonForm


def new_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """The next meeting of a conference."""
    actor, found = office_of(request), series_by_code(code)
    form = MeetingForm(request.POST or None, series=found)
    made: list[Meeting] = []
    return asked(
        request, form, lambda: made.append(plan_meeting(actor, code, form.draft(), now=clock.now())), title=_("安排会议"),
        back=lambda: _here(code, made[0].number), away=reverse("meetings_series", args=[code]), lead=found.title,
        done=_("已安排，待议题都排进了议程。"),
    )  # fmt: skip


def change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Another day, place or circle."""
    actor = office_of(request)
    found = meeting_by_key(actor, (code, number))
    initial = {
        "held_on": found.held_on, "starts": found.starts, "place": found.place, "chair": found.chair, "kind": found.kind,
        "units": list(found.seats.values_list("unit__code", flat=True)) if found.kind == "partial" else [],
    }  # fmt: skip
    form = MeetingForm(request.POST or None, series=found.series, initial=initial)
    here = found.get_absolute_url()
    return asked(
        request, form, lambda: change_meeting(actor, (code, number), form.draft(), now=clock.now()),
        title=_("修改会议安排"), back=lambda: here, away=here, lead=str(found),
    )  # fmt: skip


@require_POST
def arrange(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One button of the agenda: in, out, up."""
    actor, key, now = office_of(request), (code, number), clock.now()
    acts: dict[str, Callable[..., object]] = {
        "put": put_on_agenda,
        "off": take_off_agenda,
        "up": reorder_agenda,
    }
    name, given = next(((name, request.POST[name]) for name in acts if name in request.POST), ("", ""))
    if given.isdigit():
        back = _here(code, number, "#agenda")
        return done(request, lambda: acts[name](actor, key, int(given), now=now), back, _("议程已更新。"))
    raise NotFound(_("没有这个页面"))


@require_POST
def call(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send the invitations."""
    actor = office_of(request)
    return done(
        request,
        lambda: call_meeting(actor, (code, number), now=clock.now()),
        _here(code, number),
        _("已通知参会单位。"),
    )


def cancel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """It does not take place."""
    actor = office_of(request)
    found = meeting_by_key(actor, (code, number))
    form, here = ReasonForm(request.POST or None), found.get_absolute_url()

    def act() -> Meeting:
        return cancel_meeting(actor, (code, number), form.cleaned_data["reason"], now=clock.now())

    return asked(request, form, act, title=_("取消会议"), back=lambda: here, away=here, lead=str(found))


@require_POST
def add_papers(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Attach files."""
    actor = office_of(request)
    found = meeting_by_key(actor, (code, number))
    form = PapersForm(request.POST, request.FILES)
    if form.is_valid():
        for file in form.cleaned_data["uploads"]:
            attach(
                actor,
                Subject(MEETING, found.key),
                file,
                kind=form.cleaned_data["kind"],
                title=file.name,
                now=clock.now(),
            )
        messages.success(request, _("材料已附上。"))
    else:
        messages.error(request, _("没有选择文件。"))
    return redirect(_here(code, number, "#papers"))


@require_POST
def add_link(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Lay something public before the meeting."""
    actor, form = office_of(request), LinkForm(request.POST)
    address = form.cleaned_data["address"] if form.is_valid() else ""
    return done(
        request, lambda: link_paper(actor, (code, number), address, now=clock.now()), _here(code, number, "#papers"),
        _("材料已附上。"),
    )  # fmt: skip


def _here(code: str, number: int, mark: str = "") -> str:
    return reverse("meetings_meeting", args=[code, number]) + mark
