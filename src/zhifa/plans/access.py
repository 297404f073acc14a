"""Who may see and do what with plans. Strangers see what went through the gate."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.plans.models import Campaign, Honour, Plan
from zhifa.plans.terms import CAMPAIGN, HONOUR, PLAN
from zhifa.publishing.api import is_public


def may_manage_plans(actor: Actor) -> bool:
    """Plans, goals, tasks, campaigns, honours: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


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
