"""Results are published: candidates see the own, units get their tallies, the bank hears how questions were answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.exams.api import Observed, note_observed
from zhifa.figures.api import touch as figures_touch
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.ledger.api import record_bulk
from zhifa.notices.api import notify
from zhifa.people.api import Unit
from zhifa.search.api import touch
from zhifa.sittings.errors import ResultsNotReady
from zhifa.sittings.models import Exam, Marking, Result, Ruling, Tallied
from zhifa.sittings.rules.results import due_by_unit, tallied, told_together
from zhifa.sittings.rules.statistics import Sat
from zhifa.sittings.selectors.results import CandidateOutcome, outcomes, preview
from zhifa.sittings.services.certificates import settle_certificates
from zhifa.sittings.services.doing import follow_deed, record_exam
from zhifa.sittings.services.exams import locked, subject_of
from zhifa.sittings.services.marking import mark_anew, marks_told
from zhifa.sittings.terms import EXAM, FEW, RESULTS, TALLIES, Stage

ROWS = 2_000
FOUR = Decimal("0.0001")


@transaction.atomic
def publish_results(actor: Actor, key: str, *, now: datetime) -> Exam:
    """Open results: every candidate who sat sees the own marks, keys and explanations from now on; whoever passed has a certificate. The
    exam's deed is recorded. The entry commits to every outcome. Refused: an exam that is not marked, or has written answers that wait."""
    exam = locked(actor, key, Stage.ANNOUNCED)
    _must_be_whole(exam)
    rows = outcomes(exam)
    totals = _settle(actor, exam, rows, now=now)
    exam.stage, exam.published_at = Stage.PUBLISHED, now
    exam.deed = record_exam(actor, exam, rows, now=now)
    exam.save(update_fields=["stage", "published_at", "deed"])
    totals["deed"] = exam.deed.key
    record_bulk(actor, "sittings.publish_results", subject_of(exam), map(_facts, rows), totals, now=now)
    touch(EXAM, [exam.key])
    sat = {one.candidate for one in rows if one.sat}
    people = exam.candidates.filter(pk__in=sat, person__account__isnull=False)
    notify(
        people.values_list("person__account", flat=True), title=_("成绩已公布：%(title)s") % {"title": exam.title},
        body=_("可以看成绩、答案和解析；有异议请在 %(n)d 天内提出。") % {"n": exam.objection_days}, url=reverse("sittings_own_results"),
        why=_("您参加了这场考试"), subject=subject_of(exam), now=now,
    )  # fmt: skip
    return exam


@dataclass(frozen=True)
class RulingDraft:
    """What the office rules of a question, or part of a case: struck, or other keys (see `Ruling`), with its reason."""

    version: int
    part: int
    struck: bool
    keys: Sequence[Sequence[str]]
    why: str


def rule_on(actor: Actor, exam: Exam, draft: RulingDraft, *, now: datetime) -> int:
    """Put a ruling in force and mark everybody anew, in the caller's transaction; answers how many attempts came out otherwise. The entry
    has both states of each. Certificates, tallies and what the bank was told follow where results are out already."""
    Ruling.objects.update_or_create(
        exam=exam, version=draft.version, part=draft.part,
        defaults={
            "struck": draft.struck, "keys": [list(key) for key in draft.keys], "why": draft.why, "by_words": actor.name, "ruled_at": now,
        },
    )  # fmt: skip
    before = {one.key: one for one in outcomes(exam)}
    _marking, changes = mark_anew(actor, exam, now=now)
    rows = [{"attempt": attempt, "before": was, "after": score} for attempt, was, score in changes]
    totals: dict[str, Any] = {
        "version": draft.version, "part": draft.part, "struck": draft.struck, "keys": [list(key) for key in draft.keys],
        "why": draft.why, "changed": len(rows),
    }  # fmt: skip
    if exam.stage == Stage.PUBLISHED:
        after = outcomes(exam)
        totals |= _settle(actor, exam, after, now=now)
        totals["passed_before"] = sum(one.passed for one in before.values())
        follow_deed(actor, exam, after, draft.why, now=now)
    record_bulk(actor, "sittings.rule_question", subject_of(exam), rows, totals, now=now)
    return len(rows)


def observed_of(sat: Sequence[Sat]) -> dict[int, Observed]:
    """By version of a question: by how many it was answered, and the sum of their shares of its marks; a case as a whole."""
    n: dict[int, int] = {}
    shares: dict[int, Fraction] = {}
    for one in sat:
        whole: dict[int, tuple[int, int]] = {}
        for (version, _part), (got, possible, _chosen) in one.marks.items():
            had, of = whole.get(version, (0, 0))
            whole[version] = (had + got, of + possible)
        for version, (got, possible) in whole.items():
            n[version] = n.get(version, 0) + 1
            shares[version] = shares.get(version, Fraction(0)) + (Fraction(got, possible) if possible else 0)
    return {version: Observed(count, _decimal(shares[version])) for version, count in n.items()}


def _settle(actor: Actor, exam: Exam, rows: Sequence[CandidateOutcome], *, now: datetime) -> dict[str, Any]:
    """Results, tallies, certificates and the bank as these outcomes have them; answers the totals."""
    day = clock.civil_day(exam.closes_at)
    exam.tallies.all().delete()
    Result.objects.filter(candidate__exam=exam).delete()
    Result.objects.bulk_create(
        (
            Result(
                candidate_id=one.candidate, attempt_id=one.attempt, score=one.score, full=one.full, passed=one.passed,
                excellent=one.excellent, held_on=day,
            )
            for one in rows
            if one.attempt is not None
        ),
        batch_size=ROWS,
    )  # fmt: skip
    tallies = tallied([one.line for one in rows])
    codes = dict(Unit.objects.filter(pk__in={unit for unit, _class in tallies}).values_list("pk", "code"))
    few = told_together(due_by_unit(tallies))
    Tallied.objects.bulk_create(
        Tallied(
            exam=exam, unit_id=unit, post_class=post_class, due=one.due, sat=one.sat, passed=one.passed, excellent=one.excellent,
            held_on=day, make_up=exam.make_up_of_id is not None, told_as=FEW if unit in few else codes[unit],
        )
        for (unit, post_class), one in tallies.items()
    )  # fmt: skip
    figures_touch(TALLIES, [day])
    figures_touch(RESULTS, [day])
    settle_certificates(actor, exam, rows, now=now)
    _tell_bank(actor, exam, now=now)
    return {
        name: sum(getattr(one, name) for one in tallies.values()) for name in ("due", "sat", "passed", "excellent")
    } | {"exempt": sum(one.exempt for one in rows)}  # fmt: skip


def _tell_bank(actor: Actor, exam: Exam, *, now: datetime) -> None:
    marking = Marking.objects.select_for_update().get(exam=exam)
    told = observed_of(marks_told(exam))
    before = {int(version): Observed(n, Decimal(shares)) for version, (n, shares) in marking.observed.items()}
    if told != before:
        note_observed(actor, exam.key, told, instead_of=before, now=now)
        marking.observed = {str(version): [one.n, str(one.shares)] for version, one in told.items()}
        marking.save(update_fields=["observed"])


def _must_be_whole(exam: Exam) -> None:
    found = preview(exam)
    faults = []
    if not Marking.objects.filter(exam=exam).exists():
        faults.append(Fault(_("还没有评分"), _("先点“开始评分”。")))
    elif found.unmarked:
        faults.append(Fault(_("有 %(n)d 份答卷还没有评") % {"n": found.unmarked}, _("再评一次分。")))
    if found.waiting:
        faults.append(Fault(_("有 %(n)d 份答卷的简答题没有评完") % {"n": found.waiting}, _("先评完简答题。")))
    if faults:
        raise ResultsNotReady(_("还不能公布成绩"), faults=faults)


def _facts(one: CandidateOutcome) -> Mapping[str, Any]:
    """What the entry commits to of one candidate: keys and numbers, no person."""
    told: dict[str, Any] = {"candidate": one.key, "exempt": one.exempt, "sat": one.sat}
    if one.attempt is not None:
        told |= {
            "attempt": one.attempt_key, "score": one.score, "full": one.full, "passed": one.passed, "excellent": one.excellent,
        }  # fmt: skip
    return told


def _decimal(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(FOUR)
