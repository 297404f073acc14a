"""Who may find what: rows carry marks, actors carry marks, one in common suffices."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor
from zhifa.search.models import SearchDocument


def visible_to(actor: Actor) -> QuerySet[SearchDocument]:
    """The rows that the actor may find."""
    return SearchDocument.objects.filter(marks__overlap=sorted(actor.scopes()))
