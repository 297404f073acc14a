"""How candidates came out, and rates by unit over the frozen roster. Never a list of persons in an order of merit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from zhifa.exams.api import CHOICE, LETTERS, Kind, version_laws, version_questions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.people.api import PostClass
from zhifa.sittings.access import may_see_all, units_seen
from zhifa.sittings.models import Attempt, Candidate, Exam, Mark, Objection, Outcome, Result, Ruling, Tallied
from zhifa.sittings.rules.results import Line, Score, Tally, counted, reaches, tallied
from zhifa.sittings.selectors.marks import answers_of, asked_at, sat_attempts
from zhifa.sittings.terms import FEW, Stage


@dataclass(frozen=True)
class CandidateOutcome:
    """One candidate of an exam: `attempt` (its id) is the one that counts, None where none was begun or it is not marked whole yet; marks
    in hundredths. `sat` says that one was begun."""

    candidate: int
    key: str
    person: int
    unit: int
    post_class: str
    exempt: bool
    sat: bool
    attempt: int | None
    attempt_key: str
    score: int
    full: int
    passed: bool
    excellent: bool

    @property
    def line(self) -> Line:
        """As the tallies count it."""
        return Line(self.unit, self.post_class, self.exempt, self.sat, self.passed, self.excellent)


def outcomes(exam: Exam) -> list[CandidateOutcome]:
    """Every candidate by the attempt that counts (`exam.counted`), in the order of the roster; for programs, before and after results are
    out. Two queries."""
    several: dict[int, list[tuple[Score, int, str]]] = {}
    begun: set[int] = set()
    rows = sat_attempts(exam).values_list(
        "candidate", "number", "pk", "key", "outcome__score", "outcome__full"
    )
    for candidate, number, pk, key, score, full in rows:
        begun.add(candidate)
        if score is not None:
            several.setdefault(candidate, []).append((Score(number, score, full), pk, key))
    found = []
    for one in exam.candidates.values_list("pk", "key", "person", "unit", "post_class", "exempt"):
        pk, key, person, unit, post_class, exempt = one
        marked = {score: (attempt, told) for score, attempt, told in several.get(pk, ())}
        best = counted(marked, exam.counted)
        attempt, attempt_key = marked[best] if best else (None, "")
        passed = best is not None and reaches(best.score, best.full, exam.pass_share)
        excellent = best is not None and reaches(best.score, best.full, exam.excellent_share)
        found.append(
            CandidateOutcome(
                pk, key, person, unit, post_class, bool(exempt), pk in begun, attempt, attempt_key, best.score if best else 0,
                best.full if best else 0, passed, excellent,
            )
        )  # fmt: skip
    return found


def marked_from(exam: Exam) -> datetime:
    """The moment from which the exam may be marked: nobody answers any more, and the grace for files is over. One query."""
    last = sat_attempts(exam).order_by("-ends_at").values_list("ends_at", flat=True).first()
    return max(exam.closes_at, last or exam.closes_at) + timedelta(minutes=exam.grace_minutes)


@dataclass(frozen=True)
class Preview:
    """What publishing would say, and what stands in its way."""

    whole: Tally
    exempt: int
    unmarked: int
    waiting: int


def preview(exam: Exam) -> Preview:
    """The whole exam as it stands. Four queries."""
    rows = outcomes(exam)
    whole = sum(tallied([one.line for one in rows]).values(), Tally())
    unmarked = sat_attempts(exam).filter(outcome=None).count()
    waiting = Outcome.objects.filter(attempt__candidate__exam=exam, score=None).count()
    return Preview(whole, sum(one.exempt for one in rows), unmarked, waiting)


@dataclass(frozen=True)
class UnitTally:
    """A unit's tally at an exam, in the order of units and not of merit; `parts` by class of posts."""

    unit_name: str
    tally: Tally
    parts: tuple[tuple[str, Tally], ...]


def tallies_of(actor: Actor, exam: Exam) -> tuple[Tally, list[UnitTally]]:
    """The whole exam, and the units that the actor sees, once results are out: who may see all by name and who answers for a unit see each,
    the district's other roles (auditor, administrator) see small units together and no classes of posts. Two queries."""
    rows = list(exam.tallies.select_related("unit"))
    whole = sum((as_tally(row) for row in rows), Tally())
    if actor.sees_district and not may_see_all(actor):
        return whole, _told_widely(rows)
    seen = {row.unit_id for row in rows}
    if not may_see_all(actor):
        seen = set(units_seen(actor).filter(pk__in=seen).values_list("pk", flat=True))
    by_unit: dict[int, list[Tallied]] = {}
    for row in rows:
        if row.unit_id in seen:
            by_unit.setdefault(row.unit_id, []).append(row)
    return whole, [
        UnitTally(
            several[0].unit.name, sum((as_tally(row) for row in several), Tally()),
            tuple((str(row.get_post_class_display()), as_tally(row)) for row in sorted(several, key=_in_order)),
        )
        for several in by_unit.values()
    ]  # fmt: skip


def _in_order(row: Tallied) -> int:
    """Classes of posts stand in the order in which they are named, not in that of their codes."""
    return PostClass.values.index(row.post_class)


def _told_widely(rows: Sequence[Tallied]) -> list[UnitTally]:
    names: dict[str, str] = {}
    found: dict[str, Tally] = {}
    for row in rows:
        names[row.told_as] = _("人少的单位合计") if row.told_as == FEW else row.unit.name
        found[row.told_as] = found.get(row.told_as, Tally()) + as_tally(row)
    whole_unit = _("全部岗位")
    return [UnitTally(names[code], one, ((whole_unit, one),)) for code, one in found.items()]


def as_tally(row: Tallied) -> Tally:
    """A row as the rule reads it."""
    return Tally(row.due, row.sat, row.passed, row.excellent)


def own_results(actor: Actor) -> QuerySet[Result]:
    """The actor's own results at exams whose results are out."""
    if actor.account_id is None:
        return Result.objects.none()
    return Result.objects.filter(
        candidate__person__account=actor.account_id, candidate__exam__stage=Stage.PUBLISHED
    ).select_related("candidate__exam", "candidate__unit", "candidate__person", "attempt")


def own_result(actor: Actor, key: str) -> Result:
    """One's own result by the candidate's key; for everybody else, and before results are out, there is none."""
    found = own_results(actor).filter(candidate__key=key).first()
    if found is None:
        raise NotFound(_("没有这份成绩"), why=_("成绩公布以后，只有考生本人能看。"))
    return found


def own_attempts_marked(actor: Actor, result: Result) -> QuerySet[Attempt]:
    """All begun attempts of one's own candidate row, with their outcomes."""
    rows = Attempt.objects.filter(candidate=result.candidate_id, started_at__isnull=False)
    return rows.filter(candidate__person__account=actor.account_id).select_related("outcome", "paper__draw")


def objections_until(exam: Exam) -> date | None:
    """The last civil day on which an objection may be filed; None before results are out."""
    if exam.published_at is None:
        return None
    return clock.civil_day(exam.published_at) + timedelta(days=exam.objection_days)


def results_listed(actor: Actor, exam: Exam) -> QuerySet[Candidate]:
    """Candidates by name with their results, in the order of units and names, for the office and its leads."""
    rows = Candidate.objects.filter(exam=exam) if may_see_all(actor) else Candidate.objects.none()
    return rows.select_related("person", "unit", "result")


@dataclass(frozen=True)
class OwnAnswer:
    """One question of one's own paper, once results are out: words as they were seen, what was answered, what is right and why."""

    mark: Mark
    kind: str
    case: str
    stem: str
    options: tuple[tuple[str, str], ...]
    said: str
    right: str
    explanation: str
    laws: tuple[tuple[str, str], ...]
    ruling: Ruling | None
    objection: Objection | None

    @property
    def whole(self) -> bool:
        """Whether it got all there was."""
        return self.mark.got == self.mark.possible


def own_answers(result: Result) -> list[OwnAnswer]:
    """The paper of the attempt that counts, question by question; the result is the actor's own (`own_result`). Seven queries."""
    attempt = Attempt.objects.select_related("paper__draw").get(pk=result.attempt_id)
    asked = asked_at(attempt)
    said = answers_of([attempt]).get(attempt.pk, {})
    marks = list(Mark.objects.filter(attempt=attempt).select_related("objection").order_by("pk"))
    questions = version_questions(mark.version for mark in marks)
    laws = version_laws([mark.version for mark in marks])
    rulings = {(one.version, one.part): one for one in result.candidate.exam.rulings.all()}
    found = []
    for mark in marks:
        one, given = asked[mark.position], said.get(mark.position)
        question = one.question
        ruling = rulings.get((mark.version, mark.part))
        keys = [tuple(key) for key in ruling.keys] if ruling and ruling.keys else [question.key]
        found.append(
            OwnAnswer(
                mark, str(Kind(question.kind).label), questions[mark.version].stem if mark.part == 1 else "", question.stem,
                tuple((LETTERS[at], question.options[place]) for at, place in enumerate(one.order)),
                in_words(question.kind, given.texts if given else ()),
                listed_or([in_words(question.kind, sorted(map(one.seen, key)) if one.order else key) for key in keys]),
                question.explanation or questions[mark.version].explanation, tuple(laws.get(mark.version, ())), ruling,
                getattr(mark, "objection", None),
            )
        )  # fmt: skip
    return found


def in_words(kind: str, texts: Sequence[str]) -> str:
    """An answer as people read it."""
    if kind == Kind.JUDGE:
        return "、".join({"T": _("对"), "F": _("错")}.get(one, one) for one in texts)
    if kind in CHOICE:
        return "".join(sorted(texts))
    return _("；").join(one.replace("|", _(" 或 ")) for one in texts)


def listed_or(several: Sequence[str]) -> str:
    """Keys that each count."""
    return _(" 或 ").join(several)


def objections_of(exam: Exam) -> QuerySet[Objection]:
    """An exam's objections, those that wait first; for the office."""
    rows = Objection.objects.filter(mark__attempt__candidate__exam=exam)
    return rows.select_related("mark__attempt__candidate").order_by(
        F("answered_at").desc(nulls_first=True), "filed_at"
    )
