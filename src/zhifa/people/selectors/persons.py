"""Questions asked of persons: who holds what when, and the Actor that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from zhifa.accounts.api import Account
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.people.access import may_see_backbone, may_see_people
from zhifa.people.models import ActingFor, Backbone, Holding, Person, Roster, Unit
from zhifa.people.selectors.bodies import district_or_none, valid_on
from zhifa.people.terms import ROLE_WORDS, PostClass


def actor_of(account: Account, on: date) -> Actor:
    """The Actor of an account on a civil day: its own posts and those it acts for, each within its term.

    A post of a unit that took others over by that day reaches their branches too, so that what they left open is found
    and finished there. Two queries. A suspended account, or one without a post that day, has no grants.
    """
    if not account.is_active:
        return Actor(key=account.key, name=account.display_name, account_id=account.pk)
    mine = Q(person__account=account)
    holdings = (
        Holding.objects.filter(mine, valid_on(on))
        .select_related("post__unit", "post__area")
        .annotate(taken_over=_paths_taken_over(on))
    )
    in_term = Q(holding__valid_from__lte=on) & (
        Q(holding__valid_until=None) | Q(holding__valid_until__gte=on)
    )
    acting = (
        ActingFor.objects.filter(mine, in_term, valid_from__lte=on, valid_until__gte=on)
        .select_related("holding__post__unit", "holding__post__area", "holding__person")
        .annotate(taken_over=_paths_taken_over(on))
    )
    grants: list[Grant] = []
    for holding in holdings:
        grants += _with_taken_over(_grant(holding), holding.taken_over)
    for row in acting:
        grants += _with_taken_over(_grant(row.holding, acting=row), row.taken_over)
    return Actor(key=account.key, name=account.display_name, account_id=account.pk, grants=tuple(grants))


def holders_of(unit: Unit, role: Role, on: date) -> list[int]:
    """The accounts that hold a role in a unit on a day."""
    rows = Holding.objects.filter(
        valid_on(on), post__unit=unit, post__role=role, person__account__is_active=True
    )
    return list(rows.values_list("person__account_id", flat=True))


def liaisons_of(unit: Unit, on: date) -> list[int]:
    """The accounts of a unit's liaisons on a day."""
    return holders_of(unit, Role.LIAISON, on)


def posts_of(account: Account, on: date) -> QuerySet[Holding]:
    """The posts that an account's person holds that day."""
    return Holding.objects.filter(valid_on(on), person__account=account).select_related("post__unit")


def standing_people() -> int:
    """People, the administrator whom `zhifa init` enters among them."""
    return Person.objects.count()


def visible_people(actor: Actor, on: date) -> QuerySet[Person]:
    """Persons with the posts they hold that day, for those who run the district."""
    if not may_see_people(actor):
        return Person.objects.none()
    held = Holding.objects.filter(valid_on(on)).select_related("post__unit")
    return Person.objects.select_related("account").prefetch_related(
        Prefetch("holdings", held, to_attr="held_now")
    )


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


def _grant(holding: Holding, acting: ActingFor | None = None) -> Grant:
    """A post's role over its branches; plain staff reach none, only what is their own."""
    post, role = holding.post, Role(holding.post.role)
    area = post.area or post.unit.area
    unit_path, area_path = post.unit.path, area.path if area else ""
    if role in (Role.OFFICE, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR):
        unit_path = area_path = "/"
    elif role is Role.STAFF:
        unit_path = area_path = ""
    return Grant(
        role=role,
        unit_path=unit_path,
        area_path=area_path,
        since=acting.valid_from if acting else holding.valid_from,
        until=acting.valid_until if acting else holding.valid_until,
        acting_for=holding.person.name if acting else "",
    )


# `people_post` is the post that each row of the query around it holds or acts in.
_TAKEN_OVER = """ARRAY(
    WITH RECURSIVE gone (unit_id) AS (
        SELECT old_id FROM people_unitsuccession WHERE new_id = people_post.unit_id AND "on" <= %s
        UNION
        SELECT step.old_id FROM people_unitsuccession step JOIN gone ON step.new_id = gone.unit_id
        WHERE step."on" <= %s
    )
    SELECT path FROM people_unit JOIN gone ON gone.unit_id = people_unit.id ORDER BY path
)"""


def _paths_taken_over(on: date) -> RawSQL:
    """The paths of the units that went over into a post's unit by that day, at once or through others."""
    return RawSQL(_TAKEN_OVER, [on, on], output_field=ArrayField(TextField()))  # noqa: S611 - constant text


def _with_taken_over(grant: Grant, paths: Sequence[str]) -> list[Grant]:
    """The grant, and the same role over each branch that the unit took over; district roles reach everything anyway, staff nothing."""
    if grant.unit_path in ("/", ""):
        return [grant]
    return [grant, *(replace(grant, unit_path=path, area_path="") for path in paths)]


def posts_ending(since: date, until: date) -> QuerySet[Holding]:
    """Posts whose holder's term ends in these days, both inside, and for which no one follows the day after."""
    follows = Holding.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")),
        post=OuterRef("post"),
        valid_from__gt=OuterRef("valid_from"),
    )
    ending = Holding.objects.filter(~Exists(follows), valid_until__range=(since, until))
    return ending.select_related("post__unit", "person").order_by("valid_until", "pk")


def administrators(on: date) -> list[int]:
    """The accounts of those who hold an administrator's post that day."""
    rows = Holding.objects.filter(
        valid_on(on), post__role=Role.ADMINISTRATOR, person__account__is_active=True
    )
    return list(rows.values_list("person__account_id", flat=True).distinct())


def accounts_never_entered() -> QuerySet[Person]:
    """Persons whose account is open and has neither a password nor ever been entered."""
    return Person.objects.filter(
        account__is_active=True,
        account__is_demonstration=False,
        account__password__startswith=UNUSABLE_PASSWORD_PREFIX,
        account__last_login=None,
    ).order_by("pinyin", "code")


def backbone(actor: Actor) -> QuerySet[Backbone]:
    """The service of those who carry law publicity, for whoever is signed in."""
    if not may_see_backbone(actor):
        return Backbone.objects.none()
    return Backbone.objects.select_related("person", "unit", "area").order_by(
        "kind", "person__pinyin", "valid_from"
    )


def backbone_on(actor: Actor, day: date) -> QuerySet[Backbone]:
    """Those in service on a day."""
    return backbone(actor).filter(valid_on(day))


def untrained_since(rows: QuerySet[Backbone], day: date) -> QuerySet[Backbone]:
    """Of these, those who were appointed before the day and not trained since."""
    return rows.filter(Q(trained_on=None) | Q(trained_on__lt=day), valid_from__lt=day)


def backbone_ending(since: date, until: date) -> QuerySet[Backbone]:
    """Terms that end in these days, both inside, for which no later one of the same kind stands."""
    later = Backbone.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), valid_from__gt=OuterRef("valid_from")
    )
    ending = Backbone.objects.filter(~Exists(later), valid_until__range=(since, until), exit_reason="")
    return ending.select_related("person").order_by("valid_until", "pk")


def rosters(actor: Actor) -> QuerySet[Roster]:
    """Frozen lists, newest first, for those who see people."""
    return Roster.objects.order_by("-frozen_on", "-pk") if may_see_people(actor) else Roster.objects.none()


@dataclass(frozen=True)
class RosterLine:
    """How many of a unit stand on a frozen list, and how many of each class of posts, in the order of `PostClass`."""

    unit: str
    size: int
    classes: tuple[tuple[PostClass, int], ...]


def roster_lines(roster: Roster) -> list[RosterLine]:
    """A frozen list by unit, in the order of units. One query."""
    counts: dict[str, dict[str, int]] = {}
    rows = (
        roster.members.order_by("unit__path").values_list("unit__name", "post_class").annotate(n=Count("pk"))
    )
    for unit, post_class, count in rows:
        counts.setdefault(unit, {})[post_class] = count
    return [
        RosterLine(unit, sum(told.values()), tuple((one, told.get(one, 0)) for one in PostClass))
        for unit, told in counts.items()
    ]


def holders_named(role: Role) -> Callable[[Sequence[str], date, date], Mapping[str, str]]:
    """The names of those who hold a post of the role in each unit on the last of the days. One query."""

    def values(units: Sequence[str], _since: date, until: date) -> Mapping[str, str]:
        rows = Holding.objects.filter(valid_on(until), post__role=role, post__unit__code__among=units)
        names: dict[str, list[str]] = {}
        for code, name in rows.order_by("post__title", "pk").values_list("post__unit__code", "person__name"):
            names.setdefault(code, []).append(name)
        return {code: "、".join(found) for code, found in names.items()}

    return values
