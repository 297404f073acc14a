"""People: bringing them in, placing them, handing their work over, freezing lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from zhifa.accounts.api import create_account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.ledger.api import Subject, commit_personal, record, record_bulk
from zhifa.people.access import may_manage_people
from zhifa.people.errors import PostAlreadyHeld
from zhifa.people.models import ActingFor, Area, Holding, Person, Post, Roster, RosterMember, Unit
from zhifa.people.services.bodies import pinyin_of


@dataclass(frozen=True)
class HoldingDraft:
    """A post to hold: of which unit, called what, with which role, from when."""

    unit: str
    title: str
    role: str
    valid_from: date
    valid_until: date | None = None
    section: str = ""
    area: str = ""


@dataclass(frozen=True)
class PersonDraft:
    """A person to bring in. `username` opens an account; without it the person does not sign in."""

    code: str
    name: str
    holdings: tuple[HoldingDraft, ...] = ()
    username: str = ""
    demonstration: bool = False


@transaction.atomic
def add_person(actor: Actor, draft: PersonDraft, *, now: datetime) -> Person:
    """Bring in one person with posts, and an account when a username is given."""
    _must_manage(actor)
    person = _new_person(actor, draft, now)
    record(
        actor,
        "people.add_person",
        Subject("person", person.code),
        {
            "name": commit_personal(f"person:{person.code}", person.name),
            "posts": [[held.unit, held.title, held.role, held.valid_from] for held in draft.holdings],
        },
        now=now,
    )
    return person


@transaction.atomic
def load_people(actor: Actor, drafts: Sequence[PersonDraft], *, now: datetime) -> int:
    """Bring in many people by one door and one ledger entry; all or nothing, every wrong row named."""
    _must_manage(actor)
    units = set(Unit.objects.values_list("code", flat=True))
    taken = set(Person.objects.values_list("code", flat=True))
    faults = [
        Fault(f"单位代码 {held.unit} 不存在", "先导入单位", "unit", row)
        for row, draft in enumerate(drafts, start=1)
        for held in draft.holdings
        if held.unit not in units
    ]
    faults += [
        Fault(f"人员编号 {draft.code} 已存在", "更换编号或删去此行", "code", row)
        for row, draft in enumerate(drafts, start=1)
        if draft.code in taken
    ]
    if faults:
        raise BadInput("有些人员不能导入", why="整批未写入。", faults=faults)
    for draft in drafts:
        _new_person(actor, draft, now)
    rows = [
        {"code": draft.code, "name": commit_personal(f"person:{draft.code}", draft.name)} for draft in drafts
    ]
    record_bulk(actor, "people.load_people", Subject("sheet", "people"), rows, {"rows": len(rows)}, now=now)
    return len(rows)


@transaction.atomic
def hand_over(actor: Actor, holding_id: int, successor: Person, *, on: date, now: datetime) -> Holding:
    """The holder's last day is the day before `on`; the successor holds the post from `on`.

    Open work is computed by post, so all of it passes with this one act.
    """
    _must_manage(actor)
    holding = Holding.objects.select_for_update().filter(pk=holding_id).first()
    if holding is None:
        raise NotFound("没有这项任职")
    if on <= holding.valid_from or (holding.valid_until is not None and on > holding.valid_until):
        raise BadInput(
            "交接日期不在任期之内", field="on", next_step="请选择任职日期之后、离任日期之前的一天。"
        )
    last_day = holding.valid_until
    holding.valid_until = on - timedelta(days=1)
    holding.save(update_fields=["valid_until"])
    taken_over = Holding.objects.create(
        post=holding.post, person=successor, valid_from=on, valid_until=last_day
    )
    record(
        actor,
        "people.hand_over",
        Subject("post", str(holding.post_id)),
        {"from": holding.person.code, "to": successor.code, "on": on},
        now=now,
    )
    return taken_over


@transaction.atomic
def stand_in(
    actor: Actor, holding_id: int, person: Person, *, window: clock.Window, reason: str, now: datetime
) -> ActingFor:
    """Another person acts in a post for a closed span of days; acts done so say for whom."""
    _must_manage(actor)
    holding = Holding.objects.filter(pk=holding_id).first()
    if holding is None:
        raise NotFound("没有这项任职")
    if window.until is None:
        raise BadInput("代理必须有结束日期", field="valid_until")
    acting = ActingFor.objects.create(
        holding=holding, person=person, valid_from=window.since, valid_until=window.until, reason=reason
    )
    record(
        actor,
        "people.stand_in",
        Subject("post", str(holding.post_id)),
        {"for": holding.person.code, "by": person.code, "window": str(window), "reason": reason},
        now=now,
    )
    return acting


@transaction.atomic
def freeze_roster(
    actor: Actor, code: str, title: str, purpose: str, *, units: Sequence[Unit], on: date, now: datetime
) -> Roster:
    """Freeze who holds a post in the units on that day. Later transfers change nothing in it."""
    _must_manage(actor)
    roster = Roster.objects.create(code=code, title=title, purpose=purpose, frozen_on=on)
    seen: set[int] = set()
    members = []
    holdings = Holding.objects.filter(post__unit__in=units, valid_from__lte=on).exclude(valid_until__lt=on)
    for holding in holdings.select_related("post").order_by("post_id"):
        if holding.person_id not in seen:
            seen.add(holding.person_id)
            members.append(
                RosterMember(
                    roster=roster,
                    person_id=holding.person_id,
                    unit_id=holding.post.unit_id,
                    post_title=holding.post.title,
                )
            )
    RosterMember.objects.bulk_create(members)
    record(
        actor,
        "people.freeze_roster",
        Subject("roster", code),
        {"title": title, "on": on, "members": len(members)},
        now=now,
    )
    return roster


def _new_person(actor: Actor, draft: PersonDraft, now: datetime) -> Person:
    account = (
        create_account(actor, draft.username, draft.name, demonstration=draft.demonstration, now=now)
        if draft.username
        else None
    )
    person = Person.objects.create(
        code=draft.code, name=draft.name, account=account, pinyin=pinyin_of(draft.name)
    )
    for held in draft.holdings:
        place_person(person, Unit.objects.get(code=held.unit), held)
    return person


def place_person(person: Person, unit: Unit, held: HoldingDraft) -> None:
    """Let a person hold a post of a unit; the caller has recorded the act."""
    area = Area.objects.filter(code=held.area).first() if held.area else None
    post, _ = Post.objects.get_or_create(
        unit=unit, title=held.title, section=held.section, defaults={"role": held.role, "area": area}
    )
    try:
        with transaction.atomic():
            Holding.objects.create(
                post=post, person=person, valid_from=held.valid_from, valid_until=held.valid_until
            )
    except IntegrityError as error:
        raise PostAlreadyHeld(
            f"{unit.name}的{held.title}在这些天已有人担任", next_step="请用“工作交接”，或先结束原任期。"
        ) from error


def _must_manage(actor: Actor) -> None:
    if not may_manage_people(actor):
        raise NotAllowed("只有系统管理员可以维护人员与职务")
