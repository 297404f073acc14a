"""The next attempt is allotted when the one before has ended, so that its sealed paper can be fetched ahead."""

from __future__ import annotations

import secrets
from datetime import datetime

from zhifa.exams.api import Paper
from zhifa.sittings.models import Attempt
from zhifa.sittings.terms import Stage


def allot_next(ended: Attempt, *, now: datetime) -> Attempt | None:
    """Allot the attempt after one that has ended, in the caller's transaction, which holds that one's row; None where the exam's rule
    or its window leaves none. The paper is another one of the same draw, as long as there is one that this candidate has not had."""
    exam = ended.candidate.exam
    if exam.stage != Stage.ANNOUNCED or ended.number >= exam.attempts_most or now >= exam.closes_at:
        return None
    if Attempt.objects.filter(candidate=ended.candidate, number__gt=ended.number).exists():
        return None
    return Attempt.objects.create(
        candidate=ended.candidate, number=ended.number + 1, key=secrets.token_hex(8), paper=_another(ended), seed=secrets.token_hex(16)
    )  # fmt: skip


def _another(ended: Attempt) -> Paper:
    draw = ended.paper.draw
    had = set(Attempt.objects.filter(candidate=ended.candidate).values_list("paper__number", flat=True))
    free = [number for number in range(1, draw.count + 1) if number not in had]
    if not free:
        return ended.paper
    return Paper.objects.get(draw=draw, number=secrets.choice(free))
