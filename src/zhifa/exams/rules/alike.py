"""Which questions say nearly the same.

Two texts are alike when the pairs of neighbouring characters that they share are at least `LEAST` of all that either has (Jaccard),
blanks and stops aside. Every pair above the bar is found: of texts with a share of at least t, the first |s| − ⌈t·|s|⌉ + 1 of the
rarest pairs of one always hold one of the other's (the prefix filter), so only those are looked at.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

LEAST = 0.8
LEFT_OUT = re.compile(r"[\W_]+")


def marks_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    bare = LEFT_OUT.sub("", unicodedata.normalize("NFKC", text)).lower()
    return (
        frozenset(bare[place : place + 2] for place in range(max(1, len(bare) - 1))) if bare else frozenset()
    )


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """The pairs that two texts share of all that either has; 0 for empty ones."""
    return len(one & other) / len(one | other) if one or other else 0.0


def alike(texts: Sequence[str], least: float = LEAST) -> Iterator[tuple[int, int, float]]:
    """Every pair of places with texts that are alike, the earlier first, with their share. Empty texts are like nothing."""
    marks = [marks_of(text) for text in texts]
    often = Counter(mark for one in marks for mark in one)
    holding: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(marks):
        rarest = sorted(one, key=lambda mark: (often[mark], mark))[
            : len(one) - math.ceil(least * len(one)) + 1
        ]
        near = {other for mark in rarest for other in holding[mark]}
        for other in sorted(near):
            shared = share(one, marks[other])
            if shared >= least:
                yield other, place, shared
        for mark in rarest:
            holding[mark].append(place)
