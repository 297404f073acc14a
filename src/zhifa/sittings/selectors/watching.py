"""An exam as it is being sat: how many stand where, who, what was said, what happened. Each question is one query, however many sit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from zhifa.sittings.models import Broadcast, Exam, Incident, Outage
from zhifa.sittings.selectors.standing import current_attempts, with_standing
from zhifa.sittings.terms import Standing


@dataclass(frozen=True)
class Tally:
    """How many candidates stand somewhere."""

    standing: Standing
    count: int


def tallies(exam: Exam, now: datetime) -> list[Tally]:
    """How many candidates stand where, every standing in its order. One query."""
    rows = (
        with_standing(current_attempts(exam), exam, now).order_by().values("standing").annotate(n=Count("pk"))
    )
    counts = {row["standing"]: row["n"] for row in rows}
    return [Tally(one, counts.get(one.value, 0)) for one in Standing]


def incidents_of(exam: Exam) -> QuerySet[Incident]:
    """The log, the last line first."""
    return exam.incidents.select_related("candidate__person", "candidate__unit").order_by(
        "-happened_at", "-pk"
    )


def outages_in(exam: Exam) -> QuerySet[Outage]:
    """Outages that fell into the exam's window, the last first."""
    return Outage.objects.filter(from_at__lt=exam.closes_at, until_at__gt=exam.opens_at).order_by(
        "-from_at", "-pk"
    )


def broadcasts_of(exam: Exam) -> QuerySet[Broadcast]:
    """What was said to all, the last first."""
    return exam.broadcasts.order_by("-pk")
