"""What the answers say of an exam and its questions, as it was kept when the exam was marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhifa.exams.api import CHOICE, LETTERS, Kind, Question, version_laws, version_questions
from zhifa.kernel.errors import NotFound
from zhifa.sittings.models import Exam, Mark, Marking, Ruling
from zhifa.sittings.rules.results import LEAST

HARD, EASY, FLAT = (
    0.3,
    0.95,
    0.2,
)  # facility, facility, discrimination from which on a question is pointed out (Ebel & Frisbie 1991)


@dataclass(frozen=True)
class Choice:
    """How often an option was chosen: by all, by the upper and the lower 27 %."""

    letter: str
    words: str
    right: bool
    share: float
    upper: int
    lower: int


@dataclass(frozen=True)
class QuestionLine:
    """One question, or part of a case, of an exam: by how many it was had, and what the answers say of it; None under 30. `share` is in per
    cent."""

    version: int
    part: int
    kind: str
    question: Question
    n: int
    share: float | None
    discrimination: float | None
    rest: float | None
    choices: tuple[Choice, ...]
    ruling: Ruling | None

    @property
    def remark(self) -> str:
        """What to look at, in words; empty where nothing stands out."""
        if self.share is None or self.discrimination is None:
            return ""
        if self.discrimination < 0:
            return _("答得好的人反而错得多，请查答案")
        if self.share < 100 * HARD:
            return _("大多数人答错")
        if self.share >= 100 * EASY:
            return _("几乎人人答对，不能区分")
        return _("区分度低") if self.discrimination < FLAT else ""


def exam_told(exam: Exam) -> Mapping[str, Any] | None:
    """What the answers say of the whole exam; None before it was marked, and under 30 who sat. One query."""
    told = Marking.objects.filter(exam=exam).values_list("told", flat=True).first()
    return told.get("exam") if told else None


def question_lines(exam: Exam) -> list[QuestionLine]:
    """All questions that somebody had, the ones with the lowest share of marks first. Four queries."""
    told = Marking.objects.filter(exam=exam).values_list("told", flat=True).first()
    items = (told or {}).get("items", {})
    had: dict[tuple[int, int], int] = {}
    for version, part in (
        Mark.objects.filter(attempt__candidate__exam=exam).order_by().values_list("version", "part")
    ):
        had[version, part] = had.get((version, part), 0) + 1
    questions = version_questions(version for version, _part in had)
    rulings = {(one.version, one.part): one for one in exam.rulings.all()}
    lines = [
        _line(place, n, questions[place[0]], items.get(f"{place[0]}.{place[1]}"), rulings.get(place))
        for place, n in had.items()
    ]
    return sorted(lines, key=lambda one: (one.share is None, one.share or 0.0, one.version, one.part))


def question_line(exam: Exam, version: int, part: int) -> tuple[QuestionLine, str, list[tuple[str, str]]]:
    """One question of an exam, the material of its case, and what it cites: label and words. 404 where nobody had it."""
    n = Mark.objects.filter(attempt__candidate__exam=exam, version=version, part=part).count()
    if not n:
        raise NotFound(_("这场考试没有人做过这道题"))
    told = Marking.objects.filter(exam=exam).values_list("told", flat=True).first() or {}
    whole = version_questions([version])[version]
    ruling = exam.rulings.filter(version=version, part=part).first()
    line = _line((version, part), n, whole, told.get("items", {}).get(f"{version}.{part}"), ruling)
    return line, whole.stem if part else "", version_laws([version]).get(version, [])


def _line(
    place: tuple[int, int], n: int, whole: Question, told: Mapping[str, Any] | None, ruling: Ruling | None
) -> QuestionLine:
    version, part = place
    question = whole.parts[part - 1] if part else whole
    kind = str(Kind(question.kind).label)
    if told is None or n < LEAST:
        return QuestionLine(version, part, kind, question, n, None, None, None, (), ruling)
    return QuestionLine(
        version, part, kind, question, told["n"], 100 * told["facility"], told["discrimination"], told["rest"],
        _choices(question, told), ruling,
    )  # fmt: skip


def _choices(question: Question, told: Mapping[str, Any]) -> tuple[Choice, ...]:
    if question.kind in CHOICE:
        options = list(zip(LETTERS, question.options, strict=False))
    elif question.kind == Kind.JUDGE:
        options = [("T", _("对")), ("F", _("错"))]
    else:
        return ()
    found = []
    for letter, words in options:
        every, upper, lower = told["choices"].get(letter, (0, 0, 0))
        found.append(Choice(letter, words, letter in question.key, 100 * every / told["n"], upper, lower))
    return tuple(found)
