"""Meetings that were held and minuted before this system, entered afterwards and marked so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from zhifa.figures.api import touch
from zhifa.kernel.actor import Actor
from zhifa.meetings.models import AgendaLine, Attendance, Matter, Meeting
from zhifa.meetings.rules.attending import Sitting, only_what_counts
from zhifa.meetings.selectors import backlog, text_of
from zhifa.meetings.services.attending import checked
from zhifa.meetings.services.convening import note
from zhifa.meetings.services.minuting import (
    ActionDraft,
    must_be_whole,
    register_minutes,
    settle,
    write_action,
)
from zhifa.meetings.services.series import must_manage, series_locked
from zhifa.meetings.terms import MeetingKind, MeetingState, Outcome
from zhifa.people.api import Unit


@dataclass(frozen=True)
class DecidedDraft:
    """A matter as such a meeting dealt with it. `title` finds the matter in the backlog, else it is raised on the day."""

    title: str
    outcome: str
    decision: str
    actions: tuple[ActionDraft, ...] = ()


@dataclass(frozen=True)
class HeldDraft:
    """A meeting as its old minutes tell it; sittings by unit code. What stood in the backlog and is not named is carried over."""

    number: int
    held_on: date
    place: str
    chair: str
    lines: tuple[DecidedDraft, ...]
    sittings: Mapping[str, Sitting] = field(default_factory=dict)
    kind: str = MeetingKind.PLENARY
    preface: str = ""


@transaction.atomic
def load_meetings(actor: Actor, code: str, drafts: Sequence[HeldDraft], *, now: datetime) -> list[Meeting]:
    """Enter meetings of the past: their minutes are written from what is entered, and nobody signs them here. Each is one act.

    Refused as when a meeting is minuted: a decision without an action item, a delegate without authority, a rule that nothing weighs.
    """
    must_manage(actor)
    series = series_locked(code)
    units = {
        unit.code: unit for unit in Unit.objects.filter(code__in={c for d in drafts for c in d.sittings})
    }
    made = []
    for draft in drafts:
        meeting = Meeting.objects.create(
            series=series, number=draft.number, kind=draft.kind, held_on=draft.held_on, place=draft.place, chair=draft.chair,
            preface=draft.preface, state=MeetingState.HELD, is_registered=True,
        )  # fmt: skip
        Attendance.objects.bulk_create(
            _seat(meeting, units[unit], checked(sitting, units[unit].name))
            for unit, sitting in draft.sittings.items()
        )
        _take_up(actor, meeting, draft, now)
        must_be_whole(meeting)
        meeting.minutes, meeting.version, meeting.circulated_at = text_of(meeting), 1, now
        note(actor, "meetings.register_meeting", meeting, {"text": meeting.minutes}, now=now)
        meeting.save()
        settle(meeting, now)
        register_minutes(actor, meeting, meeting.held_on, now=now)  # the day of issue was not kept
        made.append(meeting)
    for source in ("meetings.meetings", "meetings.seats"):
        touch(source, [meeting.held_on for meeting in made])
    return made


def _take_up(actor: Actor, meeting: Meeting, draft: HeldDraft, now: datetime) -> None:
    waiting = {
        matter.title: matter for matter in backlog(meeting.series) if matter.raised_on <= meeting.held_on
    }
    for position, told in enumerate(draft.lines, start=1):
        matter = waiting.pop(told.title, None) or Matter.objects.create(
            series=meeting.series, title=told.title, raised_on=draft.held_on
        )
        line = AgendaLine.objects.create(
            meeting=meeting, matter=matter, position=position, outcome=told.outcome, decision=told.decision
        )
        for action in told.actions:
            write_action(actor, meeting, line, action, now=now)
    for position, matter in enumerate(waiting.values(), start=len(draft.lines) + 1):
        AgendaLine.objects.create(meeting=meeting, matter=matter, position=position, outcome=Outcome.CARRIED)


def _seat(meeting: Meeting, unit: Unit, sitting: Sitting) -> Attendance:
    told = only_what_counts(sitting)
    return Attendance(
        meeting=meeting, unit=unit, state=told.state, name=told.name, post=told.post, authority=told.authority, reason=told.reason
    )  # fmt: skip
