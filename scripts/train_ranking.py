"""Learn the ranking of provisions from questions whose provisions are known, and say how good it is.

    uv run --with lightgbm==4.7.0 --with scikit-learn python scripts/train_ranking.py FOLDER

measures five folds and writes nothing; `--write` learns the shipped file, and the one for the bench.

FOLDER holds `corpus.jsonl`, `queries.train.jsonl`, `qrels.train.tsv` and `twins.tsv`. LightGBM is needed here only; what it learned is
read without it. Folds are by question and seeded; `--blocks` cuts them into runs of neighbouring questions, which are of one topic, and
so shows what is left for topics that no training question touched.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.retrieval import Collection, held_out, measured, read_collection  # noqa: E402
from zhifa.laws.rules.retrieval.index import Article, LegalIndex, index_of  # noqa: E402
from zhifa.laws.rules.retrieval.learned import (  # noqa: E402
    Ranking,
    questions_of,
    signature_of,
    weighed,
    write_ranking,
)
from zhifa.laws.rules.retrieval.ranker import FEATURES, Ranker  # noqa: E402
from zhifa.laws.rules.retrieval.trees import Trees, trees_of  # noqa: E402

SHIPPED = ROOT / "src/zhifa/laws/rules/retrieval/ranking.npz"
FOR_THE_BENCH = ROOT / "bench/ranking-held-out.npz"
FOLDS = 5
# Questions stand by topic: with so many on either side forgotten (`--topics`), one is learned as if nobody had asked about its topic.
TOPIC = 30
SEEDS = (1, 2, 3)  # as many models, whose mean answers: steadier than one
NONE = Trees(*(np.zeros((1, 1), kind) for kind in (np.int16, float, np.int16, np.int16, np.float32)))  # type: ignore[arg-type]
SETTINGS: dict[str, Any] = {
    "n_estimators": 200, "learning_rate": 0.05, "num_leaves": 15, "min_child_samples": 60, "subsample": 0.8,
    "subsample_freq": 1, "colsample_bytree": 0.6, "reg_lambda": 5.0, "lambdarank_truncation_level": 20,
    "n_jobs": 1, "verbose": -1, "deterministic": True,
}  # fmt: skip


def learned(
    collection: Collection, index: LegalIndex, chosen: Sequence[int], *, topics: bool = False
) -> Ranking:
    """The ranking from the questions chosen, by number. `topics` shows each question a second time with its topic forgotten."""
    provisions: dict[int, int] = {}
    asked, answered = [], []
    for number, question in enumerate(chosen):
        for article in sorted(collection.gold[question]):
            asked.append(number)
            answered.append(provisions.setdefault(article, len(provisions)))
    marks = [signature_of("{law}\n{content}".format(**collection.articles[one]), index) for one in provisions]
    ranking = Ranking(
        questions_of([weighed(collection.questions[one], index) for one in chosen]),
        np.array(asked, dtype=np.int32),
        np.array(answered, dtype=np.int32),
        np.stack([one[0] for one in marks]),
        np.stack([one[1] for one in marks]),
        NONE,
    )
    ranker = Ranker(index, ranking)
    rows, right, sizes = [], [], []
    for number, question in enumerate(chosen):
        itself = range(number, number + 1)
        around = range(max(number - TOPIC, 0), min(number + TOPIC + 1, len(chosen)))
        for without in (itself, around) if topics else (itself,):
            found = ranker.candidates(collection.questions[question], without=without)
            rows.append(found.rows)
            right.append(np.isin(collection.canonical[found.articles], list(collection.gold[question])))
            sizes.append(len(found.articles))
    table, labels = np.concatenate(rows), np.concatenate(right).astype(int)
    dumps: list[Any] = []
    for seed in SEEDS:
        model = lightgbm.LGBMRanker(**SETTINGS, random_state=seed)
        model.fit(table, labels, group=sizes, feature_name=list(FEATURES))
        dumps += model.booster_.dump_model()["tree_info"]
    return Ranking(
        ranking.questions, ranking.asked, ranking.answered, ranking.signatures, ranking.weights,
        trees_of({"tree_info": dumps}, share=1 / len(SEEDS)),
    )  # fmt: skip


def cross_validated(
    collection: Collection, index: LegalIndex, *, blocks: bool, seed: int, topics: bool
) -> None:
    """Print the measures of each fold and of all questions, each ranked by what was learned from the other folds."""
    size = len(collection.questions)
    places = (
        np.arange(size) * FOLDS // size if blocks else np.random.default_rng(seed).permutation(size) % FOLDS
    )
    runs: list[list[int]] = [[] for _ in range(size)]
    for fold in range(FOLDS):
        began = time.perf_counter()
        ranker = Ranker(
            index, learned(collection, index, np.flatnonzero(places != fold).tolist(), topics=topics)
        )
        tested = np.flatnonzero(places == fold).tolist()
        for one in tested:
            runs[one] = [article for article, _score in ranker.ranked(collection.questions[one])]
        taken = time.perf_counter() - began
        print(fold, measured(collection, tested, [runs[one] for one in tested]), f"{taken:.0f} s", flush=True)
    print("all", measured(collection, range(size), runs))
    plain = Ranker(index)
    words = [[article for article, _score in plain.ranked(one)] for one in collection.questions]
    print("bm25 alone", measured(collection, range(size), words))


def main() -> None:
    """Measure, or learn and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--blocks", action="store_true")
    parser.add_argument("--topics", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    collection = read_collection(asked.folder)
    index = index_of([Article(one["file"], one["law"], one["content"]) for one in collection.articles])
    if not asked.write:
        cross_validated(collection, index, blocks=asked.blocks, seed=asked.seed, topics=asked.topics)
        return
    size = len(collection.questions)
    apart = set(held_out(size))
    for path, chosen in (
        (SHIPPED, range(size)),
        (FOR_THE_BENCH, [one for one in range(size) if one not in apart]),
    ):
        digest = write_ranking(learned(collection, index, list(chosen), topics=asked.topics), path)
        print(path.relative_to(ROOT), path.stat().st_size, digest)


if __name__ == "__main__":
    main()
