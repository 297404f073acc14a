"""How well the rules find what should be hidden: precision and recall, by kind, over labelled passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from zhifa.cases.rules.spans import spans_in

SAMPLES = Path(__file__).parent / "samples"
LABEL = re.compile(r"⟦(\w+):([^⟧]*)⟧")


@dataclass
class Score:
    """Right, wrong and missed spans by kind; a span is right when kind and both ends are."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    missed: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        hit = sum(self.right.values())
        return hit / max(1, hit + len(self.wrong))

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found."""
        hit = sum(self.right.values())
        return hit / max(1, hit + len(self.missed))


def labelled(line: str) -> tuple[str, set[tuple[int, int, str]]]:
    """A passage without its marks, and its spans."""
    text, spans, position = "", set(), 0
    for one in LABEL.finditer(line):
        text += line[position : one.start()]
        spans.add((len(text), len(text) + len(one[2]), one[1]))
        text += one[2]
        position = one.end()
    return text + line[position:], spans


def measured(lines: Iterable[str]) -> Score:
    """The score over labelled passages, each by itself."""
    score = Score()
    for line in lines:
        text, wanted = labelled(line)
        found = {(one.start, one.end, one.kind) for one in spans_in({"facts": text})}
        score.right.update(kind for _start, _end, kind in found & wanted)
        score.wrong += [(kind, text[start:end], text) for start, end, kind in found - wanted]
        score.missed += [(kind, text[start:end], text) for start, end, kind in wanted - found]
    return score


def passages() -> list[str]:
    """Our own labelled passages."""
    lines = (SAMPLES / "passages.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def unseen() -> list[str]:
    """Passages written after the rules; what was changed because of them stands at their head."""
    lines = (SAMPLES / "unseen.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]
