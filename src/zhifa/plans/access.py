"""Who may do what with plans; plans themselves are public."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.plans.models import Campaign


def may_manage_plans(actor: Actor) -> bool:
    """Plans, goals, tasks, campaigns, honours: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_issue_plans(actor: Actor) -> bool:
    """Sign a plan: the lead of the district's justice bureau."""
    return actor.has_role(Role.LEAD)


def visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns: the signed-in see all, others those published."""
    if actor.is_stranger:
        return Campaign.objects.filter(published_at__isnull=False)
    return Campaign.objects.all()
