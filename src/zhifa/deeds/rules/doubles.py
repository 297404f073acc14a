"""Which two records look like one deed: the same day, an organiser or partner in common, titles alike. Always a
question: two units that did one thing together each report it."""

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
    partners: frozenset[str] = frozenset()

    @property
    def places(self) -> list[tuple[str, date]]:
        """Where it may meet its like: each of its units on its day."""
        return [(unit, self.day) for unit in sorted({self.unit} | self.partners)]


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
        for place in record.places:
            by_place[place].append(record)
    pairs = []
    for record in new:
        near = [other for place in record.places for other in by_place[place]]
        twin = next((other for other in near if alike(record.title, other.title)), None)
        if twin is not None:
            pairs.append((record, twin))
        for place in record.places:
            by_place[place].append(record)
    return pairs
