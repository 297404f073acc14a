"""Answers as they were marked, by attempts; written answers that wait for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from zhifa.exams.api import Asked, Paper, Question, laid_out, papers_questions, version_questions
from zhifa.kernel.actor import Actor
from zhifa.sittings.access import may_mark, visible_to
from zhifa.sittings.models import Attempt, Exam, Mark, Save
from zhifa.sittings.rules.marking import Accepted, Answer, Marked, Place, current_answers, marks_of
from zhifa.sittings.terms import Stage, Turn

CHUNK = 500  # attempts looked at together


def sat_attempts(exam: Exam) -> QuerySet[Attempt]:
    """The attempts that were begun; nothing else is marked."""
    return Attempt.objects.filter(candidate__exam=exam, started_at__isnull=False)


def answers_of(attempts: Sequence[Attempt]) -> dict[int, dict[str, Answer]]:
    """The answers that count, by attempt and position. One query."""
    saves: dict[int, list[tuple[str, int, str, int, Sequence[str]]]] = {}
    rows = Save.objects.filter(attempt__in=attempts).order_by()
    for attempt, *save in rows.values_list(
        "attempt_id", "position", "turn", "device", "number", "answer"
    ).iterator(20_000):
        saves.setdefault(attempt, []).append(tuple(save))  # type: ignore[arg-type]
    return {attempt: current_answers(told) for attempt, told in saves.items()}


@dataclass(frozen=True)
class Read:
    """An attempt as it comes out: the version of each place of its paper, and its marks."""

    attempt: Attempt
    versions: Sequence[int]
    marks: tuple[Marked, ...]


def read_attempts(exam: Exam) -> Iterator[list[Read]]:
    """Every attempt that was begun, marked by rule and by what the office ruled, some hundred at a time. Each frozen paper is checked
    against its digest on the way (`PaperBroken`). Three queries for so many."""
    rulings = {
        (version, part): Accepted(struck, tuple(tuple(key) for key in keys))
        for version, part, struck, keys in exam.rulings.values_list("version", "part", "struck", "keys")
    }
    rows = sat_attempts(exam).select_related("paper__draw").order_by("pk")
    found = list(
        rows.only(
            "pk",
            "key",
            "seed",
            "number",
            "candidate_id",
            "paper__versions",
            "paper__digest",
            "paper__draw__points",
        )
    )
    papers: dict[int, list[Question]] = {}
    for start in range(0, len(found), CHUNK):
        some = found[start : start + CHUNK]
        new = {one.paper_id: one.paper for one in some if one.paper_id not in papers}
        papers |= papers_questions(new.values())
        answers = answers_of(some)
        yield [
            _read(one, papers[one.paper_id], answers.get(one.pk, {}), exam.multiple_rule, rulings)
            for one in some
        ]


def _read(
    attempt: Attempt, questions: Sequence[Question], answers: Mapping[str, Answer], rule: str, rulings: Mapping[tuple[int, int], Accepted],
) -> Read:  # fmt: skip
    paper: Paper = attempt.paper
    ruled: dict[Place, Accepted] = {
        (place, part): accepted
        for (version, part), accepted in rulings.items()
        for place, held in enumerate(paper.versions)
        if held == version
    }
    marks = marks_of(laid_out(questions, attempt.seed), answers, paper.draw.points, rule, ruled)
    return Read(attempt, paper.versions, tuple(marks))


def asked_at(attempt: Attempt) -> dict[str, Asked]:
    """The questions of an attempt by the positions that are answered, parts of cases each by its own. One query."""
    questions = papers_questions([attempt.paper])[attempt.paper_id]
    return {
        part.position: part for one in laid_out(questions, attempt.seed) for part in (one.parts or (one,))
    }


@dataclass(frozen=True)
class ToMark:
    """A written answer as a marker reads it: no name, no unit, no other's mark. `case` is the material of its case."""

    mark: Mark
    turn: Turn
    question: Question
    case: str
    answer: str


def waiting(exam: Exam) -> QuerySet[Mark]:
    """Written answers that are not settled yet, with how many have read each."""
    return Mark.objects.filter(attempt__candidate__exam=exam, written=True, got=None).annotate(
        read=Count("readings")
    )


def mine_to_mark(actor: Actor, exam: Exam) -> QuerySet[Mark]:
    """Those of them that the actor may read: not one read already by the same person, and none of the own paper."""
    if not may_mark(actor):
        return Mark.objects.none()
    own = (
        Q(attempt__candidate__person__account=actor.account_id)
        if actor.account_id is not None
        else Q(pk__in=[])
    )
    return waiting(exam).exclude(own).exclude(readings__marker=actor.key)


def next_to_mark(actor: Actor, exam: Exam) -> ToMark | None:
    """The next written answer for the actor: those one step from being settled first. Five queries."""
    mark = (
        mine_to_mark(actor, exam)
        .select_related("attempt__paper__draw")
        .order_by(F("read").desc(), "pk")
        .first()
    )
    return None if mark is None else as_read(mark)


def as_read(mark: Mark) -> ToMark:
    """A written answer with its question, without anything that says whose it is."""
    whole = version_questions([mark.version])[mark.version]
    question = whole.parts[mark.part - 1] if mark.part else whole
    texts = Save.objects.filter(attempt=mark.attempt_id, number=mark.link or 0).values_list(
        "answer", flat=True
    ).first() or [""]
    return ToMark(
        mark, Turn(mark.readings.count() + 1), question, whole.stem if mark.part else "", "\n".join(texts)
    )


def exams_to_mark(actor: Actor) -> Iterable[tuple[Exam, int]]:
    """Exams with written answers for the actor to read, and how many. One query an exam that has any."""
    if actor.is_system or not may_mark(actor):
        return []
    found = visible_to(actor).filter(stage=Stage.ANNOUNCED, marking__waiting__gt=0)
    return [(one, count) for one in found if (count := mine_to_mark(actor, one).count())]
