"""Who was there. A sheet, a phone at the door and one's own phone are worth the same; a person is present once a session."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.api import Attendance as CameOn
from zhifa.deeds.api import take_attendance
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.kernel.secrecy import keyed_mark
from zhifa.learning.errors import ClassNotReady
from zhifa.learning.models import Attendance, Session, TrainingClass
from zhifa.learning.rules.rolls import Member
from zhifa.learning.selectors import member_of, session_by_number
from zhifa.learning.selectors.classes import attendance_days
from zhifa.learning.services.classes import lock, locked, note
from zhifa.learning.terms import CHANNEL, SHEET_SOURCE, ClassState, Mark

TOKEN_LENGTH, CODE_DIGITS = 24, 6


@transaction.atomic
def check_in(  # noqa: PLR0917 - what one handful of names says of itself
    actor: Actor, key: str, number: int, members: Sequence[Member], mark: str, reason: str = "", *, now: datetime
) -> int:  # fmt: skip
    """Mark people present at a session; answers how many were not marked before. Sent twice, from several devices or in any
    order, the same people are present once each.

    After the class was closed its deed follows at once; when the deed is closed too, that is a correction with its reason.
    """
    training = locked(actor, key)
    session = session_by_number(training, number)
    _must_have_begun(training, session, now)
    before = set(session.attendances.values_list("person", flat=True))
    fresh = list({one.person: one for one in members if one.person not in before}.values())
    Attendance.objects.bulk_create(
        Attendance(
            session=session, person_id=one.person, unit_id=one.unit, post_title=one.post_title, post_class=one.post_class,
            mark=mark,
        )
        for one in fresh
    )  # fmt: skip
    if fresh:
        facts = {"number": number, "mark": mark, "people": [one.code for one in fresh]}
        note(actor, "learning.check_in", training, facts, now=now)
        follow_deed(actor, training, reason, now=now)
    return len(fresh)


@transaction.atomic
def check_in_self(actor: Actor, key: str, number: int, code: str, *, now: datetime) -> int:
    """Somebody marks themselves present with the number that stands on the wall of the room. Voluntary: the sheet at the door
    does the same."""
    training = lock(actor, key)
    session = session_by_number(training, number)
    _must_have_begun(training, session, now)
    member = member_of(actor, session.day)
    if member is None:
        raise NotAllowed(_("上课那天您没有任职的单位"), next_step=_("请在签到表上签名。"))
    if not secrets.compare_digest(code.strip().encode(), code_of(session).encode()):
        raise BadInput(_("签到码不对"), next_step=_("请看教室里显示的六位数。"), field="code")
    if training.state != ClassState.OPEN:
        raise ClassNotReady(_("这个班已经结班"), next_step=_("请告诉举办单位，由它补记。"))
    _made, is_new = Attendance.objects.get_or_create(
        session=session, person_id=member.person,
        defaults={
            "unit_id": member.unit, "post_title": member.post_title, "post_class": member.post_class, "mark": Mark.OWN,
        },
    )  # fmt: skip
    if is_new:
        facts = {"number": number, "mark": Mark.OWN.value, "people": [member.code]}
        note(actor, "learning.check_in", training, facts, now=now)
    return int(is_new)


@transaction.atomic
def note_absent(actor: Actor, key: str, number: int, person: str, reason: str, *, now: datetime) -> None:
    """Somebody was marked present by mistake: the mark is taken away, and why stands in the ledger."""
    training = locked(actor, key)
    session = session_by_number(training, number)
    if not reason.strip():
        raise BadInput(_("请写明更正的理由"), field="reason")
    if not session.attendances.filter(person__code=person).delete()[0]:
        raise BadInput(_("这个人没有记在这一课"))
    facts = {"number": number, "person": person, "reason": reason.strip()}
    note(actor, "learning.note_absent", training, facts, now=now)
    follow_deed(actor, training, reason, now=now)


def follow_deed(actor: Actor, training: TrainingClass, reason: str, *, now: datetime) -> None:
    """The deed of a class that is closed counts who is marked present now."""
    if training.deed is not None:
        take_attendance(actor, training.deed.key, CHANNEL, SHEET_SOURCE, rows_of(training), reason, now=now)


def rows_of(training: TrainingClass) -> list[CameOn]:
    """The attendances as the deed keeps them: a pseudonymous token for each person."""
    return [CameOn(token_of(code), day) for _person, code, day in attendance_days(training)]


def token_of(person: str) -> str:
    """What stands for a person among the participations of deeds: the same in every class, and nothing without the home's key."""
    return keyed_mark(person, "learning.attendance")[:TOKEN_LENGTH]


def code_of(session: Session) -> str:
    """The six digits that stand on the wall of the room."""
    mark = keyed_mark(f"{session.training.key}|{session.number}|{session.day}", "learning.check-in")
    return f"{int(mark[:12], 16) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _must_have_begun(training: TrainingClass, session: Session, now: datetime) -> None:
    if training.state not in (ClassState.OPEN, ClassState.HELD):
        raise ClassNotReady(_("这个班是“%(state)s”，不能签到") % {"state": training.get_state_display()})
    if clock.civil_day(now) < session.day:
        raise ClassNotReady(
            _("这一课在 %(day)s，还没有到") % {"day": session.day}, next_step=_("请到上课那天再签到。")
        )
