"""Who may do what in the law library: everyone reads, the office keeps it, an owner decides about what cites it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.laws.models import RippleTask

DECIDERS = (Role.LIAISON, Role.HEAD, Role.STREET, Role.COMMUNITY)


def may_keep_laws(actor: Actor) -> bool:
    """Whether the actor may import texts and enter documents."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_decide(actor: Actor, task: RippleTask) -> bool:
    """Whether the actor may decide about a thing that cites changed law: its unit's posts, and the office."""
    return may_keep_laws(actor) or (task.unit is not None and actor.reaches_unit(task.unit.path, *DECIDERS))


def decided_by(actor: Actor, *, own: bool = False) -> QuerySet[RippleTask]:
    """The tasks that the actor may decide, or reads with the whole district; `own`: only those that wait for him."""
    mine = Q(pk__in=[])
    if actor.is_system or (not own and actor.has_role(Role.OFFICE, Role.LEAD, Role.AUDITOR)):
        return RippleTask.objects.all()
    if actor.has_role(Role.OFFICE):
        mine |= Q(unit=None)
    for path in actor.unit_paths(*DECIDERS):
        if path != "/":
            mine |= Q(unit__path__startswith=path)
    return RippleTask.objects.filter(mine)
