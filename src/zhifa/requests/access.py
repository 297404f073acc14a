"""Who asks and who answers: the district office composes; a unit's people see and answer what was asked of their unit."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import Unit
from zhifa.requests.models import Form
from zhifa.requests.terms import State

ANSWERING = (Role.LIAISON, Role.HEAD, Role.STREET, Role.COMMUNITY)


def may_compose(actor: Actor) -> bool:
    """Compose forms, send them out, keep clauses and times."""
    return actor.has_role(Role.OFFICE)


def may_see(actor: Actor) -> bool:
    """Whether the pages exist for the actor."""
    return actor.sees_district or actor.has_role(Role.OFFICE, *ANSWERING)


def may_answer(actor: Actor, unit: Unit) -> bool:
    """Answer in the name of the unit."""
    return actor.reaches_unit(unit.path, *ANSWERING)


def own_units(actor: Actor) -> Q:
    """For a query of units: those in whose name the actor answers."""
    mine = Q(pk__in=[])
    for path in actor.unit_paths(*ANSWERING):
        mine |= Q(path__startswith=path)
    return mine


def visible_to(actor: Actor) -> QuerySet[Form]:
    """All for whoever reads the district's work (drafts for the office alone); for a unit what was sent to it."""
    if actor.has_role(Role.OFFICE):
        return Form.objects.all()
    out = Form.objects.exclude(state=State.DRAFT)
    if actor.sees_district:
        return out
    sent = Form.recipients.through.objects.filter(
        form=OuterRef("pk"), unit__in=Unit.objects.filter(own_units(actor))
    )
    return out.filter(Exists(sent))
