"""Attempts as they stand after an exam: begun, answered save by save, handed in. And a second, plain program that marks them."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhifa.exams.api import paper_documents
from zhifa.sittings.models import Attempt, Exam, Save
from zhifa.sittings.terms import Ended
from zhifa.sittings.tests.world import attempt_of

DEVICES = ("A" * 22, "b" * 22)


def shown(attempt: Attempt) -> tuple[dict[str, Any], dict[str, Any]]:
    """The candidate's document and the key of an attempt."""
    told, key = paper_documents(attempt.paper.draw.key, attempt.paper.number, attempt.seed)
    return json.loads(told), json.loads(key)


def right_answers(attempt: Attempt) -> dict[str, list[str]]:
    """The right answer of every question by its position, the first alternative of each blank; prose as the model answer."""
    answers = {}
    for one in shown(attempt)[1]["answers"]:
        for part, told in enumerate(one.get("parts", [one]), start=1):
            position = f"{one['position']}.{part}" if "parts" in one else str(one["position"])
            answers[position] = [text.split("|")[0] for text in told["key"]]
    return answers


def sit(exam: Exam, username: str, answers: Mapping[str, list[str]], *, number: int = 1) -> Attempt:
    """Begin a candidate's attempt, save the answers and hand it in. Of every second position another answer is saved before, on another
    device, and arrives last."""
    attempt = attempt_of(exam, username, number)
    at = exam.opens_at + timedelta(minutes=1)
    saves = [
        (position, 10 + turn, DEVICES[0], texts) for turn, (position, texts) in enumerate(answers.items())
    ]
    saves += [(position, 1 + turn, DEVICES[1], ["Z"]) for turn, position in enumerate(list(answers)[::2])]
    Save.objects.bulk_create(
        Save(attempt=attempt, number=number, device=device, turn=turn, position=position, answer=texts, device_at=at, received_at=at,
             hash=bytes(32))
        for number, (position, turn, device, texts) in enumerate(saves, start=1)
    )  # fmt: skip
    attempt.started_at, attempt.ends_at, attempt.handed_at = (
        at,
        at + timedelta(minutes=60),
        at + timedelta(minutes=30),
    )
    attempt.head, attempt.links, attempt.ended = bytes(32), len(saves), Ended.HANDED
    attempt.save()
    return attempt


def some_wrong(attempt: Attempt, seed: int) -> dict[str, list[str]]:
    """Answers by chance: right, wrong, half, or none."""
    dice = random.Random(seed)
    answers: dict[str, list[str]] = {}
    for position, right in right_answers(attempt).items():
        turn = dice.random()
        if turn < 0.6:
            answers[position] = right
        elif turn < 0.7:
            answers[position] = right[:1]
        elif turn < 0.9:
            answers[position] = [dice.choice(["A", "B", "C", "D", "T", "F", "书面"])]
    return answers


def recount(attempt: Attempt) -> tuple[Decimal, Decimal]:
    """Points and full points of an attempt by a program of its own: the key document, the saves in the order of their turns, points in
    decimals. It knows the closed kinds."""
    told, key = shown(attempt)
    answers: dict[str, list[str]] = {}
    for save in sorted(attempt.saves.all(), key=lambda one: (one.turn, one.device)):
        answers[save.position] = save.answer
    keys = {one["position"]: one for one in key["answers"]}
    rule = attempt.candidate.exam.multiple_rule
    score, full = Decimal(0), Decimal(0)
    for section in told["sections"]:
        for asked in section["questions"]:
            points = Decimal(str(section["points"]))
            right, said = keys[asked["position"]]["key"], answers.get(str(asked["position"]), [])
            full += points
            if section["kind"] == "fill":
                blanks = [
                    index < len(said)
                    and plain(said[index]) != ""
                    and plain(said[index]) in [plain(one) for one in right[index].split("|")]
                    for index in range(len(right))
                ]
                score += points * sum(blanks) / len(right)
            elif section["kind"] == "multiple" and rule == "partial" and said and set(said) < set(right):
                score += (points * len(set(said)) / len(right)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            elif sorted(set(said)) == sorted(right):
                score += points
    return score, full


def plain(text: str) -> str:
    """A text without blanks and stops."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).lower() if one.isalnum())


def after(exam: Exam) -> datetime:
    """A moment at which the exam may be marked."""
    return exam.closes_at + timedelta(minutes=exam.grace_minutes)
