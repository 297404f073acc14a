"""People: bringing them in, placing them, handing their work over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import create_account, register_email
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound, Refusal
from zhifa.ledger.api import Subject, commit_personal, record, record_bulk
from zhifa.notices.api import notify
from zhifa.people.access import may_manage_people
from zhifa.people.errors import (
    ActingOverlaps,
    LastAdministrator,
    PersonAlreadyErased,
    PostAlreadyHeld,
    PostEnforcesOtherwise,
    PostRoleDiffers,
)
from zhifa.people.models import ActingFor, Area, Holding, Person, Post, Unit
from zhifa.people.selectors import administrators
from zhifa.people.services.bodies import cut_acting, pinyin_of
from zhifa.people.services.numbers import hold_number
from zhifa.people.terms import ROLE_WORDS, SEARCH_PEOPLE
from zhifa.search.api import touch as search_touch


@dataclass(frozen=True)
class HoldingDraft:
    """A post to hold: of which unit, called what, with which role, from when; `enforces` says whether it enforces law, None says nothing
    of it (a new post does not, one that stands keeps what it says)."""

    unit: str
    title: str
    role: str
    valid_from: date
    valid_until: date | None = None
    section: str = ""
    area: str = ""
    enforces: bool | None = None

    @property
    def facts(self) -> list[object]:
        """As the ledger keeps it."""
        return [
            self.unit,
            self.title,
            self.role,
            self.valid_from.isoformat(),
            *(["enforces"] if self.enforces else []),
        ]


@dataclass(frozen=True)
class PersonDraft:
    """A person to bring in. `username` opens an account, `email` is where its messages go; without an account the person does
    not sign in. `phone` is kept encrypted. `known`: the person
    stands already, or in an earlier row, and only takes these posts too."""

    code: str
    name: str
    holdings: tuple[HoldingDraft, ...] = ()
    username: str = ""
    email: str = ""
    phone: str = ""
    demonstration: bool = False
    known: bool = False


@transaction.atomic
def add_person(actor: Actor, draft: PersonDraft, *, now: datetime) -> Person:
    """Bring in one person with posts, and an account when a username is given."""
    _must_manage(actor)
    person = _new_person(actor, draft, now)
    search_touch(SEARCH_PEOPLE, [person.code])
    record(
        actor,
        "people.add_person",
        Subject("person", person.code),
        {
            "name": commit_personal(f"person:{person.code}", person.name),
            "posts": [held.facts for held in draft.holdings],
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
        Fault(_("单位代码 %(code)s 不存在") % {"code": held.unit}, _("先导入单位"), "unit", row)
        for row, draft in enumerate(drafts, start=1)
        for held in draft.holdings
        if held.unit not in units
    ]
    faults += [
        Fault(_("人员编号 %(code)s 已存在") % {"code": draft.code}, _("更换编号或删去此行"), "code", row)
        for row, draft in enumerate(drafts, start=1)
        if draft.code in taken and not draft.known
    ]
    wrong = {fault.row for fault in faults}
    for row, draft in enumerate(drafts, start=1):
        if row in wrong:
            continue
        try:
            with transaction.atomic():
                _new_person(actor, draft, now)
        except Refusal as refusal:
            faults.append(Fault(refusal.what, refusal.next_step or _("核对这一行"), refusal.field, row))
    if faults:
        raise BadInput(_("有些人员不能导入"), why=_("整批未写入。"), faults=faults)
    search_touch(SEARCH_PEOPLE, [draft.code for draft in drafts])
    rows = [
        {
            "code": draft.code,
            "name": commit_personal(f"person:{draft.code}", draft.name),
            **({"phone": commit_personal(f"person:{draft.code}", draft.phone)} if draft.phone else {}),
            **(
                {"posts": posts}
                if (posts := [held.facts for held in draft.holdings if held.enforces])
                else {}
            ),
        }
        for draft in drafts
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
        raise NotFound(_("没有这项任职"))
    if on <= holding.valid_from or (holding.valid_until is not None and on > holding.valid_until):
        raise BadInput(
            _("交接日期不在任期之内"), field="on", next_step=_("请选择任职日期之后、离任日期之前的一天。")
        )
    must_not_be_erased(successor)
    last_day = holding.valid_until
    holding.valid_until = on - timedelta(days=1)
    holding.save(update_fields=["valid_until"])
    taken_over = Holding.objects.create(
        post=holding.post, person=successor, valid_from=on, valid_until=last_day
    )
    must_keep_administrator(on - timedelta(days=1), on)
    cut_acting(Holding.objects.filter(pk=holding.pk), last_day=on - timedelta(days=1))
    search_touch(SEARCH_PEOPLE, [holding.person.code, successor.code])
    _tell_successor(taken_over, now)
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
        raise NotFound(_("没有这项任职"))
    if window.until is None:
        raise BadInput(_("代理必须有结束日期"), field="until")
    must_not_be_erased(person)
    if person.pk == holding.person_id:
        raise BadInput(_("不能请本人代理"), field="person")
    inside = holding.valid_from <= window.since and (
        holding.valid_until is None or window.until <= holding.valid_until
    )
    overlap = holding.acting.filter(valid_from__lte=window.until, valid_until__gte=window.since)
    if not inside or overlap.exists():
        raise ActingOverlaps(
            _("这些天不能安排代理"),
            why=_("代理要在任期之内，同一天一个职务只能有一人代理。"),
            next_step=_("请核对日期，或先结束已有的代理。"),
            field="since",
        )
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
def end_standing_in(actor: Actor, acting_id: int, *, on: date, now: datetime) -> None:
    """The holder is back: acting ends with the day before `on`; what had not begun yet is struck out."""
    _must_manage(actor)
    acting = ActingFor.objects.select_for_update().filter(pk=acting_id).first()
    if acting is None:
        raise NotFound(_("没有这项代理"))
    record(
        actor,
        "people.end_standing_in",
        Subject("post", str(acting.holding.post_id)),
        {"for": acting.holding.person.code, "by": acting.person.code, "on": on},
        now=now,
    )
    if acting.valid_from >= on:
        acting.delete()
    elif acting.valid_until >= on:
        acting.valid_until = on - timedelta(days=1)
        acting.save(update_fields=["valid_until"])


@transaction.atomic
def appoint(actor: Actor, person_code: str, held: HoldingDraft, *, now: datetime) -> None:
    """A person who is known already takes a post of a unit; refused where somebody holds it in these days."""
    _must_manage(actor)
    person = known_person(person_code)
    unit = Unit.objects.filter(code=held.unit).first()
    if unit is None:
        raise NotFound(_("没有这个单位"))
    place_person(person, unit, held)
    facts: dict[str, object] = {
        "unit": held.unit,
        "title": held.title,
        "role": held.role,
        "from": held.valid_from,
    }
    if held.enforces:
        facts["enforces"] = True
    record(actor, "people.appoint", Subject("person", person_code), facts, now=now)
    search_touch(SEARCH_PEOPLE, [person_code])


@transaction.atomic
def end_holding(actor: Actor, holding_id: int, *, last_day: date, now: datetime) -> None:
    """A term ends with a day, and the post's rights with it; nobody follows yet. Refused before its first day."""
    _must_manage(actor)
    holding = Holding.objects.select_for_update().filter(pk=holding_id).first()
    if holding is None:
        raise NotFound(_("没有这项任职"))
    if last_day < holding.valid_from or (holding.valid_until and last_day > holding.valid_until):
        raise BadInput(_("离任日期不在任期之内"), field="last_day")
    holding.valid_until = last_day
    holding.save(update_fields=["valid_until"])
    must_keep_administrator(last_day, last_day + timedelta(days=1))
    cut_acting(Holding.objects.filter(pk=holding.pk), last_day=last_day)
    record(
        actor,
        "people.end_holding",
        Subject("post", str(holding.post_id)),
        {"person": holding.person.code, "last_day": last_day},
        now=now,
    )


def _new_person(actor: Actor, draft: PersonDraft, now: datetime) -> Person:
    account = (
        create_account(actor, draft.username, draft.name, demonstration=draft.demonstration, now=now)
        if draft.username
        else None
    )
    if draft.known:
        person = Person.objects.get(code=draft.code)
        if account is not None and person.account_id is None:
            person.account = account
            person.save(update_fields=["account"])
    else:
        person = Person.objects.create(
            code=draft.code, name=draft.name, account=account, pinyin=pinyin_of(draft.name)
        )
    if draft.email:
        _with_address(actor, person, draft.email, now)
    if draft.phone:
        hold_number(person, draft.phone)
    for held in draft.holdings:
        place_person(person, Unit.objects.get(code=held.unit), held)
    return person


def _with_address(actor: Actor, person: Person, email: str, now: datetime) -> None:
    if person.account_id is None:
        raise BadInput(
            _("%(name)s不登录，用不上邮箱") % {"name": person.name},
            next_step=_("请同时填登录名，或者把邮箱留空。"),
            field="email",
        )
    register_email(actor, person.account_id, email, now=now)


@transaction.atomic
def open_account(actor: Actor, person_code: str, username: str, email: str, *, now: datetime) -> Person:
    """Let a person who is known already sign in. Refused where there is an account; what else the account refuses."""
    _must_manage(actor)
    person = known_person(person_code)
    if person.account_id is not None:
        raise BadInput(_("%(name)s已经有账号") % {"name": person.name}, field="username")
    person.account = create_account(actor, username, person.name, now=now)
    person.save(update_fields=["account"])
    if email:
        register_email(actor, person.account.pk, email, now=now)
    record(
        actor, "people.open_account", Subject("person", person_code), {"account": person.account.key}, now=now
    )
    return person


def place_person(person: Person, unit: Unit, held: HoldingDraft) -> None:
    """Let a person hold a post of a unit; the caller has recorded the act."""
    must_not_be_erased(person)
    area = Area.objects.filter(code=held.area).first() if held.area else None
    post, _made = Post.objects.get_or_create(
        unit=unit, title=held.title, section=held.section,
        defaults={"role": held.role, "area": area, "enforces": bool(held.enforces)},
    )  # fmt: skip
    if post.role != held.role:
        raise PostRoleDiffers(
            _("%(unit)s的“%(post)s”登记的角色是%(role)s")
            % {"unit": unit.name, "post": held.title, "role": ROLE_WORDS[Role(post.role)]},
            why=_("同一个职务只有一种角色，谁担任都一样。"),
            next_step=_("请选这个角色，或者换一个职务名称。"),
            field="role",
        )
    if held.enforces is not None and post.enforces != held.enforces:
        raise PostEnforcesOtherwise(
            _("%(unit)s的“%(post)s”是否行政执法岗位，登记的不是这样")
            % {"unit": unit.name, "post": held.title},
            why=_("同一个职务只有一种说法，谁担任都一样。"),
            next_step=_("请先到单位的页面上登记行政执法岗位，再任命。"),
            field="enforces",
        )
    try:
        with transaction.atomic():
            Holding.objects.create(
                post=post, person=person, valid_from=held.valid_from, valid_until=held.valid_until
            )
    except IntegrityError as error:
        raise PostAlreadyHeld(
            _("%(unit)s的%(post)s在这些天已有人担任") % {"unit": unit.name, "post": held.title},
            next_step=_("请用“工作交接”，或先结束原任期。"),
            field="title",
        ) from error


def must_keep_administrator(before: date, after: date) -> None:
    """Refuse, and so undo the act, when there were administrators on the first day and are none on the other."""
    if administrators(before) and not administrators(after):
        raise LastAdministrator(
            _("这样一来，就没有能登录的系统管理员了"),
            next_step=_("请先让另一位有账号的人担任系统管理员。"),
        )


def _tell_successor(taken_over: Holding, now: datetime) -> None:
    if taken_over.person.account_id is not None:
        notify(
            [taken_over.person.account_id],
            title=_("%(post)s的工作已交给您") % {"post": taken_over.post},
            body=_("从 %(day)s 起，未办完的事项会出现在您的待办里。") % {"day": taken_over.valid_from},
            url="/work/inbox/",
            why=_("您接任了这个职务"),
            subject=Subject("post", str(taken_over.post_id)),
            now=now,
        )


def known_person(code: str) -> Person:
    """The person of that code, locked; 404 otherwise."""
    person = Person.objects.select_for_update().filter(code=code).first()
    if person is None:
        raise NotFound(_("没有这个人员"))
    must_not_be_erased(person)
    return person


def must_not_be_erased(person: Person) -> None:
    """Refuse a person whose data was lawfully erased: nothing is registered for that person again."""
    if person.erased_at is not None:
        raise PersonAlreadyErased(
            _("这个人员的信息已经删除"), next_step=_("要重新登记，请另建一个人员编号。")
        )


def _must_manage(actor: Actor) -> None:
    if not may_manage_people(actor):
        raise NotAllowed(_("只有系统管理员可以维护人员与职务"))
