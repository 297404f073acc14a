"""Who may see and do what in outreach: activities follow their deed; programmes and places go through the gate."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.deeds.api import visible_to as visible_deeds
from zhifa.kernel.actor import Actor, Role
from zhifa.outreach.models import Activity, Place, Programme
from zhifa.outreach.terms import PLACE, PROGRAMME
from zhifa.people.api import Unit
from zhifa.publishing.api import is_public

RECORDERS = (Role.LIAISON, Role.HEAD, Role.STREET, Role.COMMUNITY)


def visible_to(actor: Actor) -> QuerySet[Activity]:
    """The activities whose deed the actor sees."""
    return Activity.objects.filter(deed__in=visible_deeds(actor).values("pk"))


def visible_programmes(actor: Actor) -> QuerySet[Programme]:
    """Programmes: the signed-in see all, others those that are public."""
    return (
        Programme.objects.filter(is_public(PROGRAMME, "code"))
        if actor.is_stranger
        else Programme.objects.all()
    )


def visible_places(actor: Actor) -> QuerySet[Place]:
    """Places: the signed-in see all, others those that are public."""
    return Place.objects.filter(is_public(PLACE, "pk")) if actor.is_stranger else Place.objects.all()


def units_to_record_for(actor: Actor) -> QuerySet[Unit]:
    """The units for which the actor may record: its own branch; for the office all; for a street its communities."""
    current = Unit.objects.filter(valid_until=None)
    if actor.is_system or actor.has_role(Role.OFFICE):
        return current.order_by("path")
    wanted = Unit.objects.none()
    for path in actor.unit_paths(*RECORDERS):
        wanted = wanted | current.filter(path__startswith=path)
    return wanted.order_by("path").distinct()


def may_record_any(actor: Actor) -> bool:
    """Whether there is any unit for which the actor may record."""
    return actor.is_system or actor.has_role(Role.OFFICE, *RECORDERS)


def may_manage(actor: Actor) -> bool:
    """Programmes, rotas, places: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)
