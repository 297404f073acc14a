"""Before the meeting: the meeting itself, its agenda from the backlog, the invitation, papers; or its cancelling."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.meetings.errors import MeetingIncomplete, MeetingNotThere
from zhifa.meetings.models import AgendaLine, Attendance, Meeting, Paper
from zhifa.meetings.rules.moves import AHEAD, MOVES, may_move
from zhifa.meetings.selectors import backlog, members_on
from zhifa.meetings.services.series import must_manage, series_locked
from zhifa.meetings.terms import MEETING, MeetingKind, MeetingState
from zhifa.notices.api import notify
from zhifa.people.api import liaisons_of, unit_by_code
from zhifa.publishing.api import thing_at


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting to come: when, where, who chairs; of a partial one the codes of the units asked."""

    held_on: date
    place: str
    chair: str
    kind: str = MeetingKind.PLENARY
    starts: time | None = None
    units: tuple[str, ...] = ()


@transaction.atomic
def plan_meeting(actor: Actor, code: str, draft: MeetingDraft, *, now: datetime) -> Meeting:
    """The next meeting of a conference, with the whole backlog on its agenda and a seat for each member of that day."""
    must_manage(actor)
    series = series_locked(code)
    last = series.meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        series=series, number=last + 1, kind=draft.kind, held_on=draft.held_on, starts=draft.starts, place=draft.place,
        chair=draft.chair,
    )  # fmt: skip
    AgendaLine.objects.bulk_create(
        AgendaLine(meeting=meeting, matter=matter, position=position)
        for position, matter in enumerate(backlog(series), start=1)
    )
    _seat(meeting, draft.units)
    note(actor, "meetings.plan_meeting", meeting, asdict(draft), now=now)
    return meeting


@transaction.atomic
def change_meeting(actor: Actor, key: tuple[str, int], draft: MeetingDraft, *, now: datetime) -> Meeting:
    """Another day, place, chair or circle before it is held; seats follow, answers of those who stay asked are kept."""
    meeting = meeting_locked(actor, key, AHEAD)
    meeting.kind, meeting.held_on, meeting.starts = draft.kind, draft.held_on, draft.starts
    meeting.place, meeting.chair = draft.place, draft.chair
    meeting.save()
    _seat(meeting, draft.units)
    note(actor, "meetings.change_meeting", meeting, asdict(draft), now=now)
    if meeting.state == MeetingState.CALLED:
        _invite(meeting, now, _("会议有变动：%(meeting)s"))
    return meeting


@transaction.atomic
def put_on_agenda(actor: Actor, key: tuple[str, int], matter_id: int, *, now: datetime) -> AgendaLine:
    """Take a matter from the backlog onto the agenda."""
    meeting = meeting_locked(actor, key, AHEAD)
    matter = next((one for one in backlog(meeting.series) if one.pk == matter_id), None)
    if matter is None:
        raise NotFound(_("待议题里没有这一项"))
    last = meeting.lines.aggregate(last=Max("position"))["last"] or 0
    line = AgendaLine.objects.create(meeting=meeting, matter=matter, position=last + 1)
    note(actor, "meetings.put_on_agenda", meeting, {"matter": matter_id}, now=now)
    return line


@transaction.atomic
def take_off_agenda(actor: Actor, key: tuple[str, int], line_id: int, *, now: datetime) -> None:
    """Take a matter off the agenda; it stands in the backlog again."""
    meeting = meeting_locked(actor, key, AHEAD)
    line = meeting.lines.filter(pk=line_id).first()
    if line is None:
        raise NotFound(_("议程里没有这一项"))
    note(actor, "meetings.take_off_agenda", meeting, {"matter": line.matter_id}, now=now)
    line.delete()


@transaction.atomic
def reorder_agenda(actor: Actor, key: tuple[str, int], line_id: int, *, now: datetime) -> None:
    """Move a matter one place up."""
    meeting = meeting_locked(actor, key, AHEAD)
    lines = list(meeting.lines.all())
    index = next((index for index, line in enumerate(lines) if line.pk == line_id), None)
    if index is None:
        raise NotFound(_("议程里没有这一项"))
    if index > 0:
        lines[index - 1], lines[index] = lines[index], lines[index - 1]
    for position, line in enumerate(lines, start=1):
        line.position = position
    AgendaLine.objects.bulk_update(lines, ["position"])
    note(actor, "meetings.reorder_agenda", meeting, {"matters": [line.matter_id for line in lines]}, now=now)


@transaction.atomic
def call_meeting(actor: Actor, key: tuple[str, int], *, now: datetime) -> Meeting:
    """Tell every unit that has a seat. Refused without an agenda or without units."""
    meeting = move(actor, key, "call")
    if not meeting.lines.exists():
        raise MeetingIncomplete(_("议程里还没有议题"), next_step=_("请先从待议题里选入，或提出议题。"))
    if not meeting.seats.exists():
        raise MeetingIncomplete(_("还没有要通知的单位"), next_step=_("请先登记成员单位，或选定参会单位。"))
    meeting.save(update_fields=["state"])
    note(actor, "meetings.call_meeting", meeting, {"units": meeting.seats.count()}, now=now)
    _invite(meeting, now, _("请答复是否参会：%(meeting)s"))
    return meeting


@transaction.atomic
def cancel_meeting(actor: Actor, key: tuple[str, int], reason: str, *, now: datetime) -> Meeting:
    """A meeting that does not take place, with the reason; its matters stand in the backlog again."""
    meeting = move(actor, key, "cancel")
    if not reason.strip():
        raise BadInput(_("请写明取消的理由"), field="reason")
    meeting.reason = reason.strip()[:200]
    meeting.save(update_fields=["state", "reason"])
    note(actor, "meetings.cancel_meeting", meeting, {"reason": meeting.reason}, now=now)
    return meeting


@transaction.atomic
def link_paper(actor: Actor, key: tuple[str, int], address: str, *, now: datetime) -> Paper:
    """Lay something published on this site before the meeting, by its address. Refused: an address where nothing public stands."""
    meeting = meeting_locked(actor, key, (*AHEAD, MeetingState.HELD))
    path = "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
    thing = thing_at(path)
    if thing is None:
        raise BadInput(
            _("这个地址没有已公开的信息"),
            next_step=_("请从公开页面复制地址；内部材料请上传文件。"),
            field="address",
        )
    paper, _created = Paper.objects.get_or_create(
        meeting=meeting, url=path.partition("?")[0], defaults={"title": thing.title}
    )
    note(actor, "meetings.link_paper", meeting, {"url": paper.url}, now=now)
    return paper


def _seat(meeting: Meeting, units: tuple[str, ...]) -> None:
    """Seats for those who sit: all members of the day, or the units named; those not asked any more lose theirs."""
    if meeting.kind == MeetingKind.PLENARY:
        wanted = [row.unit_id for row in members_on(meeting.series, meeting.held_on)]
    else:
        wanted = [unit_by_code(code).pk for code in dict.fromkeys(units)]
    meeting.seats.exclude(unit_id__in=wanted).delete()
    known = set(meeting.seats.values_list("unit_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, unit_id=pk) for pk in wanted if pk not in known
    )


def _invite(meeting: Meeting, now: datetime, words: str) -> None:
    """A notice to the liaisons of every unit with a seat."""
    told = [
        account
        for seat in meeting.seats.select_related("unit")
        for account in liaisons_of(seat.unit, meeting.held_on)
    ]
    notify(
        told,
        title=words % {"meeting": meeting},
        body=_("%(day)s，%(place)s。议程和材料在会议页面上。")
        % {"day": meeting.held_on, "place": meeting.place},
        url=meeting.get_absolute_url(),
        why=_("您是参会单位的联络员"),
        subject=Subject(MEETING, meeting.key),
        now=now,
    )


def meeting_locked(actor: Actor, key: tuple[str, int], states: tuple[str, ...]) -> Meeting:
    """A meeting in one of these states, locked for the office."""
    must_manage(actor)
    meeting = _locked(key)
    if meeting.state not in states:
        raise not_there(meeting)
    return meeting


def move(actor: Actor, key: tuple[str, int], act: str) -> Meeting:
    """The meeting with the state to which the act leads, locked and not yet saved."""
    must_manage(actor)
    meeting = _locked(key)
    if not may_move(meeting.state, act):
        raise not_there(meeting)
    meeting.state = MOVES[act][1]
    return meeting


def not_there(meeting: Meeting) -> MeetingNotThere:
    """The refusal of an act that does not begin where the meeting stands."""
    return MeetingNotThere(
        _("%(meeting)s现在是“%(state)s”，不能这样办")
        % {"meeting": meeting, "state": meeting.get_state_display()},
        next_step=_("请刷新页面，看看现在该做哪一步。"),
    )


def _locked(key: tuple[str, int]) -> Meeting:
    code, number = key
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("series__office")
    meeting = rows.filter(series__code=code, number=number).first()
    if meeting is None:
        raise NotFound(_("没有这次会议"))
    return meeting


def any_locked(key: tuple[str, int], states: tuple[str, ...]) -> Meeting:
    """A meeting in one of these states, locked for whoever the act itself weighs."""
    meeting = _locked(key)
    if meeting.state not in states:
        raise not_there(meeting)
    return meeting


def note(actor: Actor, act: str, meeting: Meeting, facts: dict[str, object], *, now: datetime) -> None:
    """The act's entry under the meeting."""
    record(actor, act, Subject(MEETING, meeting.key), facts, now=now)
