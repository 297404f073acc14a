"""The end of attempts that are running is worked out anew when what it follows from has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhifa.sittings.models import Attempt, Exam


def reset_ends(exam: Exam, candidates: list[int] | None = None) -> int:
    """Set the ends of the exam's attempts that are running (of these candidates, if any are named) from its terms as they are now, and
    answer how many moved. One query to read and one to write."""
    rows = Attempt.objects.filter(candidate__exam=exam, started_at__isnull=False, handed_at=None)
    if candidates is not None:
        rows = rows.filter(candidate__in=candidates)
    moved = []
    for one in rows.select_related("candidate").select_for_update(of=("self",)):
        end = _end(one, exam)
        if end != one.ends_at:
            one.ends_at = end
            moved.append(one)
    Attempt.objects.bulk_update(moved, ["ends_at"], batch_size=1_000)
    return len(moved)


def _end(attempt: Attempt, exam: Exam) -> datetime:
    started = attempt.started_at
    if started is None:
        raise ValueError("an attempt that has not begun has no end")
    own = started + timedelta(minutes=exam.minutes + attempt.candidate.extra_minutes)
    return min(own, exam.closes_at) + timedelta(seconds=attempt.given_back)
