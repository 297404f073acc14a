"""What of meetings waits for whom, and what is said before a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.registry import Awaiting, AwaitingItem, DueReminder, ReminderRule
from zhifa.meetings.access import AGREES, may_issue, may_manage, own_paths
from zhifa.meetings.models import ActionItem, Attendance, Countersign, Meeting
from zhifa.meetings.terms import ACTION, ATTENDED, MEETING, ActionState, MeetingState
from zhifa.people.api import liaisons_of

DAYS_TO_AGREE = 5  # after circulation, until when the inbox asks for a countersignature


def _below(paths: Iterable[str], field: str = "unit__path") -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


def _to_answer(actor: Actor, today: date) -> list[AwaitingItem]:
    """Invitations that a unit has not answered. At most one query."""
    paths = own_paths(actor)
    if not paths:
        return []
    seats = Attendance.objects.filter(
        _below(paths), answer="", state="", meeting__state=MeetingState.CALLED
    ).select_related("meeting__series", "unit")
    return [
        AwaitingItem(
            title=gettext("请答复是否参会：%(meeting)s") % {"meeting": seat.meeting},
            url=seat.meeting.get_absolute_url(),
            why=gettext("%(unit)s是参会单位") % {"unit": seat.unit.name},
            due=seat.meeting.held_on,
            subject=f"{MEETING}:{seat.meeting.key}:{seat.unit.code}",
        )
        for seat in seats
    ]


def _to_agree(actor: Actor, today: date) -> list[AwaitingItem]:
    """Minutes that a unit has not agreed to. At most two queries."""
    paths = [path for path in actor.unit_paths(*AGREES) if path != "/"]
    if not paths:
        return []
    seats = list(
        Attendance.objects.filter(
            _below(paths), state__in=ATTENDED, meeting__state=MeetingState.CIRCULATED
        ).select_related("meeting__series", "unit")
    )
    said = set(
        Countersign.objects.filter(meeting__in={seat.meeting_id for seat in seats}).values_list(
            "meeting_id", "unit_id", "version"
        )
    )
    return [
        AwaitingItem(
            title=gettext("请会签纪要：%(meeting)s") % {"meeting": seat.meeting},
            url=seat.meeting.get_absolute_url(),
            why=gettext("%(unit)s参加了这次会议") % {"unit": seat.unit.name},
            since=(sent := civil_day(seat.meeting.circulated_at) if seat.meeting.circulated_at else today),
            due=sent + timedelta(days=DAYS_TO_AGREE),
            subject=f"{MEETING}:{seat.meeting.key}:{seat.unit.code}",
        )
        for seat in seats
        if (seat.meeting_id, seat.unit_id, seat.meeting.version) not in said
    ]


def _to_do(actor: Actor, today: date) -> list[AwaitingItem]:
    """Action items that a unit leads and that are not proven. At most one query."""
    paths = own_paths(actor)
    if not paths:
        return []
    rows = ActionItem.objects.filter(
        _below(paths), state=ActionState.OPEN, line__meeting__state=MeetingState.ISSUED
    ).select_related("unit", "line__meeting__series")
    return [
        AwaitingItem(
            title=row.text,
            url=row.get_absolute_url(),
            why=gettext("%(meeting)s议定由%(unit)s牵头")
            % {"meeting": row.line.meeting, "unit": row.unit.name},
            due=row.due_on,
            subject=f"{ACTION}:{row.pk}",
        )
        for row in rows
    ]


def _to_minute(actor: Actor, today: date) -> list[AwaitingItem]:
    """Meetings whose day has come, whose minutes are to be written. At most one query."""
    if not may_manage(actor):
        return []
    rows = Meeting.objects.filter(
        Q(state=MeetingState.CALLED, held_on__lte=today) | Q(state=MeetingState.HELD)
    ).select_related("series")
    words = {
        MeetingState.CALLED: gettext("请登记到会情况：%(meeting)s"),
        MeetingState.HELD: gettext("请起草纪要：%(meeting)s"),
    }
    return [
        AwaitingItem(
            title=words[MeetingState(row.state)] % {"meeting": row},
            url=row.get_absolute_url(),
            why=gettext("会务由区普法办办理"),
            since=row.held_on,
            subject=f"{MEETING}:{row.key}",
        )
        for row in rows
    ]


def _to_issue(actor: Actor, today: date) -> list[AwaitingItem]:
    """Minutes to which every unit that attended has agreed. At most three queries."""
    if not may_issue(actor):
        return []
    rows = list(Meeting.objects.filter(state=MeetingState.CIRCULATED).select_related("series"))
    seats = Attendance.objects.filter(meeting__in=rows, state__in=ATTENDED).values_list(
        "meeting_id", "unit_id"
    )
    said = Countersign.objects.filter(meeting__in=rows, agreed=True)
    agreed = set(said.values_list("meeting_id", "unit_id", "version"))
    versions = {row.pk: row.version for row in rows}
    missing = {meeting for meeting, unit in seats if (meeting, unit, versions[meeting]) not in agreed}
    return [
        AwaitingItem(
            title=gettext("请签发纪要：%(meeting)s") % {"meeting": row},
            url=reverse("meetings_issue", args=[row.series.code, row.number]),
            why=gettext("参会单位都已会签，纪要由区司法局领导签发"),
            since=civil_day(row.circulated_at) if row.circulated_at else None,
            subject=f"{MEETING}:{row.key}",
        )
        for row in rows
        if row.pk not in missing
    ]


def _before_due(today: date, days_before: int) -> Iterable[DueReminder]:
    """Action items that are due that day and not proven, to the liaisons of the unit that leads."""
    rows = ActionItem.objects.filter(
        state=ActionState.OPEN,
        line__meeting__state=MeetingState.ISSUED,
        due_on=today + timedelta(days=days_before),
    ).select_related("unit")
    for row in rows:
        for account in liaisons_of(row.unit, today):
            yield DueReminder(
                account_id=account,
                title=gettext("督办事项 %(day)s 到期：%(text)s") % {"day": row.due_on, "text": row.text},
                body=ngettext(
                    "还有 %(days)s 天。到期按定下的证明办法核验，没有证明的退回议程。",
                    "还有 %(days)s 天。到期按定下的证明办法核验，没有证明的退回议程。",
                    days_before,
                )
                % {"days": days_before},
                url=row.get_absolute_url(),
                due=row.due_on,
                subject=f"{ACTION}:{row.pk}",
            )


def _before_meeting(today: date, days_before: int) -> Iterable[DueReminder]:
    """Meetings of that day, to the liaisons of units that have not answered."""
    seats = Attendance.objects.filter(
        answer="", meeting__state=MeetingState.CALLED, meeting__held_on=today + timedelta(days=days_before)
    ).select_related("meeting__series", "unit")
    for seat in seats:
        for account in liaisons_of(seat.unit, today):
            yield DueReminder(
                account_id=account,
                title=gettext("请答复是否参会：%(meeting)s") % {"meeting": seat.meeting},
                body=gettext("会议在 %(day)s，%(place)s。")
                % {"day": seat.meeting.held_on, "place": seat.meeting.place},
                url=seat.meeting.get_absolute_url(),
                due=seat.meeting.held_on,
                subject=f"{MEETING}:{seat.meeting.key}",
            )


WAITING = (
    Awaiting("meetings-to-answer", _("答复参会"), _to_answer),
    Awaiting("minutes-to-agree", _("会签纪要"), _to_agree),
    Awaiting("actions-to-do", _("督办事项"), _to_do),
    Awaiting("minutes-to-draft", _("办理会务"), _to_minute),
    Awaiting("minutes-to-issue", _("签发纪要"), _to_issue),
    ReminderRule("actions-due", _("督办事项到期前提醒"), (7, 1), _before_due),
    ReminderRule("meetings-to-answer", _("开会前提醒答复"), (3, 1), _before_meeting),
)
