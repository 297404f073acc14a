"""Whose notices: each account's own, nobody else's."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor
from zhifa.notices.models import Notice


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """The notices of the actor's account."""
    if actor.account_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(account_id=actor.account_id)
