"""Where a question's words, and the law's words for them, stand in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

import numpy as np

from zhifa.laws.rules.retrieval.grams import pairs_at


def matched_terms(text: str, places: Collection[int]) -> tuple[str, ...]:
    """The runs of a text whose pairs of characters are among the places, the longest first, each once. A text that changes its
    length when forms are made alike (ligatures) has none."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if len(folded) != len(text) or len(text) < 2:
        return ()
    found = np.isin(pairs_at(folded), np.fromiter(places, dtype=np.int64, count=len(places)))
    covered = np.concatenate([found, [False]]) | np.concatenate([[False], found])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], covered, [False]]).astype(np.int8)))
    runs = {text[first:last] for first, last in edges.reshape(-1, 2).tolist()}
    return tuple(sorted(runs, key=lambda run: (-len(run), run)))
