"""Who may see and touch money: the district's roles, and the posts of the unit that keeps the books. Nobody else; strangers see a
closed year that went through the gate."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast

from zhifa.funding.models import Year
from zhifa.funding.terms import YEAR
from zhifa.kernel.actor import Actor, Role
from zhifa.publishing.api import is_public

KEEPS = (Role.HEAD, Role.LIAISON)  # posts of the finance unit


def visible_to(actor: Actor) -> QuerySet[Year]:
    """The years whose money the actor sees."""
    if actor.sees_district or actor.is_system:
        return Year.objects.all()
    found = Q(pk__in=[])
    for path in _paths(actor):
        found |= Q(finance__path__startswith=path)
    return Year.objects.filter(found)


def with_key(years: QuerySet[Year]) -> QuerySet[Any]:
    """Each year with `thing_key`, which is its key at the gate and in the ledger."""
    return years.annotate(thing_key=Cast(F("year"), CharField()))


def public_years() -> QuerySet[Any]:
    """Closed years that went through the gate."""
    return with_key(Year.objects.exclude(closed_on=None)).filter(is_public(YEAR, "thing_key"))


def may_see_money(actor: Actor) -> bool:
    """Whether the pages of money exist for the actor. At most one query."""
    if actor.sees_district or actor.is_system:
        return True
    return bool(_paths(actor)) and visible_to(actor).exists()


def may_manage(actor: Actor) -> bool:
    """Open and close years, add items, set the standard: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_post(actor: Actor, year: Year) -> bool:
    """Enter and correct postings: the office, and the posts of the unit that keeps the year's books."""
    return may_manage(actor) or any(year.finance.path.startswith(path) for path in _paths(actor))


def _paths(actor: Actor) -> list[str]:
    return [path for path in actor.unit_paths(*KEEPS) if path != "/"]
