"""Reading a collection of questions with known provisions, and counting as its `published.md` says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEED = 20261126
HELD_OUT = 308  # as many as the published rows of others stand on


@dataclass(frozen=True)
class Collection:
    """Articles in their order, questions, for each question the articles that answer it, and for each article the first
    of its twins (word for word the same)."""

    articles: list[dict[str, Any]]
    questions: list[str]
    gold: list[set[int]]
    canonical: NDArray[np.int64]


def read_collection(folder: Path) -> Collection:
    """The four files of a folder; an article's number is its `doc_id`."""
    articles = _lines(folder / "corpus.jsonl")
    assert [one["doc_id"] for one in articles] == list(range(len(articles)))
    canonical = np.arange(len(articles))
    for line in (folder / "twins.tsv").read_text(encoding="utf-8").splitlines():
        twins = [int(one) for one in line.split()]
        canonical[twins] = twins[0]
    judged: dict[int, set[int]] = {}
    for line in (folder / "qrels.train.tsv").read_text(encoding="utf-8").splitlines():
        question, _zero, article, _one = line.split()
        judged.setdefault(int(question), set()).add(int(canonical[int(article)]))
    queries = _lines(folder / "queries.train.jsonl")
    return Collection(
        articles, [one["query"] for one in queries], [judged[one["query_id"]] for one in queries], canonical
    )


def held_out(size: int) -> list[int]:
    """The questions that the bench measures on: no ranking that the bench uses was trained on them."""
    return sorted(np.random.default_rng(SEED).permutation(size)[:HELD_OUT].tolist())


def measured(
    collection: Collection, questions: Sequence[int], runs: Sequence[Sequence[int]]
) -> dict[str, float]:
    """Macro recall at 10 and 100, and the mean reciprocal rank of the first hit within 10; twins credited."""
    sums = {"recall_10": 0.0, "recall_100": 0.0, "mrr_10": 0.0}
    for question, run in zip(questions, runs, strict=True):
        wanted = collection.gold[question]
        found = [int(collection.canonical[one]) for one in run[:100]]
        sums["recall_10"] += len(wanted & set(found[:10])) / len(wanted)
        sums["recall_100"] += len(wanted & set(found)) / len(wanted)
        sums["mrr_10"] += next((1 / rank for rank, one in enumerate(found[:10], 1) if one in wanted), 0.0)
    return {name: round(value / len(questions), 3) for name, value in sums.items()}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
