"""Planning a class: what it is, its sessions without clashes, its places, opening it, cancelling it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.wording import listed
from zhifa.laws.api import CitationRef, recited
from zhifa.learning.access import may_organise, visible_to
from zhifa.learning.errors import ClassNotReady, SessionClashes
from zhifa.learning.models import ClassCited, Quota, Session, TrainingClass
from zhifa.learning.rules.clashes import Clash, Kind, Slot
from zhifa.learning.selectors import clashes_with, session_by_number, standing_of
from zhifa.learning.selectors.classes import use_of, uses
from zhifa.learning.services.moving import move_up, tell_moved
from zhifa.learning.terms import CLASS, ClassState, Place
from zhifa.ledger.api import Subject, record
from zhifa.notices.api import notify
from zhifa.people.api import Unit, unit_by_code
from zhifa.publishing.api import end
from zhifa.search.api import touch


@dataclass(frozen=True)
class ClassDraft:
    """A class to plan; the organiser by its code; no capacity: any number."""

    title: str
    organiser: str
    theme: str = ""
    audience: str = "staff"
    place: str = ""
    capacity: int | None = None
    sign_up_until: date | None = None
    self_sign_up: bool = True
    cites: tuple[CitationRef, ...] = ()


@dataclass(frozen=True)
class SessionDraft:
    """A session to hold. `despite` is why it stands although a room or a speaker is taken."""

    day: date
    starts: time
    ends: time
    topic: str
    room: str = ""
    speaker: str = ""
    despite: str = ""


@transaction.atomic
def plan_class(actor: Actor, draft: ClassDraft, *, now: datetime) -> TrainingClass:
    """Begin a class; nobody signs up before it is opened."""
    unit = unit_by_code(draft.organiser)
    _must_organise(actor, unit)
    training = TrainingClass(key=secrets.token_hex(8), organiser=unit)
    _fill(training, draft)
    training.save()
    _cite(training, draft, now)
    note(actor, "learning.plan_class", training, _facts(draft), now=now)
    return training


@transaction.atomic
def change_class(actor: Actor, key: str, draft: ClassDraft, *, now: datetime) -> TrainingClass:
    """Change what a class is, before it is closed; who waits moves up where there is room now. Refused: fewer places than are
    taken."""
    training = locked(actor, key)
    must_stand(training)
    unit = unit_by_code(draft.organiser)
    _must_organise(actor, unit)
    _room, held = standing_of(training)
    if draft.capacity is not None and sum(held.values()) > draft.capacity:
        raise BadInput(
            _("已经有 %(n)s 人报上名") % {"n": sum(held.values())}, next_step=_("名额不能少于已报名的人数。"), field="capacity"
        )  # fmt: skip
    training.organiser = unit
    _fill(training, draft)
    training.save()
    _cite(training, draft, now)
    note(actor, "learning.change_class", training, _facts(draft), now=now)
    tell_moved(move_up(training), now=now)
    return training


@transaction.atomic
def set_session(
    actor: Actor, key: str, draft: SessionDraft, *, number: int | None = None, now: datetime
) -> Session:
    """Add a session, or put a new draft in the place of one. Refused where its room or a speaker is taken at that time, unless
    `despite` says why (another person of the same name); planners wait for each other, so that two cannot take one room."""
    training = locked(actor, key)
    must_stand(training)
    if draft.ends <= draft.starts:
        raise BadInput(_("结束要晚于开始"), field="ends")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('learning.slots', 0))")
    session = session_by_number(training, number) if number else Session(training=training)
    slot = Slot(draft.day, draft.starts, draft.ends, draft.room, draft.speaker)
    clashes = clashes_with(slot, session.pk)
    if clashes and not draft.despite.strip():
        raise SessionClashes(
            listed([clash_words(one) for one in clashes]), field="despite",
            next_step=_("请换时间、教室或授课人；确实可以同时的，写明理由。"),
        )  # fmt: skip
    if not number:
        session.number = (training.sessions.aggregate(most=Max("number"))["most"] or 0) + 1
    session.day, session.starts, session.ends = draft.day, draft.starts, draft.ends
    session.topic, session.room, session.speaker = (
        draft.topic.strip(),
        draft.room.strip(),
        draft.speaker.strip(),
    )
    session.despite = draft.despite.strip() if clashes else ""
    session.save()
    follow_days(training)
    tell_ripple(training, now)
    facts = {
        "number": session.number, "day": draft.day, "starts": str(draft.starts), "ends": str(draft.ends), "topic": session.topic,
        "room": session.room, "despite": session.despite,
    }  # fmt: skip
    note(actor, "learning.set_session", training, facts, now=now)
    return session


@transaction.atomic
def drop_session(actor: Actor, key: str, number: int, *, now: datetime) -> None:
    """Take a session out; refused where somebody was marked present already."""
    training = locked(actor, key)
    must_stand(training)
    session = session_by_number(training, number)
    if session.attendances.exists():
        raise ClassNotReady(_("这一课已经有人签到，不能去掉"))
    session.delete()
    follow_days(training)
    tell_ripple(training, now)
    note(actor, "learning.drop_session", training, {"number": number}, now=now)


@transaction.atomic
def set_quotas(actor: Actor, key: str, places: Mapping[str, int], *, now: datetime) -> None:
    """The most that each unit (by its code) may send; units that are not named share what is left. Refused: fewer than a unit
    has in already."""
    training = locked(actor, key)
    must_stand(training)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=places)}
    if missing := sorted(set(places) - set(units)):
        raise NotFound(_("没有代码为 %(code)s 的单位") % {"code": missing[0]})
    _room, held = standing_of(training)
    for code, number in places.items():
        if held.get(units[code].pk, 0) > number:
            told = {"unit": units[code].name, "n": held[units[code].pk]}
            raise BadInput(
                _("%(unit)s已经有 %(n)s 人报上名") % told, next_step=_("名额不能少于已报名的人数。")
            )
    training.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(training=training, unit=units[code], places=number) for code, number in places.items()
    )
    note(actor, "learning.set_quotas", training, {"places": dict(sorted(places.items()))}, now=now)
    tell_moved(move_up(training), now=now)


@transaction.atomic
def open_sign_up(actor: Actor, key: str, *, now: datetime) -> TrainingClass:
    """Let units and persons sign up. Refused for a class without a session."""
    training = locked(actor, key)
    if training.state != ClassState.DRAFT:
        raise ClassNotReady(_("这个班是“%(state)s”") % {"state": training.get_state_display()})
    if not training.sessions.exists():
        raise ClassNotReady(_("还没有排课"), next_step=_("请先加一课：哪天、几点、讲什么。"))
    training.state = ClassState.OPEN
    training.save(update_fields=["state"])
    note(actor, "learning.open_sign_up", training, {}, now=now)
    return training


@transaction.atomic
def cancel_class(actor: Actor, key: str, reason: str, *, now: datetime) -> None:
    """Call a class off; everybody who signed up hears so, and what was public is withdrawn."""
    training = locked(actor, key)
    must_stand(training)
    if not reason.strip():
        raise BadInput(_("请写明取消的理由"), field="reason")
    training.state, training.reason = ClassState.CANCELLED, reason.strip()
    training.save(update_fields=["state", "reason"])
    accounts = training.enrolments.exclude(state=Place.WITHDRAWN).values_list("person__account", flat=True)
    if told := [pk for pk in accounts if pk is not None]:
        notify(
            told, title=_("“%(title)s”不办了") % {"title": training.title}, body=training.reason,
            url=training.get_absolute_url(), why=_("您报了名"), subject=subject_of(training), now=now,
        )  # fmt: skip
    note(actor, "learning.cancel_class", training, {"reason": training.reason}, now=now)
    recited(CLASS, training.key, [], now=now)
    end(actor, CLASS, [training.key], training.reason, now=now)


def locked(actor: Actor, key: str) -> TrainingClass:
    """The class for changing, locked; 404 when it does not exist for this actor; refused for whoever does not organise it."""
    training = lock(actor, key)
    _must_organise(actor, training.organiser)
    return training


def lock(actor: Actor, key: str) -> TrainingClass:
    """The class, locked against every other change of its places, sessions and attendances."""
    found = (
        visible_to(actor)
        .filter(key=key)
        .select_for_update(of=("self",))
        .select_related("organiser__area")
        .first()
    )
    if found is None:
        raise NotFound(_("没有这个班"))
    return found


def must_stand(training: TrainingClass) -> None:
    """Refuse a class that is over or was called off."""
    if training.state not in (ClassState.DRAFT, ClassState.OPEN):
        raise ClassNotReady(
            _("这个班是“%(state)s”，不能再改") % {"state": training.get_state_display()},
            next_step=_("要改签到，请在结班的记录上更正。"),
        )


def follow_days(training: TrainingClass) -> None:
    """The class begins with its first session and ends with its last."""
    days = training.sessions.aggregate(since=Min("day"), until=Max("day"))
    training.since, training.until = days["since"], days["until"]
    training.save(update_fields=["since", "until"])


def tell_ripple(training: TrainingClass, now: datetime) -> None:
    """Bring what a change of law asks in step with what the class teaches and until when."""
    rows = uses(ClassCited.objects.filter(training=training))
    recited(CLASS, training.key, [use_of(row) for row in rows], now=now)


def clash_words(one: Clash) -> str:
    """A clash in words."""
    told = {"what": one.what, "other": one.other.label}
    if one.kind is Kind.ROOM:
        return _("教室“%(what)s”这时有课：%(other)s") % told
    return _("“%(what)s”这时在讲课：%(other)s") % told


def subject_of(training: TrainingClass) -> Subject:
    """The class as the ledger knows it."""
    return Subject(CLASS, training.key)


def note(
    actor: Actor, act: str, training: TrainingClass, facts: Mapping[str, object], *, now: datetime
) -> None:
    """One entry about a class; the search hears of it."""
    record(actor, act, subject_of(training), facts, now=now)
    touch(CLASS, [training.key])


def _must_organise(actor: Actor, unit: Unit) -> None:
    if not may_organise(actor, unit):
        raise NotAllowed(_("您不能替%(unit)s办班") % {"unit": unit.name})


def _fill(training: TrainingClass, draft: ClassDraft) -> None:
    if not draft.title.strip():
        raise BadInput(_("没有填写班名"), field="title")
    training.title, training.theme, training.audience = (
        draft.title.strip(),
        draft.theme.strip(),
        draft.audience,
    )
    training.place, training.capacity = draft.place.strip(), draft.capacity
    training.sign_up_until, training.self_sign_up = draft.sign_up_until, draft.self_sign_up


def _cite(training: TrainingClass, draft: ClassDraft, now: datetime) -> None:
    """What the class teaches, in the place of whatever stood."""
    training.cited.all().delete()
    refs = {ref.label: ref for ref in draft.cites}.values()
    ClassCited.objects.bulk_create(
        ClassCited(
            training=training, version_id=ref.version_id, text_id=ref.provision_text_id, label=ref.label
        )
        for ref in refs
    )
    tell_ripple(training, now)


def _facts(draft: ClassDraft) -> dict[str, object]:
    return {
        "title": draft.title.strip(), "organiser": draft.organiser, "audience": draft.audience, "capacity": draft.capacity,
        "sign_up_until": draft.sign_up_until, "self_sign_up": draft.self_sign_up, "cites": [ref.label for ref in draft.cites],
    }  # fmt: skip
