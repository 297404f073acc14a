"""Exams on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.sittings.access import visible_to
from zhifa.sittings.models import Attempt, Candidate, Exam
from zhifa.sittings.terms import Phase, Stage


@dataclass(frozen=True)
class ExamLine:
    """An exam, where it stands by the clock (None for a draft and what was called off), and how many of its candidates are due, exempt,
    have begun, have handed in at least once."""

    exam: Exam
    phase: Phase | None
    due: int = 0
    exempt: int = 0
    begun: int = 0
    handed: int = 0


def exams(actor: Actor) -> QuerySet[Exam]:
    """The exams that the actor sees on the desk, the last to open first."""
    return visible_to(actor).select_related("organiser", "roster", "make_up_of", "deed")


def exam_by_key(actor: Actor, key: str) -> Exam:
    """One exam; 404 when it does not exist for this actor."""
    found = exams(actor).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这场考试"))
    return found


def phase_of(exam: Exam, now: datetime) -> Phase | None:
    """Where an exam stands by the clock; None where the clock does not matter."""
    if exam.stage not in (Stage.ANNOUNCED, Stage.PUBLISHED):
        return None
    if now < exam.opens_at:
        return Phase.BEFORE
    return Phase.OPEN if now < exam.closes_at else Phase.AFTER


def exam_lines(found: Sequence[Exam], now: datetime) -> list[ExamLine]:
    """Exams with their counts. One query."""
    own = Attempt.objects.filter(candidate=OuterRef("pk"))
    rows = (
        Candidate.objects.filter(exam__in=found)
        .annotate(
            begun=Exists(own.filter(started_at__isnull=False)),
            handed=Exists(own.filter(handed_at__isnull=False)),
        )
        .order_by()
        .values("exam")
        .annotate(
            due=Count("pk", filter=Q(exempt="")),
            is_exempt=Count("pk", filter=~Q(exempt="")),
            n_begun=Count("pk", filter=Q(begun=True)),
            n_handed=Count("pk", filter=Q(handed=True)),
        )
    )
    counts = {row["exam"]: (row["due"], row["is_exempt"], row["n_begun"], row["n_handed"]) for row in rows}
    return [ExamLine(one, phase_of(one, now), *counts.get(one.pk, (0, 0, 0, 0))) for one in found]
