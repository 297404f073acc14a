"""A course as its author writes it: one text, read line by line.

    法条：《中华人民共和国民法典》第六百七十九条
    案例：借给朋友的钱要不回来
    自测：民间借贷 3

Each such line is a step; the lines between two of them are one step of words. Full-width or half-width colons, any spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zhifa.learning.terms import CHECK_MOST, StepKind

MARKS = {"法条": StepKind.LAW, "案例": StepKind.CASE, "自测": StepKind.CHECK}
MARKED = re.compile(rf"^\s*({'|'.join(MARKS)})\s*[：:]\s*(.*?)\s*$")
CHECK = re.compile(r"^(.+?)(?:\s+(\d{1,3})\s*(?:题|道)?)?$")
CHECK_USUAL = 3


@dataclass(frozen=True)
class WrittenStep:
    """A step as written: its kind, its words (of a check the topic), how many questions, the line where it begins (from 1)."""

    kind: StepKind
    words: str
    line: int
    count: int = 0


def steps_of(text: str) -> list[WrittenStep]:
    """The steps of a text in their order. A mark without anything after it is a step with empty words, for the caller to refuse."""
    found: list[WrittenStep] = []
    prose: list[str] = []
    began = 1
    for number, line in enumerate([*text.replace("\r\n", "\n").split("\n"), "法条："], start=1):
        marked = MARKED.match(line)
        if marked is None:
            if not prose:
                began = number
            prose.append(line.rstrip())
            continue
        if words := "\n".join(prose).strip("\n"):
            found.append(WrittenStep(StepKind.WORDS, words, began + _empty(prose)))
        prose = []
        found.append(_marked(MARKS[marked[1]], marked[2], number))
    return found[:-1]


def _empty(lines: list[str]) -> int:
    return next((place for place, line in enumerate(lines) if line), 0)


def _marked(kind: StepKind, words: str, line: int) -> WrittenStep:
    if kind != StepKind.CHECK or not words:
        return WrittenStep(kind, words, line)
    told = CHECK.match(words)
    assert told is not None  # noqa: S101 - any text of at least a letter fits
    return WrittenStep(kind, told[1], line, min(int(told[2] or CHECK_USUAL), CHECK_MOST))


def written(steps: Iterable[tuple[StepKind, str, int]]) -> str:
    """The text whose steps these are: kind, words, count of each; `steps_of` reads it again."""
    names = {kind: name for name, kind in MARKS.items()}
    lines = []
    for kind, words, count in steps:
        told = f"{words} {count}" if kind == StepKind.CHECK else words
        lines.append(told if kind == StepKind.WORDS else f"{names[kind]}：{told}")
    return "\n\n".join(lines)
