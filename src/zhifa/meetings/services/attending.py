"""Who comes, who came: answers before the meeting, checking in, the roll when it is held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.figures.api import touch
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.meetings.access import may_speak_for
from zhifa.meetings.errors import AttendanceIncomplete, MeetingNotThere
from zhifa.meetings.models import Attendance, Meeting
from zhifa.meetings.rules.attending import Sitting, missing, only_what_counts
from zhifa.meetings.services.convening import any_locked, meeting_locked, move, note
from zhifa.meetings.terms import ANSWERS, ATTENDED, MeetingState, Seat


@transaction.atomic
def answer_call(
    actor: Actor, key: tuple[str, int], unit: str, sitting: Sitting, *, now: datetime
) -> Attendance:
    """A unit says that it comes, whom it sends with which authority, or why it does not; it may say so anew until the
    meeting is held. The ledger keeps the unit and the answer and names nobody."""
    meeting = any_locked(key, (MeetingState.CALLED,))
    seat = _seat(actor, meeting, unit)
    told = checked(sitting)
    if told.state not in ANSWERS:
        raise AttendanceIncomplete(_("请选择参会、委托或请假"), field="state")
    _fill(seat, told)
    seat.answer, seat.answered_at = told.state, now
    seat.save()
    note(actor, "meetings.answer_call", meeting, {"unit": unit, "answer": told.state}, now=now)
    return seat


@transaction.atomic
def check_in(actor: Actor, key: tuple[str, int], unit: str, *, now: datetime) -> Attendance:
    """A unit signs itself in on the day of the meeting, as it answered. Refused on another day, and without a name."""
    meeting = any_locked(key, (MeetingState.CALLED,))
    seat = _seat(actor, meeting, unit)
    if civil_day(now) != meeting.held_on:
        raise MeetingNotThere(
            _("签到只在会议当日"),
            why=_("会议在 %(day)s。") % {"day": meeting.held_on},
            next_step=_("请当日再来。"),
        )
    if seat.answer not in ATTENDED:
        raise AttendanceIncomplete(
            _("还没有答复由谁参会"), next_step=_("请先填写参会人或受委托人，再签到。"), field="state"
        )
    seat.state, seat.checked_in_at = seat.answer, now
    seat.save(update_fields=["state", "checked_in_at"])
    note(actor, "meetings.check_in", meeting, {"unit": unit, "state": seat.state}, now=now)
    return seat


@transaction.atomic
def record_attendance(
    actor: Actor, key: tuple[str, int], sittings: Mapping[str, Sitting], *, now: datetime
) -> Meeting:
    """The office enters how units attended, by unit code; until the minutes are circulated it may be put right."""
    meeting = meeting_locked(actor, key, (MeetingState.CALLED, MeetingState.HELD))
    seats = {seat.unit.code: seat for seat in meeting.seats.select_related("unit")}
    changed = {}
    for code, sitting in sittings.items():
        if code not in seats:
            raise NotFound(_("这个单位没有席位"))
        told = checked(sitting, seats[code].unit.name)
        _fill(seats[code], told)
        seats[code].state = told.state
        seats[code].save()
        changed[code] = told.state
    touch("meetings.seats", [meeting.held_on])
    note(actor, "meetings.record_attendance", meeting, {"seats": changed}, now=now)
    return meeting


@transaction.atomic
def hold_meeting(actor: Actor, key: tuple[str, int], *, now: datetime) -> Meeting:
    """The meeting has taken place: who apologised is excused, who neither came nor said a word was absent. Refused before its
    day, and when nobody came."""
    meeting = move(actor, key, "hold")
    if civil_day(now) < meeting.held_on:
        raise MeetingNotThere(
            _("会议还没有到日子"),
            why=_("会议在 %(day)s。") % {"day": meeting.held_on},
            next_step=_("改期请先修改会议。"),
        )
    close_roll(meeting)
    if not meeting.seats.filter(state__in=ATTENDED).exists():
        raise MeetingNotThere(_("还没有登记任何单位到会"), next_step=_("请先登记到会情况，或取消会议。"))
    meeting.save(update_fields=["state"])
    touch("meetings.meetings", [meeting.held_on])
    touch("meetings.seats", [meeting.held_on])
    states = dict(meeting.seats.values_list("unit__code", "state"))
    note(actor, "meetings.hold_meeting", meeting, {"seats": states}, now=now)
    return meeting


def close_roll(meeting: Meeting) -> None:
    """Seats of which nobody recorded anything: an apology stands, the rest was absent."""
    open_seats = meeting.seats.filter(state="")
    open_seats.filter(answer=Seat.APOLOGY).update(state=Seat.APOLOGY)
    open_seats.update(state=Seat.ABSENT, name="", post="", authority="", reason="")


def _seat(actor: Actor, meeting: Meeting, unit: str) -> Attendance:
    seat = meeting.seats.select_related("unit").filter(unit__code=unit).first()
    if seat is None:
        raise NotFound(_("这个单位没有席位"))
    if not may_speak_for(actor, seat.unit):
        raise NotAllowed(_("您不能替这个单位答复"))
    return seat


def checked(sitting: Sitting, who: str = "") -> Sitting:
    """The sitting without what its state does not ask. Refused: without what it asks."""
    what = {
        "name": _("请写明参会人姓名"), "authority": _("请写明委托依据"), "reason": _("请写明请假事由"), "": "",
    }[missing(sitting)]  # fmt: skip
    if what:
        raise AttendanceIncomplete(
            f"{who}：{what}" if who else what,
            why=_("纪要要写明每个单位谁参会、凭什么代表单位、为什么没来。"),
            field=missing(sitting),
        )
    return only_what_counts(sitting)


def _fill(seat: Attendance, told: Sitting) -> None:
    seat.name, seat.post, seat.authority, seat.reason = told.name, told.post, told.authority, told.reason
