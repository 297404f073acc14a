"""What was learned from questions whose provisions are known, as one file of arrays with its hash beside it.

It holds no question in words: a question is a few dozen hashed places with their weights; a provision that some question was
answered with is a signature of hashed places, by which it is found again in any collection, renumbered or not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhifa.laws.rules.retrieval.bm25 import Floats, Postings
from zhifa.laws.rules.retrieval.grams import SINGLE, SPACE, Ints, grams_of
from zhifa.laws.rules.retrieval.index import LegalIndex
from zhifa.laws.rules.retrieval.trees import Trees

SHAPE = 1
SIGNATURE = 60  # places of a provision that are kept, the weightiest
TOLD_BY = 30  # of them, by which it is found again
ALIKE = 0.75  # of those make an article the same provision
SINGLE_WEIGHT = 0.3  # of a character beside a pair, in the likeness of questions


class RankingUnusable(Exception):
    """The file is missing, damaged, or made for other features."""


@dataclass(frozen=True)
class Ranking:
    """Questions as postings over places (`questions`), their answers as pairs (`asked`, `answered`: question number, provision
    number), each provision's `signatures` (rows of places, the weightiest first, padded with -1) with their `weights`, and
    the trees that weigh the features."""

    questions: Postings
    asked: NDArray[np.int32]
    answered: NDArray[np.int32]
    signatures: NDArray[np.int32]
    weights: Floats
    trees: Trees

    def found_in(self, index: LegalIndex) -> list[NDArray[np.int32]]:
        """The articles of an index that are each provision: those with three quarters of its signature."""
        found = []
        for row in self.signatures:
            held = [
                index.whole.documents[index.whole.starts[place] : index.whole.starts[place + 1]]
                for place in row[:TOLD_BY][row[:TOLD_BY] >= 0].tolist()
            ]
            articles, times = np.unique(
                np.concatenate(held) if held else np.zeros(0, np.int32), return_counts=True
            )
            found.append(articles[times >= ALIKE * max(len(held), 1)].astype(np.int32))
        return found


def weighed(text: str, index: LegalIndex) -> tuple[Ints, Floats]:
    """A text as places and weights of length one: how often, how rare, pairs before single characters."""
    places, times = np.unique(grams_of(text), return_counts=True)
    weights = (1 + np.log(times)) * index.whole.rarity(places)
    weights = np.where(places >= SINGLE, weights, weights * SINGLE_WEIGHT).astype(np.float32)
    return places, weights / max(float(np.sqrt((weights * weights).sum())), 1e-6)


def signature_of(text: str, index: LegalIndex) -> tuple[NDArray[np.int32], Floats]:
    """The weightiest places of a provision's name and words, padded with -1, and their weights."""
    places, weights = weighed(text, index)
    chosen = np.argsort(-weights, kind="stable")[:SIGNATURE]
    row, beside = np.full(SIGNATURE, -1, dtype=np.int32), np.zeros(SIGNATURE, dtype=np.float32)
    row[: len(chosen)], beside[: len(chosen)] = places[chosen], weights[chosen]
    return row, beside


def questions_of(vectors: list[tuple[Ints, Floats]]) -> Postings:
    """Questions as postings: for each place who has it, with its weight."""
    places = np.concatenate([one[0] for one in vectors])
    weights = np.concatenate([one[1] for one in vectors])
    owners = np.repeat(np.arange(len(vectors)), [len(one[0]) for one in vectors])
    order = np.argsort(places, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(places, minlength=SPACE))])
    return Postings(starts, owners[order].astype(np.int32), weights[order].astype(np.float32), len(vectors))


def write_ranking(ranking: Ranking, path: Path) -> str:
    """Write the file and, beside it, its hash; answers the hash."""
    questions, trees = ranking.questions, ranking.trees
    np.savez_compressed(
        path,
        shape=np.array([SHAPE, questions.size]),
        held=np.diff(questions.starts).nonzero()[0].astype(np.int32),
        counts=np.diff(questions.starts)[np.diff(questions.starts) > 0].astype(np.int16),
        owners=questions.documents.astype(np.int16),
        weights=questions.weights.astype(np.float16),
        asked=ranking.asked,
        answered=ranking.answered,
        signatures=ranking.signatures,
        marks=ranking.weights.astype(np.float16),
        features=trees.features,
        limits=trees.limits,
        left=trees.left,
        right=trees.right,
        leaves=trees.leaves,
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".json").write_text(
        json.dumps({"shape": SHAPE, "sha256": digest}) + "\n", encoding="utf-8"
    )
    return digest


def read_ranking(path: Path) -> Ranking:
    """Read the file; raises `RankingUnusable` where it is missing, its hash differs, or it was made for other features."""
    try:
        content = path.read_bytes()
        stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        if hashlib.sha256(content).hexdigest() != stated["sha256"]:
            raise RankingUnusable(f"{path.name}: other bytes than its hash")
        with np.load(path, allow_pickle=False) as held:
            if int(held["shape"][0]) != SHAPE:
                raise RankingUnusable(f"{path.name}: made for other features")
            counts = np.zeros(SPACE, dtype=np.int64)
            counts[held["held"]] = held["counts"]
            questions = Postings(
                np.concatenate([[0], np.cumsum(counts)]),
                held["owners"].astype(np.int32),
                held["weights"].astype(np.float32),
                int(held["shape"][1]),
            )
            trees = Trees(held["features"], held["limits"], held["left"], held["right"], held["leaves"])
            marks = held["marks"].astype(np.float32)
            return Ranking(questions, held["asked"], held["answered"], held["signatures"], marks, trees)
    except (OSError, ValueError, KeyError) as error:
        raise RankingUnusable(str(error)) from error


__all__ = [
    "Ranking",
    "RankingUnusable",
    "questions_of",
    "read_ranking",
    "signature_of",
    "weighed",
    "write_ranking",
]
