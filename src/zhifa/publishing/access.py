"""Who may see and do what at the gate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.publishing.models import Publication
from zhifa.publishing.rules.moves import Gate


def visible_to(actor: Actor) -> QuerySet[Publication]:
    """The district's roles see all; the head of a unit those for which the unit answers; others none."""
    if actor.sees_district or actor.is_system:
        return Publication.objects.all()
    mine = Q(pk__in=[])
    for path in actor.unit_paths(Role.HEAD):
        mine |= Q(unit_path__startswith=path)
    return Publication.objects.filter(mine)


def may_see_gate(actor: Actor) -> bool:
    """Whether the pages of the gate exist for the actor."""
    return actor.is_system or actor.sees_district or actor.has_role(Role.HEAD)


def may_keep_gate(actor: Actor) -> bool:
    """The list of words and the gate's dated rows: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def role_for(actor: Actor, publication: Publication, move: str, gate: Gate) -> Role | None:
    """The post in which the actor may make the move; None when it holds none. A head acts for its own units only."""
    for role in Role:
        if role not in gate.roles(publication.state, move) or not actor.has_role(role):
            continue
        if role is Role.HEAD and not (
            publication.unit_path and actor.reaches_unit(publication.unit_path, Role.HEAD)
        ):
            continue
        return role
    return None
