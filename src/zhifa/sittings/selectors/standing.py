"""Where candidates stand at a moment, worked out by the database for a whole exam at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from zhifa.sittings.models import Attempt, Exam
from zhifa.sittings.terms import OFFLINE_AFTER, Standing


def current_attempts(exam: Exam) -> QuerySet[Attempt]:
    """Of each candidate the attempt begun last, or the first where none was begun."""
    later = Attempt.objects.filter(
        candidate=OuterRef("candidate"), number__gt=OuterRef("number"), started_at__isnull=False
    )
    begun = Q(number=1) | Q(started_at__isnull=False)
    return Attempt.objects.filter(begun, ~Exists(later), candidate__exam=exam)


def with_standing(rows: QuerySet[Attempt], exam: Exam, now: datetime) -> QuerySet[Any]:
    """The rows with `standing`. Who has not begun when the window is over was absent; who was not heard of for a minute is offline."""
    silent = now - timedelta(seconds=OFFLINE_AFTER)
    unbegun = Standing.ABSENT if now >= exam.closes_at else Standing.WAITING
    cases = (
        (~Q(candidate__exempt=""), Standing.EXEMPT),
        (Q(handed_at__isnull=False, late=True), Standing.LATE),
        (Q(handed_at__isnull=False), Standing.HANDED),
        (Q(started_at=None), unbegun),
        (Q(ends_at__lte=now), Standing.OVERDUE),
        (Q(seen_at=None) | Q(seen_at__lt=silent), Standing.OFFLINE),
    )
    told = [When(condition, then=Value(str(code))) for condition, code in cases]
    return rows.annotate(
        standing=Case(*told, default=Value(str(Standing.ANSWERING)), output_field=CharField())
    )
