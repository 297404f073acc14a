"""The index of articles: three sets of postings and where each law begins, kept as plain arrays that processes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhifa.laws.rules.retrieval.bm25 import Floats, Postings, postings_of
from zhifa.laws.rules.retrieval.grams import SINGLE, grams_of

_POSTINGS = ("whole", "pairs", "names")
_ARRAYS = ("starts", "lengths", "kinds")
# What an instrument is, by the end of its name; the place in this list is a feature.
KINDS = ("解释", "规定", "条例", "办法", "细则", "决定", "批复", "意见", "法")
_NAME_END = 6


@dataclass(frozen=True)
class Article:
    """One article: `group` is the text it stands in (a version, a file), `law` that text's name."""

    group: str
    law: str
    text: str


@dataclass(frozen=True)
class LegalIndex:
    """`whole` holds names and texts of articles, `pairs` the pairs of their texts alone, `names` one entry a law. Law k
    is the articles `starts[k]` up to `starts[k + 1]`; `lengths` are characters a text, `kinds` the kind of each law."""

    whole: Postings
    pairs: Postings
    names: Postings
    starts: NDArray[np.int64]
    lengths: NDArray[np.int32]
    kinds: NDArray[np.int8]

    @property
    def size(self) -> int:
        """How many articles."""
        return len(self.lengths)

    def has(self, word: str) -> bool:
        """Whether every pair of a word's characters stands somewhere in the articles."""
        places = grams_of(word)
        places = places[places >= SINGLE]
        return bool((self.whole.starts[places + 1] > self.whole.starts[places]).all())

    def write(self, folder: Path) -> None:
        """Keep it in a folder, one file an array."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _POSTINGS:
            part: Postings = getattr(self, name)
            np.save(folder / f"{name}-starts.npy", part.starts)
            np.save(folder / f"{name}-documents.npy", part.documents)
            np.save(folder / f"{name}-weights.npy", part.weights)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def read(cls, folder: Path) -> LegalIndex:
        """Open it, mapped and not read, so that processes share one copy. Raises OSError or ValueError where it is broken."""

        def array(name: str) -> NDArray[np.generic]:
            mapped: NDArray[np.generic] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            return mapped

        lengths = array("lengths")
        starts = array("starts")
        sizes = (len(lengths), len(lengths), len(starts) - 1)
        parts = {}
        for name, size in zip(_POSTINGS, sizes, strict=True):
            found = (array(f"{name}-starts"), array(f"{name}-documents"), array(f"{name}-weights"))
            if int(found[0][-1]) != len(found[1]) or len(found[1]) != len(found[2]):
                raise ValueError(name)
            parts[name] = Postings(*found, size)  # type: ignore[arg-type]  # kinds of numbers as they were written
        return cls(**parts, starts=starts, lengths=lengths, kinds=array("kinds"))  # type: ignore[arg-type]  # the same


def index_of(articles: Sequence[Article]) -> LegalIndex:
    """The index of articles; those of one group must stand together, in their order."""
    laws = [
        (name, len(list(rows)))
        for (_group, name), rows in groupby(articles, lambda one: (one.group, one.law))
    ]
    return LegalIndex(
        whole=postings_of([f"{one.law}\n{one.text}" for one in articles]),
        pairs=postings_of([one.text for one in articles], pairs_only=True),
        names=postings_of([name for name, _count in laws]),
        starts=np.concatenate([[0], np.cumsum([count for _name, count in laws])]).astype(np.int64),
        lengths=np.array([len(one.text) for one in articles], dtype=np.int32),
        kinds=np.array([_kind(name) for name, _count in laws], dtype=np.int8),
    )


def best(scores: Floats, count: int) -> NDArray[np.int64]:
    """The places of the highest scores, best first; equal ones in their order."""
    count = min(count, len(scores))
    if not count:
        return np.zeros(0, dtype=np.int64)
    chosen = np.sort(np.argpartition(-scores, count - 1)[:count])
    return chosen[np.argsort(-scores[chosen], kind="stable")]


def _kind(name: str) -> int:
    end = name[-_NAME_END:]
    return next((place for place, word in enumerate(KINDS) if word in end), len(KINDS))
