"""Questions asked of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, Subquery

from zhifa.accounts.api import Account
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.errors import NotFound
from zhifa.people.access import may_see_bodies, may_see_people
from zhifa.people.errors import DistrictNotOpen
from zhifa.people.models import (
    ActingFor,
    Area,
    District,
    Holding,
    Person,
    Population,
    Unit,
    UnitName,
    UnitSuccession,
)
from zhifa.people.rules.names import bare_name
from zhifa.people.terms import ROLE_WORDS


def district() -> District:
    """The district of this home; refused while none stands."""
    found = District.objects.first()
    if found is None:
        raise DistrictNotOpen(
            "还没有建立区",
            next_step="请先运行 zhifa init（真实的区）或 zhifa demo（示范区）。",
        )
    return found


def district_or_none() -> District | None:
    """The district, or None on an empty database."""
    return District.objects.first()


def district_code() -> Subquery:
    """The code of this home's district as a part of a query, for rows that lie in no other."""
    return Subquery(District.objects.values("code")[:1])


def area_by_code(code: str) -> Area:
    """The area of that code; 404 otherwise."""
    found = Area.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"没有代码为 {code} 的区域")
    return found


def unit_by_code(code: str) -> Unit:
    """The unit of that code; 404 otherwise."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"没有代码为 {code} 的单位")
    return found


def unit_named(text: str) -> Unit | None:
    """The unit that a sheet means: by code, by its name or a former one, with or without the district's name and 区 before
    it. None when there is none, or when several could be meant."""
    wanted = text.strip()
    by_code = Unit.objects.select_related("area").filter(code=wanted).first()
    if by_code is not None:
        return by_code
    found = district_or_none()
    here = found.name if found else ""
    bare = bare_name(wanted, here)
    names = list(UnitName.objects.values_list("name", "unit_id")) + list(
        Unit.objects.values_list("name", "pk")
    )
    exact = {pk for name, pk in names if name == wanted}
    meant = exact or {pk for name, pk in names if bare_name(name, here) == bare}
    return Unit.objects.select_related("area").get(pk=meant.pop()) if len(meant) == 1 else None


def area_named(text: str) -> Area | None:
    """The area that a sheet means, by code or name; None when there is none, or when several could be meant."""
    found = list(Area.objects.filter(Q(code=text.strip()) | Q(name=text.strip()))[:2])
    return found[0] if len(found) == 1 else None


def actor_of(account: Account, on: date) -> Actor:
    """The Actor of an account on a civil day: its own posts and those it acts for, each within its term.

    Two queries. A suspended account, or one without a post that day, has no grants.
    """
    if not account.is_active:
        return Actor(key=account.key, name=account.display_name, account_id=account.pk)
    mine = Q(person__account=account)
    holdings = Holding.objects.filter(mine, _valid_on(on)).select_related("post__unit", "post__area")
    acting = ActingFor.objects.filter(mine, valid_from__lte=on, valid_until__gte=on).select_related(
        "holding__post__unit", "holding__post__area", "holding__person"
    )
    grants = [_grant(holding) for holding in holdings]
    grants += [_grant(row.holding, acting=row) for row in acting]
    return Actor(key=account.key, name=account.display_name, account_id=account.pk, grants=tuple(grants))


def holders_of(unit: Unit, role: Role, on: date) -> list[int]:
    """The accounts that hold a role in a unit on a day."""
    rows = Holding.objects.filter(
        _valid_on(on), post__unit=unit, post__role=role, person__account__is_active=True
    )
    return list(rows.values_list("person__account_id", flat=True))


def liaisons_of(unit: Unit, on: date) -> list[int]:
    """The accounts of a unit's liaisons on a day."""
    return holders_of(unit, Role.LIAISON, on)


def posts_of(account: Account, on: date) -> QuerySet[Holding]:
    """The posts that an account's person holds that day."""
    return Holding.objects.filter(_valid_on(on), person__account=account).select_related("post__unit")


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """Units, for whoever is signed in."""
    return Unit.objects.select_related("area") if may_see_bodies(actor) else Unit.objects.none()


def visible_areas(actor: Actor) -> QuerySet[Area]:
    """Areas with their populations, for whoever is signed in."""
    if not may_see_bodies(actor):
        return Area.objects.none()
    return Area.objects.select_related("parent").prefetch_related(
        Prefetch("populations", Population.objects.order_by("basis", "-as_of"))
    )


def visible_people(actor: Actor, on: date) -> QuerySet[Person]:
    """Persons with the posts they hold that day, for those who run the district."""
    if not may_see_people(actor):
        return Person.objects.none()
    held = Holding.objects.filter(_valid_on(on)).select_related("post__unit")
    return Person.objects.select_related("account").prefetch_related(
        Prefetch("holdings", held, to_attr="held_now")
    )


def names_on(unit_ids: Sequence[int], on: date) -> Mapping[int, str]:
    """What units were called that day ("as then"); a unit without a name row that day keeps today's."""
    names = dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))
    then = UnitName.objects.filter(_valid_on(on), unit_id__in=unit_ids)
    names.update(dict(then.values_list("unit_id", "name")))
    return names


def units_as_now(on: date) -> Mapping[int, tuple[int, ...]]:
    """For every unit that went over into others by that day, where it is found "as now".

    Chains are followed to their end. A split answers several; whoever adds up must say how it shares them.
    """
    steps: dict[int, list[int]] = {}
    for old, new in UnitSuccession.objects.filter(on__lte=on).values_list("old_id", "new_id"):
        steps.setdefault(old, []).append(new)

    def ends(unit: int, seen: frozenset[int]) -> tuple[int, ...]:
        if unit not in steps or unit in seen:
            return (unit,)
        found = [end for new in steps[unit] for end in ends(new, seen | {unit})]
        return tuple(dict.fromkeys(found))

    return {old: ends(old, frozenset()) for old in steps}


def populations_published_by(area: Area, day: date) -> list[Population]:
    """Every population of an area known on that day, the latest of each basis; later edits change nothing."""
    rows = Population.objects.filter(area=area, published_on__lte=day).order_by("basis", "-as_of", "source")
    latest: dict[str, Population] = {}
    for row in rows:
        latest.setdefault(row.basis, row)
    return list(latest.values())


def demonstration_accounts() -> list[tuple[str, str, str]]:
    """(username, name, role words) of the one-click sign-ins; empty in a real district."""
    found = district_or_none()
    if found is None or not found.is_demonstration:
        return []
    rows = Holding.objects.filter(person__account__is_demonstration=True, valid_until=None).select_related(
        "post__unit", "person__account"
    )
    return [
        (
            row.person.account.username,
            row.person.name,
            f"{ROLE_WORDS[Role(row.post.role)]} · {row.post.unit.name}",
        )
        for row in rows.order_by("person__account_id")
        if row.person.account is not None
    ]


def _valid_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


def _grant(holding: Holding, acting: ActingFor | None = None) -> Grant:
    post = holding.post
    area = post.area or post.unit.area
    district_wide = Role(post.role) in (Role.OFFICE, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR)
    return Grant(
        role=Role(post.role),
        unit_path="/" if district_wide else post.unit.path,
        area_path="/" if district_wide else (area.path if area else ""),
        since=acting.valid_from if acting else holding.valid_from,
        until=acting.valid_until if acting else holding.valid_until,
        acting_for=holding.person.name if acting else "",
    )
