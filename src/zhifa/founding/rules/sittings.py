"""Two exams of the demonstration district: one that is over, with what everybody answered, and one that a visitor can sit.

Invented: who knows how much follows from the seed and the person's code alone. Of a hundred on the list about four are exempt and six do
not come; the others know between half and nearly all. Questions whose right answer they do not know get another one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from zhifa.exams.api import Kind
from zhifa.kernel.clock import day_start
from zhifa.sittings.api import ExamDraft, Sat

SEED: Final = "founding"
SOURCE: Final = "区普法办关于组织国家工作人员学法考试的通知（示例）"
HELD_ROSTER, OPEN_ROSTER = "exam-held", "exam-open"
MINUTES: Final = 60
WRONG: Final = "三十"  # what somebody writes into a blank who does not know


@dataclass(frozen=True)
class Window:
    """When the exam that is over was open: from nine of one day to six of the next."""

    opens_at: datetime
    closes_at: datetime

    @classmethod
    def before(cls, today: date) -> Window:
        """The two days before today."""
        first = day_start(today - timedelta(days=2))
        return cls(first + timedelta(hours=9), first + timedelta(days=1, hours=18))


def held_draft(draw: str, window: Window, organiser: str) -> ExamDraft:
    """The exam that is over."""
    return ExamDraft(
        title="国家工作人员学法考试（示例）", organiser=organiser, roster=HELD_ROSTER, opens_at=window.opens_at,
        closes_at=window.closes_at, minutes=MINUTES, papers={"": draw}, source=SOURCE,
    )  # fmt: skip


def open_draft(draw: str, now: datetime, organiser: str) -> ExamDraft:
    """The exam that a visitor can sit, ten times over, within a year."""
    return ExamDraft(
        title="学法考试试用（示例，随时可考）", organiser=organiser, roster=OPEN_ROSTER, opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(days=365), minutes=MINUTES, papers={"": draw}, source=SOURCE, attempts_most=10,
    )  # fmt: skip


def exempt(people: list[str], *, keep: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Who need not sit, with kind and grounds; those to keep are not among them."""
    kinds = (("leave", "请假审批单（示例）"), ("seconded", "借调函（示例）"), ("new", "入职通知（示例）"))
    chosen = [code for code in people if code not in keep and _random(code, "exempt").random() < 0.04]
    return {code: kinds[place % len(kinds)] for place, code in enumerate(chosen)}


def sat(code: str, paper: bytes, key: bytes, window: Window, *, keep: frozenset[str]) -> Sat | None:
    """What a person did on a paper; None for who did not come. Those to keep came, and knew enough."""
    random = _random(code, "sat")
    if random.random() < 0.06 and code not in keep:
        return None
    knows = 0.85 if code in keep else 0.5 + 0.48 * random.random()
    started = window.opens_at + timedelta(minutes=random.randrange(26 * 60))
    used = timedelta(minutes=random.randint(18, MINUTES - 4))
    document = json.loads(paper)
    answers = {one["position"]: one["key"] for one in json.loads(key)["answers"]}
    told = []
    for section in document["sections"]:
        for question in section["questions"]:
            right = answers[question["position"]]
            known = random.random() < knows
            told.append((str(question["position"]), _answer(section["kind"], question, right, known, random)))
    return Sat(started, started + used, told)


def _answer(
    kind: str, question: dict[str, Any], right: list[str], known: bool, random: Random
) -> tuple[str, ...]:
    """An answer as the player would send it."""
    if kind == Kind.FILL:
        return tuple(one.split("|")[0] if known else WRONG for one in right)
    if known:
        return tuple(right)
    if kind == Kind.JUDGE:
        return ("F" if right == ["T"] else "T",)
    letters = "ABCDEFGH"[: len(question["options"])]
    if kind == Kind.SINGLE:
        return (random.choice([one for one in letters if one not in right]),)
    return tuple(right[:-1]) or (letters[0],)


def _random(code: str, what: str) -> Random:
    return Random(f"{SEED}/{what}/{code}")
