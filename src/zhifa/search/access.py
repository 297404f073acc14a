"""Who may find what: rows carry marks, actors carry marks, one in common suffices."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Searchable, offered
from zhifa.search.models import SearchDocument

Barred = Sequence[tuple[str, str]]  # kind and key


def barred() -> Barred:
    """What nobody is to find now, whatever the index holds: asked of each kind's owner at the moment of use."""
    return [(one.kind, str(key)) for one in offered(Searchable) for key in one.barred()]


def visible_to(actor: Actor, without: Barred) -> QuerySet[SearchDocument]:
    """The rows that the actor may find."""
    rows = SearchDocument.objects.filter(marks__overlap=sorted(actor.scopes()))
    for kind in dict.fromkeys(kind for kind, _key in without):
        rows = rows.exclude(Q(kind=kind, key__in=[key for one, key in without if one == kind]))
    return rows
