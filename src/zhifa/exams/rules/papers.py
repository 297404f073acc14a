"""A frozen paper as documents: what a candidate reads and, apart from it, the key. Both are canonical JSON (RFC 8785), UTF-8.

The candidate's document: `{"format": "zhifa-paper/1", "paper": "<draw>-<number>", "full", "sections": [{"kind", "points", "questions":
[{"position", "stem", "options", "blanks", "parts"}]}]}`. Sections stand in the order of kinds, questions and options in the order of the
seed (see `shuffling`). Positions count through the whole paper from 1. No key, explanation, difficulty or citation is in it.

The key: `{"format": "zhifa-key/1", "paper", "answers": [{"position", "key", "explanation", "parts"}]}`; letters are those that the
candidate sees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from zhifa.exams.rules.questions import Question, keeps_its_order
from zhifa.exams.rules.shuffling import shuffled
from zhifa.exams.terms import BLANK, CHOICE, LETTERS, Kind

FORMAT, KEY_FORMAT = "zhifa-paper/1", "zhifa-key/1"


def digest_of_question(question: Question) -> str:
    """SHA-256, in hex, over the canonical JSON of all its words and keys."""
    return hashlib.sha256(rfc8785.dumps(question.as_data())).hexdigest()


def digest_of_paper(questions: Sequence[str], points: Mapping[str, float]) -> str:
    """SHA-256 over the canonical JSON of the points and the questions' digests in their order."""
    return hashlib.sha256(rfc8785.dumps({"points": dict(points), "questions": list(questions)})).hexdigest()


@dataclass(frozen=True)
class Asked:
    """One question as it stands before a candidate: `position` is `"3"`, a part of the case at 7 `"7.2"`. `place` is its place in the
    frozen paper (from 0), `part` its place among the parts of its case (from 1; 0: none). `order[k]` is the place among the options as
    written of the option that is seen as the k-th; `question` is as written."""

    position: str
    place: int
    part: int
    question: Question
    order: tuple[int, ...] = ()
    parts: tuple[Asked, ...] = ()

    def seen(self, letter: str) -> str:
        """The letter as the candidate sees it of an option as written."""
        return LETTERS[self.order.index(LETTERS.index(letter))] if self.order else letter

    def written(self, letter: str) -> str:
        """The letter as written of an option as the candidate sees it; empty for a letter that stands at no option."""
        if not self.order:
            return letter
        at = LETTERS.find(letter) if len(letter) == 1 else -1
        return LETTERS[self.order[at]] if 0 <= at < len(self.order) else ""


def laid_out(questions: Sequence[Question], seed: str) -> Iterator[Asked]:
    """The questions of a frozen paper in the order of a seed, cases with their parts inside."""
    shown = 0
    for kind in Kind.values:
        places = [place for place, one in enumerate(questions) if one.kind == kind]
        for turn in shuffled(len(places), seed, f"questions/{kind}"):
            shown += 1
            place = places[turn]
            yield _laid(questions[place], seed, str(place + 1), str(shown), place, 0)


def _laid(question: Question, seed: str, label: str, position: str, place: int, part: int) -> Asked:  # noqa: PLR0917 - where it stands
    order: tuple[int, ...] = ()
    if question.kind in CHOICE:
        count = len(question.options)
        straight = keeps_its_order(question)
        order = tuple(range(count) if straight else shuffled(count, seed, f"options/{label}"))
    parts = tuple(
        _laid(one, seed, f"{label}.{number}", f"{position}.{number}", place, number)
        for number, one in enumerate(question.parts, start=1)
    )
    return Asked(position, place, part, question, order, parts)


def documents(
    paper: str, questions: Sequence[Question], points: Mapping[str, float], seed: str
) -> tuple[bytes, bytes]:
    """The candidate's document and the key of a frozen paper in the order of a seed."""
    sections: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for one in laid_out(questions, seed):
        kind, position = one.question.kind, int(one.position)
        if not sections or sections[-1]["kind"] != kind:
            sections.append({"kind": str(kind), "points": points[kind], "questions": []})
        words, key = _told(one)
        sections[-1]["questions"].append({"position": position, **words})
        answers.append({"position": position, **key})
    full = sum(points[one.kind] for one in questions)
    told = {"format": FORMAT, "paper": paper, "full": full, "sections": sections}
    return rfc8785.dumps(told), rfc8785.dumps({"format": KEY_FORMAT, "paper": paper, "answers": answers})


def _told(one: Asked) -> tuple[dict[str, Any], dict[str, Any]]:
    """One question as it is read, and its key."""
    question = one.question
    words: dict[str, Any] = {"stem": question.stem}
    key: dict[str, Any] = {"key": list(question.key)}
    if question.explanation:
        key["explanation"] = question.explanation
    if one.order:
        words["options"] = [question.options[place] for place in one.order]
        key["key"] = sorted(map(one.seen, question.key))
    if question.kind == Kind.FILL:
        words["blanks"] = question.stem.count(BLANK)
    if one.parts:
        both = [_told(part) for part in one.parts]
        kinds = [{"kind": str(part.kind)} for part in question.parts]
        words["parts"] = [{**kind, **told} for kind, (told, _key) in zip(kinds, both, strict=True)]
        key["parts"] = [answer for _words, answer in both]
    return words, key
