"""Who holds a post on a day, as learning needs to know it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhifa.kernel.actor import Actor
from zhifa.learning.rules.rolls import Member, Roll
from zhifa.people.api import Holding, Unit


def _holdings(day: date) -> QuerySet[Holding]:
    standing = Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))
    return (
        Holding.objects.filter(standing, person__erased_at=None)
        .select_related("person", "post__unit")
        .order_by("post__unit__path", "person__pinyin", "post_id")
    )


def _member(held: Holding) -> Member:
    person, unit = held.person, held.post.unit
    return Member(
        person.pk, person.code, person.name, unit.pk, unit.path, unit.name, held.post.title,
        held.post.post_class.value, person.phone_mark,
    )  # fmt: skip


def roll_on(day: date) -> Roll:
    """Everybody who holds a post that day. One query."""
    return Roll([_member(held) for held in _holdings(day)])


def staff_of(units: QuerySet[Unit], day: date) -> list[Member]:
    """Those who hold a post in the units that day, each person once. One query."""
    found: dict[int, Member] = {}
    for held in _holdings(day).filter(post__unit__in=units.order_by().values("pk")):
        found.setdefault(held.person_id, _member(held))
    return list(found.values())


def member_of(actor: Actor, day: date) -> Member | None:
    """The actor as one who holds a post that day, or None."""
    if actor.account_id is None:
        return None
    held = _holdings(day).filter(person__account_id=actor.account_id).first()
    return _member(held) if held else None
