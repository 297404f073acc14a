"""Who sees and handles complaints: the district office; and of those handed to a unit, its head. Nobody else."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.complaints.models import Complaint
from zhifa.complaints.rules.moves import moves_from
from zhifa.complaints.terms import Move
from zhifa.kernel.actor import Actor, Role


def may_see_desk(actor: Actor) -> bool:
    """Whether the pages exist for the actor."""
    return actor.has_role(Role.OFFICE, Role.HEAD)


def may_keep_time(actor: Actor) -> bool:
    """Settle within how many days answers are due: the office."""
    return actor.has_role(Role.OFFICE)


def visible_to(actor: Actor) -> QuerySet[Complaint]:
    """All for the office; for the head of a unit those that stand, or were settled, with it."""
    if actor.has_role(Role.OFFICE):
        return Complaint.objects.all()
    mine = Q(pk__in=[])
    for path in actor.unit_paths(Role.HEAD):
        mine |= Q(unit__path__startswith=path)
    return Complaint.objects.filter(mine)


def moves_of(actor: Actor, complaint: Complaint) -> tuple[Move, ...]:
    """What the actor may do with it now."""
    unit = complaint.unit is not None and actor.reaches_unit(complaint.unit.path, Role.HEAD)
    return moves_from(complaint.state, office=actor.has_role(Role.OFFICE), unit=unit)
