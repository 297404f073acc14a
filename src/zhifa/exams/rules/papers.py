"""A frozen paper as documents: what a candidate reads and, apart from it, the key. Both are canonical JSON (RFC 8785), UTF-8.

The candidate's document: `{"format": "zhifa-paper/1", "paper": "<draw>-<number>", "full", "sections": [{"kind", "points", "questions":
[{"position", "stem", "options", "blanks", "parts"}]}]}`. Sections stand in the order of kinds, questions and options in the order of the
seed (see `shuffling`). Positions count through the whole paper from 1. No key, explanation, difficulty or citation is in it.

The key: `{"format": "zhifa-key/1", "paper", "answers": [{"position", "key", "explanation", "parts"}]}`; letters are those that the
candidate sees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
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


def documents(
    paper: str, questions: Sequence[Question], points: Mapping[str, float], seed: str
) -> tuple[bytes, bytes]:
    """The candidate's document and the key of a frozen paper in the order of a seed."""
    sections: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    shown = 0
    for kind in Kind.values:
        places = [place for place, one in enumerate(questions) if one.kind == kind]
        asked = []
        for turn in shuffled(len(places), seed, f"questions/{kind}"):
            place = places[turn]
            shown += 1
            words, key = _asked(questions[place], seed, str(place + 1))
            asked.append({"position": shown, **words})
            answers.append({"position": shown, **key})
        if asked:
            sections.append({"kind": kind, "points": points[kind], "questions": asked})
    full = sum(points[one.kind] for one in questions)
    told = {"format": FORMAT, "paper": paper, "full": full, "sections": sections}
    return rfc8785.dumps(told), rfc8785.dumps({"format": KEY_FORMAT, "paper": paper, "answers": answers})


def _asked(question: Question, seed: str, place: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """One question as it is read, and its key, under the label of its place in the frozen paper."""
    words: dict[str, Any] = {"stem": question.stem}
    key: dict[str, Any] = {"key": list(question.key)}
    if question.explanation:
        key["explanation"] = question.explanation
    if question.kind in CHOICE:
        count = len(question.options)
        order = list(range(count)) if keeps_its_order(question) else shuffled(count, seed, f"options/{place}")
        words["options"] = [question.options[one] for one in order]
        key["key"] = sorted(LETTERS[order.index(LETTERS.index(letter))] for letter in question.key)
    if question.kind == Kind.FILL:
        words["blanks"] = question.stem.count(BLANK)
    if question.parts:
        parts = [
            _asked(part, seed, f"{place}.{number}") for number, part in enumerate(question.parts, start=1)
        ]
        kinds = [{"kind": str(part.kind)} for part in question.parts]
        words["parts"] = [{**kind, **told} for kind, (told, _key) in zip(kinds, parts, strict=True)]
        key["parts"] = [answer for _told, answer in parts]
    return words, key
