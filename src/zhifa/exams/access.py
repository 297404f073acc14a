"""Who sees and does what with questions. Keys are no one's business but the office's: an auditor reads the acts, not the bank."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.exams.models import Item, ItemVersion
from zhifa.kernel.actor import Actor, Role

BANK = (Role.OFFICE, Role.LEAD)
WRITERS = (*BANK, Role.HEAD, Role.LIAISON)


def may_see_bank(actor: Actor) -> bool:
    """All questions with their keys: the district office and its leads."""
    return actor.is_system or actor.has_role(*BANK)


def may_write(actor: Actor) -> bool:
    """Whether the actor may write a question."""
    return actor.is_system or actor.has_role(*WRITERS)


def may_review(actor: Actor) -> bool:
    """The second person's word: the office and its leads; never over own work, which the act itself refuses."""
    return actor.has_role(*BANK)


def may_draw(actor: Actor) -> bool:
    """Blueprints and papers: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def visible_to(actor: Actor) -> QuerySet[Item]:
    """The bank for the office; of others what they wrote themselves."""
    if may_see_bank(actor):
        return Item.objects.all()
    if not may_write(actor):
        return Item.objects.none()
    return Item.objects.filter(pk__in=ItemVersion.objects.filter(author=actor.key).values("item"))
