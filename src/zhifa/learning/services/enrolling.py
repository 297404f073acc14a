"""Signing up and leaving. One lock on the class: places are never given twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.learning.access import may_organise, may_send, units_of
from zhifa.learning.errors import NobodyNamed, SignUpClosed
from zhifa.learning.models import Enrolment, TrainingClass
from zhifa.learning.rules.rolls import Member
from zhifa.learning.selectors import member_of, staff_of, standing_of
from zhifa.learning.services.classes import lock, note
from zhifa.learning.services.moving import move_up, tell_moved
from zhifa.learning.terms import ClassState, Place


@transaction.atomic
def sign_up(actor: Actor, key: str, people: Sequence[str], *, now: datetime) -> list[Enrolment]:
    """A unit signs its staff up, by the codes of persons, in this order; who finds no place waits. Whoever stands on the list
    already stays where they are. Refused as a whole: somebody who holds no post in the actor's units today."""
    training = lock(actor, key)
    _must_take(training, now)
    staff = {one.code: one for one in staff_of(units_of(actor), clock.civil_day(now))}
    if strangers := [code for code in people if code not in staff]:
        raise NobodyNamed(
            _("有 %(n)s 人今天不在您的单位任职") % {"n": len(strangers)}, next_step=_("请刷新名单再选。")
        )
    return _enrol(actor, training, [staff[code] for code in dict.fromkeys(people)], now, by_unit=True)


@transaction.atomic
def sign_up_self(actor: Actor, key: str, *, now: datetime) -> Enrolment:
    """Somebody signs up for themselves, where the class allows it."""
    training = lock(actor, key)
    _must_take(training, now)
    if not training.self_sign_up:
        raise SignUpClosed(_("这个班由单位统一报名"), next_step=_("请找本单位的普法联络员。"))
    member = member_of(actor, clock.civil_day(now))
    if member is None:
        raise NotAllowed(_("您今天没有任职的单位"), next_step=_("请系统管理员登记您的职务。"))
    (made,) = _enrol(actor, training, [member], now, by_unit=False)
    return made


@transaction.atomic
def leave_class(actor: Actor, key: str, person: str, *, now: datetime) -> None:
    """A person leaves, by their own word, their unit's or the organiser's; the first who waits and fits moves up and hears so."""
    training = lock(actor, key)
    if training.state != ClassState.OPEN:
        raise SignUpClosed(_("这个班是“%(state)s”") % {"state": training.get_state_display()})
    found = (
        training.enrolments.exclude(state=Place.WITHDRAWN)
        .filter(person__code=person)
        .select_related("person", "unit__area")
        .first()
    )
    if found is None:
        raise NotFound(_("没有这个报名"))
    own = actor.account_id is not None and found.person.account_id == actor.account_id
    if not (own or may_send(actor, found.unit) or may_organise(actor, training.organiser)):
        raise NotFound(_("没有这个报名"))
    found.state = Place.WITHDRAWN
    found.save(update_fields=["state"])
    moved = move_up(training)
    facts = {"person": person, "moved_up": [one.person.code for one in moved]}
    note(actor, "learning.leave_class", training, facts, now=now)
    tell_moved(moved, now=now)


def _enrol(
    actor: Actor, training: TrainingClass, members: Sequence[Member], now: datetime, *, by_unit: bool
) -> list[Enrolment]:
    """Write the sign-ups; a handful of queries for any number."""
    named = training.enrolments.filter(person__in=[member.person for member in members])
    standing = {row.person_id: row for row in named}
    room, held = standing_of(training)
    made: list[Enrolment] = []
    for member in members:
        row = standing.get(member.person) or Enrolment(training=training, person_id=member.person)
        if row.state not in (Place.IN, Place.WAITING):
            row.unit_id, row.post_title, row.post_class = member.unit, member.post_title, member.post_class
            row.state = Place.IN if room.takes(member.unit, held) else Place.WAITING
            row.asked_at, row.by_unit = now, by_unit
            if row.state == Place.IN:
                held[member.unit] = held.get(member.unit, 0) + 1
            row.save()
        made.append(row)
    codes = {member.person: member.code for member in members}
    facts = {
        "in": [codes[row.person_id] for row in made if row.state == Place.IN],
        "waiting": [codes[row.person_id] for row in made if row.state == Place.WAITING],
        "by_unit": by_unit,
    }
    note(actor, "learning.sign_up", training, facts, now=now)
    return made


def _must_take(training: TrainingClass, now: datetime) -> None:
    if training.state != ClassState.OPEN:
        raise SignUpClosed(_("这个班是“%(state)s”，不能报名") % {"state": training.get_state_display()})
    if training.sign_up_until is not None and clock.civil_day(now) > training.sign_up_until:
        raise SignUpClosed(
            _("报名已于 %(day)s 截止") % {"day": training.sign_up_until}, next_step=_("请与举办单位联系。")
        )
