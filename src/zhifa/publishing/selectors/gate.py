"""The gate's rule of a day, and what posts are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.registry import PostWords, Words, offered
from zhifa.publishing.models import GateRule
from zhifa.publishing.rules.moves import SHIPPED, Gate


def gate_rows() -> QuerySet[GateRule]:
    """The dated rows, the newest first."""
    return GateRule.objects.all()


def gate_on(day: date) -> Gate:
    """The rule that holds on a day. One query."""
    row = GateRule.objects.filter(since__lte=day).first()
    if row is None:
        return SHIPPED
    return Gate(
        since=row.since,
        first=_roles(row.first),
        second=_roles(row.second),
        final=_roles(row.final),
        check=_roles(row.check_roles),
        review_source=row.review_source,
        working_days=row.working_days,
        clock_source=row.clock_source,
        to_confirm=row.to_confirm,
    )


def post_words() -> Mapping[Role, Words]:
    """What each role is called."""
    return {role: words for offer in offered(PostWords) for role, words in offer.roles.items()}


def unit_of(actor: Actor) -> tuple[str, str]:
    """The first unit in which the actor holds a post: (name, path); two empty words for none. One query."""
    paths = [path for path in actor.unit_paths() if path != "/"]
    names = {path: name for offer in offered(PostWords) for path, name in offer.units(paths).items()}
    return next(((names[path], path) for path in paths if path in names), ("", ""))


def _roles(codes: list[str]) -> frozenset[Role]:
    return frozenset(Role(code) for code in codes)
