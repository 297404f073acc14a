"""What somebody did not know at exams, for the person's own practice."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q

from zhifa.kernel.actor import Actor
from zhifa.sittings.models import Mark
from zhifa.sittings.terms import Stage


@dataclass(frozen=True)
class Missed:
    """A version of a question: how often it was asked of this person, how often not answered in full."""

    version: int
    asked: int
    missed: int


def missed_by(actor: Actor) -> list[Missed]:
    """By version, of the actor's own attempts at exams whose results are published; those before are told to nobody. One query."""
    if actor.account_id is None:
        return []
    rows = Mark.objects.filter(
        attempt__candidate__person__account=actor.account_id, attempt__candidate__exam__stage=Stage.PUBLISHED, got__isnull=False
    )  # fmt: skip
    told = (
        rows.order_by()
        .values("version")
        .annotate(asked=Count("pk"), missed=Count("pk", filter=Q(got__lt=F("possible"))))
    )
    return [Missed(row["version"], row["asked"], row["missed"]) for row in told]
