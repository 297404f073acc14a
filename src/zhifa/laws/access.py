"""Who may do what in the law library: everyone reads the law, the office keeps it, an owner decides about what cites it; what the
office entered by hand goes to strangers through the gate only."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.laws.models import Instrument, RippleTask
from zhifa.laws.terms import BY_TITLE_ONLY, SUBJECT_KIND
from zhifa.publishing.api import is_public

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
    if actor.is_system or (not own and actor.sees_district):
        return RippleTask.objects.all()
    if actor.has_role(Role.OFFICE):
        mine |= Q(unit=None)
    for path in actor.unit_paths(*DECIDERS):
        if path != "/":
            mine |= Q(unit__path__startswith=path)
    return RippleTask.objects.filter(mine)


def readable_by(actor: Actor | None) -> QuerySet[Instrument]:
    """The instruments that exist for the actor: law for everybody, documents entered by hand for the house, and for strangers once they
    went through the gate. None is the house."""
    if actor is None or not actor.is_stranger:
        return Instrument.objects.all()
    return Instrument.objects.filter(~Q(kind__in=BY_TITLE_ONLY) | Q(is_public(SUBJECT_KIND, "code")))
