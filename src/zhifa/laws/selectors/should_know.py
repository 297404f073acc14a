"""The should-know list of a class of posts on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from zhifa.kernel.actor import Actor
from zhifa.laws.models import ShouldKnow, ShouldKnowLine


def should_know_editions(actor: Actor) -> QuerySet[ShouldKnow]:
    """All editions, for whoever is signed in, newest first within each class of posts."""
    if actor.is_stranger:
        return ShouldKnow.objects.none()
    return ShouldKnow.objects.prefetch_related("lines")


def should_know_on(post_class: str, day: date) -> ShouldKnow | None:
    """The edition that holds on a day, or None where none was issued by then. One query."""
    return (
        ShouldKnow.objects.filter(post_class=post_class, effective_on__lte=day)
        .order_by("-effective_on")
        .first()
    )


def should_know_lines(edition: ShouldKnow) -> list[ShouldKnowLine]:
    """What an edition names, with instrument and provision at hand. One query."""
    return list(edition.lines.select_related("version__instrument", "text__provision"))
