"""Which two records look like one deed: the same day, the same organiser, titles alike. Always a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

ALIKE = 0.8
_NOISE = re.compile(r"[\s\W_]+|开展|举办|举行|组织|活动$")


@dataclass(frozen=True)
class Likeness:
    """What is compared of a record: any hashable `ref` leads back to it."""

    ref: object
    unit: str
    day: date
    title: str


def alike(one: str, other: str) -> bool:
    """Whether two titles mean the same: equal after blanks, marks and filler verbs are gone, or nearly so."""
    first, second = _NOISE.sub("", one), _NOISE.sub("", other)
    if not first or not second:
        return False
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def likely_doubles(new: Sequence[Likeness], held: Sequence[Likeness]) -> list[tuple[Likeness, Likeness]]:
    """Pairs (new, what it resembles): against what is held, and among the new ones themselves."""
    by_place: dict[tuple[str, date], list[Likeness]] = defaultdict(list)
    for record in held:
        by_place[record.unit, record.day].append(record)
    pairs = []
    for record in new:
        place = by_place[record.unit, record.day]
        twin = next((other for other in place if alike(record.title, other.title)), None)
        if twin is not None:
            pairs.append((record, twin))
        place.append(record)
    return pairs
