"""Who sees the register: whoever is signed in, but of what went to one unit only that unit and the district's
roles; strangers what their thing's own passage through the gate made public."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet

from zhifa.documents.models import Document
from zhifa.kernel.actor import Actor, Role
from zhifa.publishing.api import is_public

WORKS = tuple(role for role in Role if role is not Role.ADMINISTRATOR)


def visible_to(actor: Actor) -> QuerySet[Document]:
    """The documents that the actor may know of."""
    if actor.sees_district or actor.is_system:
        return Document.objects.all()
    if not may_see_register(actor):
        return Document.objects.filter(is_public(OuterRef("source_kind"), "source_key"), addressee=None)
    own = Q(addressee=None)
    for path in actor.unit_paths(*WORKS):
        own |= Q(addressee__path__startswith=path) if path != "/" else Q()
    return Document.objects.filter(own)


def may_see_register(actor: Actor) -> bool:
    """Whether the pages of the register exist for the actor."""
    return not actor.is_stranger


def may_keep(actor: Actor) -> bool:
    """Enter, supersede, repeal: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)
