"""Who may see and do what with plans. Strangers see what went through the gate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import Unit
from zhifa.plans.models import Campaign, Honour, Oath, Plan
from zhifa.plans.terms import CAMPAIGN, HONOUR, PLAN
from zhifa.publishing.api import is_public

READS_OATHS = (Role.LEAD, Role.AUDITOR)
TAKING_PART = (Role.HEAD, Role.LIAISON, Role.STREET, Role.COMMUNITY)


def may_manage_plans(actor: Actor) -> bool:
    """Plans, goals, tasks, campaigns, honours: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def units_taking_part(actor: Actor) -> QuerySet[Unit]:
    """The units for which the actor may say what they do in a campaign: the office all, a liaison and a head their own with
    what lies below it."""
    units = Unit.objects.filter(valid_until=None)
    if may_manage_plans(actor):
        return units
    own = Q(pk__in=[])
    for path in actor.unit_paths(*TAKING_PART):
        own |= Q(path__startswith=path)
    return units.filter(own)


def may_enter_oaths(actor: Actor) -> bool:
    """Enter appointees and oaths of some unit. No query."""
    return may_manage_plans(actor) or bool(actor.unit_paths(*TAKING_PART))


def may_read_oaths(actor: Actor) -> bool:
    """Who has any business with the register of oaths."""
    return actor.has_role(*READS_OATHS) or units_taking_part(actor).exists()


def visible_oaths(actor: Actor) -> QuerySet[Oath]:
    """The register of oaths: the office, the lead and the auditor all of it, a unit its own."""
    if actor.has_role(*READS_OATHS):
        return Oath.objects.all()
    return Oath.objects.filter(unit__in=units_taking_part(actor))


def may_issue_plans(actor: Actor) -> bool:
    """Sign a plan: the lead of the district's justice bureau."""
    return actor.has_role(Role.LEAD)


def visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns: the signed-in see all, others those that are public."""
    if actor.is_stranger:
        return Campaign.objects.filter(is_public(CAMPAIGN, "code"))
    return Campaign.objects.all()


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """Plans: the signed-in see all, others those that are public."""
    return Plan.objects.filter(is_public(PLAN, "code")) if actor.is_stranger else Plan.objects.all()


def visible_honours(actor: Actor) -> QuerySet[Honour]:
    """Honours: the signed-in see all, others those that are public."""
    return Honour.objects.filter(is_public(HONOUR, "pk")) if actor.is_stranger else Honour.objects.all()
