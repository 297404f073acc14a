"""A 定稿 beside the draft as it would be today: which paragraphs and which figures differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

SAME, CHANGED, GONE, NEW = "same", "changed", "gone", "new"


@dataclass(frozen=True)
class LineChange:
    """A line of the 定稿 beside that of the draft, as stretches (kind, words)."""

    kind: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FigureChange:
    """A figure printed in the 定稿 beside its value today."""

    name: str
    window: str
    before: str
    after: str
    why: str = ""


def changed_lines(before: Sequence[str], after: Sequence[str]) -> list[LineChange]:
    """The lines that differ, in order; within a changed line the stretches that differ."""
    found: list[LineChange] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = list(before[i1:i2]), list(after[j1:j2])
        for index in range(max(len(old), len(new))):
            if index >= len(new):
                found.append(LineChange(GONE, ((GONE, old[index]),), ()))
            elif index >= len(old):
                found.append(LineChange(NEW, (), ((NEW, new[index]),)))
            else:
                found.append(_within(old[index], new[index]))
    return found


def _within(old: str, new: str) -> LineChange:
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            before.append((SAME, old[i1:i2]))
            after.append((SAME, new[j1:j2]))
            continue
        if i2 > i1:
            before.append((GONE, old[i1:i2]))
        if j2 > j1:
            after.append((NEW, new[j1:j2]))
    return LineChange(CHANGED, tuple(before), tuple(after))


def changed_figures(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[FigureChange]:
    """The figures of the 定稿 whose printed value or definition is another today; those that are gone say so."""
    today = {(one["code"], one["window"]): one for one in after}
    found: list[FigureChange] = []
    for one in before:
        now = today.get((one["code"], one["window"]))
        if now is None:
            found.append(FigureChange(one["name"], one["window"], one["printed"], "", "gone"))
        elif now["printed"] != one["printed"] or now["version"] != one["version"]:
            why = "definition" if now["version"] != one["version"] else "records"
            found.append(FigureChange(one["name"], one["window"], one["printed"], now["printed"], why))
    return found
