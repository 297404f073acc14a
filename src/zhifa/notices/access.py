"""Whose notices: each account's own, nobody else's. Who keeps the calendar: the office and administrators."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.notices.models import Notice


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """The notices of the actor's account."""
    if actor.account_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(account_id=actor.account_id)


def may_keep_calendar(actor: Actor) -> bool:
    """Settle days of the working calendar: the district office and administrators."""
    return actor.is_system or actor.has_role(Role.OFFICE, Role.ADMINISTRATOR)
