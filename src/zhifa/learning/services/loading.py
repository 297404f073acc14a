"""Classes that were held before this system, entered afterwards in bulk and marked so."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.api import Deed, load_deeds, load_participations
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed
from zhifa.learning.access import may_organise
from zhifa.learning.models import Attendance, Enrolment, Session, TrainingClass
from zhifa.learning.rules.rolls import Member
from zhifa.learning.selectors import roll_on
from zhifa.learning.services.attending import rows_of
from zhifa.learning.services.classes import subject_of
from zhifa.learning.services.concluding import deed_draft
from zhifa.learning.terms import CHANNEL, CLASS, SHEET_SOURCE, ClassState, Mark, Place
from zhifa.ledger.api import Subject, record_bulk
from zhifa.people.api import Unit
from zhifa.search.api import touch

ROWS = 2_000


@dataclass(frozen=True)
class HeldSession:
    """A session as its sign-in sheet tells it: when, what, by whom, and the codes of those who signed."""

    day: date
    starts: time
    ends: time
    topic: str
    present: tuple[str, ...]
    room: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class HeldClass:
    """A class as its papers tell it. A name that stands twice on a sheet is one person; `reported_on` is when it was reported."""

    title: str
    organiser: str
    sessions: tuple[HeldSession, ...]
    registered: tuple[str, ...] = ()
    theme: str = ""
    audience: str = "staff"
    place: str = ""
    capacity: int | None = None
    reported_on: date | None = None


@transaction.atomic
def load_classes(actor: Actor, drafts: Sequence[HeldClass], *, sheet: str, now: datetime) -> list[Deed]:
    """Enter held classes with their sheets, each with its deed, handed in: all or nothing, every fault with its row."""
    units = {unit.code: unit for unit in Unit.objects.select_related("area")}
    faults = [fault for row, draft in enumerate(drafts, start=1) for fault in _faults(draft, row, units)]
    if faults:
        raise BadInput(_("有些班不能导入"), why=_("整批未写入。"), faults=faults)
    for code in {draft.organiser for draft in drafts}:
        if not may_organise(actor, units[code]):
            raise NotAllowed(_("您不能替%(unit)s办班") % {"unit": units[code].name})
    classes = TrainingClass.objects.bulk_create(_new_class(draft, units[draft.organiser]) for draft in drafts)
    rolls = {
        day: roll_on(day).by_code for day in sorted({one.day for draft in drafts for one in draft.sessions})
    }
    sessions, came, enrolled = [], [], []
    for training, draft in zip(classes, drafts, strict=True):
        enrolled += [
            Enrolment(
                training=training, person_id=one.person, unit_id=one.unit, post_title=one.post_title,
                post_class=one.post_class, state=Place.IN, asked_at=now, by_unit=True,
            )
            for one in _named(draft.registered, rolls[draft.sessions[0].day])
        ]  # fmt: skip
        for number, told in enumerate(draft.sessions, start=1):
            session = Session(
                training=training, number=number, day=told.day, starts=told.starts, ends=told.ends, topic=told.topic,
                room=told.room, speaker=told.speaker,
            )  # fmt: skip
            sessions.append(session)
            came += [
                Attendance(
                    session=session, person_id=one.person, unit_id=one.unit, post_title=one.post_title,
                    post_class=one.post_class, mark=Mark.SHEET,
                )
                for one in _named(told.present, rolls[told.day])
            ]  # fmt: skip
    Session.objects.bulk_create(sessions, batch_size=ROWS)
    Attendance.objects.bulk_create(came, batch_size=ROWS)
    Enrolment.objects.bulk_create(enrolled, batch_size=ROWS)
    return _with_deeds(actor, classes, drafts, sheet, now)


def _with_deeds(
    actor: Actor, classes: Sequence[TrainingClass], drafts: Sequence[HeldClass], sheet: str, now: datetime
) -> list[Deed]:
    """Each class gets its deed and its rows there; one entry for the sheet."""
    told = [
        replace(deed_draft(one), reported_on=draft.reported_on)
        for one, draft in zip(classes, drafts, strict=True)
    ]
    deeds = load_deeds(actor, told, sheet=sheet, now=now)
    rows = []
    for training, deed in zip(classes, deeds, strict=True):
        training.deed, training.state = deed, ClassState.HELD
        came = rows_of(training)
        load_participations(actor, deed, CHANNEL, SHEET_SOURCE, came, now=now)
        rows.append({"class": training.key, "deed": deed.key, "times": len(came)})
    TrainingClass.objects.bulk_update(classes, ["deed", "state"])
    record_bulk(
        actor, "learning.load_classes", Subject("sheet", sheet), rows, {"rows": len(rows)}, now=now,
        members=[subject_of(one) for one in classes],
    )  # fmt: skip
    touch(CLASS, None)
    return deeds


def _new_class(draft: HeldClass, organiser: Unit) -> TrainingClass:
    """A draft until its deed stands, within the same transaction."""
    days = [one.day for one in draft.sessions]
    return TrainingClass(
        key=secrets.token_hex(8), title=draft.title.strip(), theme=draft.theme, organiser=organiser, audience=draft.audience,
        place=draft.place, capacity=draft.capacity, since=min(days), until=max(days), is_registered=True,
    )  # fmt: skip


def _named(codes: Sequence[str], roll: dict[str, Member]) -> list[Member]:
    """Each person once; who held no post that day is no member of the staff then."""
    return [roll[code] for code in dict.fromkeys(codes) if code in roll]


def _faults(draft: HeldClass, row: int, units: dict[str, Unit]) -> list[Fault]:
    faults = []
    if draft.organiser not in units:
        faults.append(
            Fault(
                _("没有代码为 %(code)s 的单位") % {"code": draft.organiser},
                _("从单位名录中选择"),
                "organiser",
                row,
            )
        )
    if not draft.title.strip():
        faults.append(Fault(_("没有填写班名"), _("写明班名"), "title", row))
    if not any(one.present for one in draft.sessions):
        faults.append(Fault(_("没有签到"), _("补上签到表，或去掉这个班"), "sessions", row))
    if any(one.ends <= one.starts for one in draft.sessions):
        faults.append(Fault(_("结束要晚于开始"), _("核对时间"), "sessions", row))
    return faults
