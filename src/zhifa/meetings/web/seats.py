"""Who comes and who came: a unit's answer on its phone, the roll of the office."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.errors import Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_refusal
from zhifa.meetings.rules.attending import missing
from zhifa.meetings.selectors import inside_by_key, meeting_by_key, sheet_of
from zhifa.meetings.services import answer_call, check_in, hold_meeting, record_attendance
from zhifa.meetings.web.asking import asked, done, office_of
from zhifa.meetings.web.forms import AnswerForm, RollForm


def answer(request: HttpRequest, code: str, number: int, unit: str) -> HttpResponse:
    """A unit says whether it comes."""
    actor, key = asker(request), (code, number)
    found = inside_by_key(actor, key)
    form = AnswerForm(request.POST or None, prefix=unit)
    here = found.get_absolute_url()
    return asked(
        request, form, lambda: answer_call(actor, key, unit, form.sitting(), now=clock.now()), title=_("答复是否参会"),
        back=lambda: here, away=here, lead=str(found), done=_("已答复。会议召开前可以再改。"),
    )  # fmt: skip


@require_POST
def sign_in(request: HttpRequest, code: str, number: int, unit: str) -> HttpResponse:
    """A unit signs itself in."""
    actor, key = asker(request), (code, number)
    back = inside_by_key(actor, key).get_absolute_url()
    return done(request, lambda: check_in(actor, key, unit, now=clock.now()), back, _("已签到。"))


def roll(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The office enters how every unit attended."""
    actor, key = office_of(request), (code, number)
    found = meeting_by_key(actor, key)
    rows = []
    for line in sheet_of(found).seats:
        seat = line.seat
        initial = {
            "state": seat.state or seat.answer, "name": seat.name, "post": seat.post, "authority": seat.authority, "reason": seat.reason,
        }  # fmt: skip
        rows.append((line, RollForm(request.POST or None, prefix=seat.unit.code, initial=initial)))
    if request.method == "POST" and all(form.is_valid() for _line, form in rows):
        told = {line.seat.unit.code: form.sitting() for line, form in rows if form.cleaned_data["state"]}
        try:
            record_attendance(actor, key, told, now=clock.now())
        except Refusal as refusal:
            filled = [form for _line, form in rows if form.cleaned_data["state"]] or [rows[0][1]]
            show_refusal(next((form for form in filled if missing(form.sitting())), filled[0]), refusal)
        else:
            messages.success(request, _("到会情况已登记。"))
            return redirect(found.get_absolute_url() + "#seats")
    return render(request, "meetings/roll.html", {"meeting": found, "rows": rows})


@require_POST
def hold(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The meeting has taken place."""
    actor, key = office_of(request), (code, number)
    back = reverse("meetings_meeting", args=[code, number])
    words = _("已记为召开；没有登记的单位，请过假的记请假，其余记缺席。")
    return done(request, lambda: hold_meeting(actor, key, now=clock.now()), back, words)
