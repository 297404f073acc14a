"""The minutes: decisions entered, circulated, agreed to, issued, and in Word."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.accounts.api import SignatureForm
from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.meetings.access import may_issue, role_to_agree, sees_inside
from zhifa.meetings.models import AgendaLine, Meeting
from zhifa.meetings.selectors import inside_by_key, meeting_by_key, sheet_of
from zhifa.meetings.services import (
    add_action,
    agree_to_minutes,
    circulate_minutes,
    decide_line,
    issue_minutes,
    object_to_minutes,
    recall_minutes,
    remove_action,
    write_preface,
)
from zhifa.meetings.services.paper import minutes_docx
from zhifa.meetings.terms import MeetingState
from zhifa.meetings.web.asking import asked, done, office_of
from zhifa.meetings.web.forms import ActionForm, OutcomeForm, PrefaceForm, RemarksForm
from zhifa.people.api import ROLE_WORDS

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def decide(request: HttpRequest, code: str, number: int, line: int) -> HttpResponse:
    """What the meeting did with a matter."""
    actor, key = office_of(request), (code, number)
    found, row = _line(request, key, line)
    form = OutcomeForm(
        request.POST or None, initial={"outcome": row.outcome or "decided", "decision": row.decision}
    )
    here = _here(found)

    def act() -> AgendaLine:
        data = form.cleaned_data
        return decide_line(actor, key, line, data["outcome"], data["decision"], now=clock.now())

    def back() -> str:
        is_bare = form.cleaned_data["outcome"] == "decided" and not row.actions.exists()
        return reverse("meetings_new_action", args=[*key, line]) if is_bare else here

    return asked(request, form, act, title=row.matter.title, back=back, away=here, lead=str(found))


def new_action(request: HttpRequest, code: str, number: int, line: int) -> HttpResponse:
    """A decision as a unit's duty."""
    actor, key = office_of(request), (code, number)
    found, row = _line(request, key, line)
    before = row.matter.from_action
    initial = {"text": before.text, "unit": before.unit.code} if before else {}
    form, here = ActionForm(request.POST or None, series=found.series, initial=initial), _here(found)
    return asked(
        request, form, lambda: add_action(actor, key, line, form.draft(), now=clock.now()), title=_("转为督办事项"),
        back=lambda: here, away=here, lead=f"{row.matter.title}：{row.decision}",
    )  # fmt: skip


@require_POST
def drop_action(request: HttpRequest, code: str, number: int, action: int) -> HttpResponse:
    """Take an action item out before the minutes circulate."""
    actor, key = office_of(request), (code, number)
    back = _here(meeting_by_key(actor, key))
    return done(request, lambda: remove_action(actor, key, action, now=clock.now()), back, _("已删除。"))


def preface(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What the minutes say besides decisions."""
    actor, key = office_of(request), (code, number)
    found = meeting_by_key(actor, key)
    form, here = PrefaceForm(request.POST or None, initial={"text": found.preface}), _here(found, "#minutes")

    def act() -> Meeting:
        return write_preface(actor, key, form.cleaned_data["text"], now=clock.now())

    return asked(request, form, act, title=_("会议情况"), back=lambda: here, away=here, lead=str(found))


@require_POST
def circulate(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send the minutes to those who attended."""
    actor, key = office_of(request), (code, number)
    back = _here(meeting_by_key(actor, key), "#minutes")
    return done(
        request, lambda: circulate_minutes(actor, key, now=clock.now()), back, _("已送参会单位会签。")
    )


@require_POST
def recall(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take the minutes back."""
    actor, key = office_of(request), (code, number)
    back = _here(meeting_by_key(actor, key), "#minutes")
    return done(
        request, lambda: recall_minutes(actor, key, now=clock.now()), back, _("已收回，改好后重新送会签。")
    )


def agree(request: HttpRequest, code: str, number: int, unit: str) -> HttpResponse:
    """Read the minutes and sign for a unit."""
    actor, key = asker(request), (code, number)
    found = inside_by_key(actor, key)
    line = next(
        (one for one in sheet_of(found).seats if one.seat.unit.code == unit and one.seat.attended), None
    )
    role = role_to_agree(actor, line.seat.unit) if line else None
    if found.state != MeetingState.CIRCULATED or line is None or role is None:
        raise NotFound(_("没有这个页面"))
    form = SignatureForm(request, found.minutes)
    if request.method == "POST" and form.is_valid():
        agree_to_minutes(actor, key, unit, proof=form.proof, now=clock.now())
        messages.success(request, _("已会签，文本和签署已写进存证日志。"))
        return redirect(found.get_absolute_url())
    context = {
        "meeting": found, "signature": form, "post": f"{line.name} {ROLE_WORDS[role]}", "unit": unit, "remarks": RemarksForm(),
    }  # fmt: skip
    return render(request, "meetings/agree.html", context)


def disagree(request: HttpRequest, code: str, number: int, unit: str) -> HttpResponse:
    """Say what is wrong with the minutes."""
    actor, key = asker(request), (code, number)
    found = inside_by_key(actor, key)
    form, here = RemarksForm(request.POST or None), found.get_absolute_url()

    def act() -> Meeting:
        return object_to_minutes(actor, key, unit, form.cleaned_data["remarks"], now=clock.now())

    return asked(
        request, form, act, title=_("不同意纪要"), back=lambda: here, away=here, lead=str(found),
        done=_("意见已送区普法办；改好后会重新送会签。"),
    )  # fmt: skip


def issue(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Read the minutes and sign them out."""
    actor, key = asker(request), (code, number)
    found = inside_by_key(actor, key)
    if found.state != MeetingState.CIRCULATED or not may_issue(actor) or sheet_of(found).waiting:
        raise NotFound(_("没有这个页面"))
    form = SignatureForm(request, found.minutes)
    if request.method == "POST" and form.is_valid():
        issue_minutes(actor, key, proof=form.proof, now=clock.now())
        messages.success(request, _("已签发，督办事项从现在起办理。"))
        return redirect(found.get_absolute_url())
    context = {"meeting": found, "signature": form, "post": ROLE_WORDS[Role.LEAD]}
    return render(request, "meetings/issue.html", context)


@login_not_required
def word(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The minutes as .docx; strangers get what is public."""
    actor = asker(request)
    found = meeting_by_key(actor, (code, number))
    if found.state not in (MeetingState.HELD, MeetingState.CIRCULATED, MeetingState.ISSUED):
        raise NotFound(_("这次会议还没有纪要"))
    if found.state != MeetingState.ISSUED and not sees_inside(actor, found):
        raise NotFound(_("没有这个页面"))
    response = HttpResponse(minutes_docx(found), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="minutes-{found.key}.docx"'
    return response


def _line(request: HttpRequest, key: tuple[str, int], line: int) -> tuple[Meeting, AgendaLine]:
    found = meeting_by_key(asker(request), key)
    row = found.lines.select_related("matter__from_action__unit").filter(pk=line).first()
    if row is None:
        raise NotFound(_("议程里没有这一项"))
    return found, row


def _here(meeting: Meeting, mark: str = "#agenda") -> str:
    return meeting.get_absolute_url() + mark
