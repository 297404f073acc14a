"""One session: planning it, who came, the door, one's own phone, the sheet."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.intake.api import drop_files, drop_of, target_of
from zhifa.kernel import clock
from zhifa.kernel.errors import Fault, NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import pressed
from zhifa.learning.access import may_organise, may_see_names, units_seen
from zhifa.learning.errors import NobodyNamed
from zhifa.learning.models import TrainingClass
from zhifa.learning.selectors import class_by_key, roll_on, session_by_number, session_lines
from zhifa.learning.services import (
    check_in,
    check_in_self,
    code_of,
    drop_session,
    note_absent,
    set_session,
)
from zhifa.learning.services.sheets import named_in
from zhifa.learning.terms import ATTENDANCE_SHEET, ClassState, Mark, Place
from zhifa.learning.web.asking import asked, organiser_of
from zhifa.learning.web.forms import CodeForm, DoorForm, SessionForm, SheetForm, session_values
from zhifa.people.api import Unit


def new(request: HttpRequest, key: str) -> HttpResponse:
    """Add a session."""
    actor, training = organiser_of(request, key)
    last = training.sessions.last()
    begin = {"day": last.day, "starts": last.ends, "room": last.room} if last else {"room": training.place}
    form, here = SessionForm(request.POST or None, initial=begin), training.get_absolute_url()
    return asked(
        request, form, lambda: set_session(actor, key, form.draft(), now=clock.now()), title=_("排一课"), back=lambda: here,
        away=here, lead=training.title,
    )  # fmt: skip


def change(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Change a session."""
    actor, training = organiser_of(request, key)
    session = session_by_number(training, number)
    form, here = (
        SessionForm(request.POST or None, initial=session_values(session)),
        training.get_absolute_url(),
    )
    return asked(
        request, form, lambda: set_session(actor, key, form.draft(), number=number, now=clock.now()), title=_("改一课"),
        back=lambda: here, away=here, lead=training.title,
    )  # fmt: skip


@require_POST
def drop(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a session out."""
    actor, training = organiser_of(request, key)
    return pressed(
        request, lambda: drop_session(actor, key, number, now=clock.now()), done=_("这一课已去掉。"), back=training.get_absolute_url()
    )  # fmt: skip


def one(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A session: who registered and who came, by unit; names as far as the actor sees them."""
    actor = asker(request)
    training = class_by_key(actor, key)
    session = session_by_number(training, number)
    (line,) = (row for row in session_lines(training) if row.session.number == number)
    came = list(session.attendances.select_related("person", "unit").order_by("unit__path", "person__pinyin"))
    registered = list(training.enrolments.filter(state=Place.IN).select_related("person", "unit"))
    by_unit = Counter(row.unit.name for row in registered)
    here = Counter(row.unit.name for row in came)
    organises = may_organise(actor, training.organiser)
    if not may_see_names(actor, training):
        seen = set(units_seen(actor).values_list("pk", flat=True))
        came, registered = ([row for row in rows if row.unit_id in seen] for rows in (came, registered))  # type: ignore[assignment]
    present = {row.person_id for row in came}
    return render(
        request, "learning/session.html",
        {
            "training": training, "session": session, "line": line, "came": came, "may_organise": organises,
            "missing": [row for row in registered if row.person_id not in present],
            "units": [(name, by_unit[name], here[name]) for name in dict.fromkeys([*by_unit, *here])],
            "code": code_of(session) if organises else "", "has_begun": session.day <= clock.today(),
            "takes": training.state in (ClassState.OPEN, ClassState.HELD),
        },
    )  # fmt: skip


def door(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The list at the door: kept on the phone while it is ticked, sent when there is a network, from as many phones as there are
    helpers."""
    actor, training = organiser_of(request, key)
    session = session_by_number(training, number)
    roll = roll_on(session.day)
    registered = set(training.enrolments.filter(state=Place.IN).values_list("person", flat=True))
    members = [one for one in roll.members if one.person in registered]
    there = set(session.attendances.values_list("person__code", flat=True))
    form = DoorForm(request.POST or None, members=members, there=there, closed=_is_closed(training))
    here = session.get_absolute_url()

    def act() -> None:
        data = form.cleaned_data
        units = dict(Unit.objects.filter(valid_until=None).values_list("name", "pk"))
        found, lost = named_in(data["others"], roll, units)
        if lost:
            faults = [Fault(line, _("写成：姓名，空格，单位全称"), "others") for line in lost]
            raise NobodyNamed(_("有几行认不出是谁"), faults=faults)
        found += [roll.by_code[code] for code in data["people"]]
        check_in(actor, key, number, found, Mark.DEVICE, data.get("reason", ""), now=clock.now())

    return asked(
        request, form, act, title=_("现场签到"), back=lambda: here, away=here, template="learning/door.html", training=training,
        session=session, done=_("签到已收到。"),
    )  # fmt: skip


def own(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One's own phone."""
    actor = asker(request)
    training = class_by_key(actor, key)
    session = session_by_number(training, number)
    form = CodeForm(request.POST or None)
    return asked(
        request, form, lambda: check_in_self(actor, key, number, form.cleaned_data["code"], now=clock.now()), title=_("签到"),
        back=lambda: "/work/training/mine/", away="/work/training/mine/", template="learning/own.html", training=training,
        session=session, done=_("已签到。"),
    )  # fmt: skip


def sheet(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A sign-in sheet as a file."""
    actor, training = organiser_of(request, key)
    session = session_by_number(training, number)
    if training.state not in (ClassState.OPEN, ClassState.HELD):
        raise NotFound(_("没有这个页面"))
    posted = request.POST if request.method == "POST" else None
    form = SheetForm(posted, request.FILES or None, closed=_is_closed(training))
    if posted is not None and form.is_valid():
        about = {"class": key, "number": str(number), "reason": form.cleaned_data.get("reason", "")}
        drop_made = drop_files(
            actor, ATTENDANCE_SHEET, [form.cleaned_data["sheet"]], about=about, now=clock.now()
        )
        return redirect("intake_job", drop_of(actor, drop_made)[0].pk)
    shown: dict[str, Any] = {
        "form": form, "title": _("录入签到表"), "lead": f"{training.title} · {session.topic}", "away": session.get_absolute_url(),
        "button": _("上传并检查"), "columns": target_of(ATTENDANCE_SHEET).columns,
    }  # fmt: skip
    return render(request, "learning/form.html", shown)


@require_POST
def absent(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A mark that was a mistake."""
    actor, training = organiser_of(request, key)
    session = session_by_number(training, number)
    person, reason = request.POST.get("person", ""), request.POST.get("reason", "")
    return pressed(
        request, lambda: note_absent(actor, key, number, person, reason, now=clock.now()), done=_("已更正。"),
        back=session.get_absolute_url(),
    )  # fmt: skip


def _is_closed(training: TrainingClass) -> bool:
    """Whether the deed is closed, so that whatever is added is a correction."""
    return training.deed is not None and training.deed.closed_at is not None
