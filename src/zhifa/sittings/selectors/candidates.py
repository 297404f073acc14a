"""Candidates of an exam, and one's own exams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.sittings.access import own_attempts, visible_candidates
from zhifa.sittings.models import Attempt, Candidate, Exam
from zhifa.sittings.selectors.exams import phase_of
from zhifa.sittings.selectors.standing import current_attempts, with_standing
from zhifa.sittings.terms import Phase, Stage, Standing


@dataclass(frozen=True)
class UnitLine:
    """The candidates of one unit: how many in which class of posts, and how many stand where."""

    code: str
    name: str
    due: int
    exempt: int
    begun: int
    handed: int
    offline: int
    absent: int


def candidates_of(
    actor: Actor, exam: Exam, now: datetime, *, unit: str = "", standing: str = "", words: str = ""
) -> QuerySet[Any]:
    """The current attempt of each candidate whom the actor sees by name, with `standing`; narrowed to a unit (by its code), a standing,
    words of the name."""
    seen = visible_candidates(actor).filter(exam=exam)
    rows = with_standing(current_attempts(exam).filter(candidate__in=seen.order_by().values("pk")), exam, now)
    if unit:
        rows = rows.filter(candidate__unit__code=unit)
    if standing:
        rows = rows.filter(standing=standing)
    if words.strip():
        rows = rows.filter(candidate__person__name__icontains=words.strip())
    return rows.select_related("candidate__person", "candidate__unit").order_by(
        "candidate__unit__path", "candidate__person__pinyin", "candidate__pk"
    )


def candidate_by_key(actor: Actor, exam: Exam, key: str) -> Candidate:
    """One candidate whom the actor sees by name; 404 otherwise."""
    found = (
        visible_candidates(actor).filter(exam=exam, key=key).select_related("person", "unit", "exam").first()
    )
    if found is None:
        raise NotFound(_("没有这名考生"))
    return found


def unit_lines(actor: Actor, exam: Exam, now: datetime) -> list[UnitLine]:
    """Candidates by unit, in the order of units and not of merit: all units for the district's roles, else the actor's. One query."""
    rows = with_standing(current_attempts(exam), exam, now)
    if not (actor.is_system or actor.sees_district):
        rows = rows.filter(candidate__in=visible_candidates(actor).filter(exam=exam).order_by().values("pk"))
    here = Q(candidate__exempt="")
    counted = (
        rows.order_by()
        .values("candidate__unit__code", "candidate__unit__name", "candidate__unit__path")
        .annotate(
            due=Count("pk", filter=here),
            free=Count("pk", filter=~here),
            begun=Count("pk", filter=here & Q(started_at__isnull=False)),
            handed=Count("pk", filter=here & Q(standing__in=(Standing.HANDED, Standing.LATE))),
            offline=Count("pk", filter=Q(standing=Standing.OFFLINE)),
            absent=Count("pk", filter=Q(standing=Standing.ABSENT)),
        )
        .order_by("candidate__unit__path")
    )
    return [
        UnitLine(
            row["candidate__unit__code"], row["candidate__unit__name"], row["due"], row["free"], row["begun"], row["handed"],
            row["offline"], row["absent"],
        )
        for row in counted
    ]  # fmt: skip


@dataclass(frozen=True)
class Mine:
    """One's own exam: the attempts so far, and the one to sit, to go on with or to make ready for (None: nothing to do)."""

    exam: Exam
    candidate: Candidate
    phase: Phase | None
    attempts: tuple[Attempt, ...]
    next: Attempt | None

    @property
    def is_running(self) -> bool:
        """Whether the next attempt has begun."""
        return self.next is not None and self.next.started_at is not None

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be sat, now or later."""
        return self.next is not None

    @property
    def handed(self) -> list[Attempt]:
        """The attempts that are over."""
        return [one for one in self.attempts if one.handed_at is not None]

    @property
    def is_collecting(self) -> bool:
        """Whether the time of a begun attempt is up and nothing was handed in: a file may still be."""
        return self.next is None and any(one.started_at and one.handed_at is None for one in self.attempts)

    @property
    def is_absent(self) -> bool:
        """Whether the window went by without a start."""
        begun = any(one.started_at for one in self.attempts)
        return self.phase == Phase.AFTER and not self.candidate.exempt and not begun

    @property
    def minutes(self) -> int:
        """How long to answer, extra time included."""
        return self.exam.minutes + self.candidate.extra_minutes


def my_exams(actor: Actor, now: datetime) -> list[Mine]:
    """The actor's own exams, the last to open first; those called off too. Two queries."""
    if actor.account_id is None:
        return []
    candidates = (
        Candidate.objects.filter(person__account=actor.account_id)
        .exclude(exam__stage=Stage.DRAFT)
        .select_related("exam__organiser", "unit")
        .order_by("-exam__opens_at", "-exam__pk")
    )
    by_candidate: dict[int, list[Attempt]] = {}
    for one in own_attempts(actor).order_by("number"):
        by_candidate.setdefault(one.candidate_id, []).append(one)
    return [_mine(one, by_candidate.get(one.pk, []), now) for one in candidates]


def _mine(candidate: Candidate, attempts: Sequence[Attempt], now: datetime) -> Mine:
    phase = phase_of(candidate.exam, now)
    left = None
    if phase is not None and not candidate.exempt:
        left = next((one for one in attempts if _is_to_sit(one, phase, now)), None)
    return Mine(candidate.exam, candidate, phase, tuple(attempts), left)


def _is_to_sit(attempt: Attempt, phase: Phase, now: datetime) -> bool:
    """Whether an attempt may still be begun or gone on with."""
    if attempt.handed_at is not None:
        return False
    return attempt.ends_at > now if attempt.ends_at is not None else phase != Phase.AFTER
