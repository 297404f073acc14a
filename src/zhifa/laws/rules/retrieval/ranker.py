"""Ranking articles for a question: what was measured of each candidate, and the trees that weigh it.

Two ways of finding stand side by side. *By words*: BM25 over the article with its law's name, over the text's pairs alone, over the
neighbours and the whole law. *By likeness*: questions like this one, the provisions that answered them, their
neighbours and laws, and the words of those provisions added to the question, which is how 借钱不还 finds 借款人未按照约定的期限返还借款.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhifa.laws.rules.retrieval.bm25 import Floats
from zhifa.laws.rules.retrieval.grams import SINGLE, Ints, grams_of
from zhifa.laws.rules.retrieval.index import LegalIndex, best
from zhifa.laws.rules.retrieval.learned import Ranking, weighed
from zhifa.laws.rules.retrieval.spoken import in_statute_words

FEATURES = (
    "whole", "whole_pairs", "text_pairs", "law_name", "beside_most", "beside_mean", "law_most", "law_mean",
    "like", "like_nearest", "like_beside", "like_law", "usage_law", "usage", "lent", "law_lead",
    "best_whole", "best_like", "question_length", "text_length", "law_length", "place", "kind", "mixed",
    "rank_whole", "rank_lent", "rank_mixed", "part_whole", "part_text", "part_lent",
)  # fmt: skip
LIKE = 60  # questions that are looked at
LENDING = 10  # of them, whose provisions lend their words
LENT = 60  # words lent
LEAST_LIKE = 0.02
# From here on a question counts as answered. Of 150 held-out questions 96 in 100 are, of 30 about cooking, trains
# and football 2 in 30 (docs/mechanisms/laws-retrieval.md); a ranking learned anew asks for the measure anew.
SURE = -0.5
# Below this a question is asked again with the statute's words for it, and the surer answer counts.
SELF_EVIDENT = 1.2
FAIR_SHARE = 0.15
MIXED, BY_WORDS, BY_LENT = 250, 100, 60  # candidates from each way
_TINY = np.float32(1e-6)


@dataclass(frozen=True)
class Candidates:
    """Articles by number and a row of `FEATURES` for each."""

    articles: NDArray[np.int64]
    rows: Floats


@dataclass(frozen=True)
class _Answers:
    """Which article answered which question: parallel arrays, and what each adds to its law."""

    questions: NDArray[np.int64]
    articles: NDArray[np.int64]
    shares: Floats


class Ranker:
    """An index, and a ranking learned elsewhere, tied to its articles by their words. Without one it ranks by BM25."""

    def __init__(self, index: LegalIndex, ranking: Ranking | None = None) -> None:
        self.index = index
        self.ranking = ranking
        sizes = np.diff(index.starts)
        self._sizes = sizes
        self._law = np.repeat(np.arange(len(sizes)), sizes)
        self._place = (np.arange(index.size) - index.starts[self._law]) / np.maximum(sizes[self._law], 1)
        if ranking is not None:
            self._answers = self._tied(ranking)
            self._usage = np.bincount(self._answers.articles, minlength=index.size).astype(np.float32)
            self._usage_law = self._by_law(self._answers.articles, self._answers.shares)

    def ranked(self, question: str, count: int = 100) -> list[tuple[int, float]]:
        """The best articles by number, with a score that only orders. A question without any word finds none."""
        places, times = _counted(question)
        if not len(places) or not self.index.size:
            return []
        if self.ranking is None:
            scores = self.index.whole.scores(places, times)
            return [(int(one), float(scores[one])) for one in best(scores, count) if scores[one] > 0]
        found = self._weighed(question, count)
        words = in_statute_words(question)
        if words and found[0][1] < SELF_EVIDENT:
            again = self._weighed(f"{question}\n{words}", count)
            return max(found, again, key=lambda one: one[0][1])
        return found

    def _weighed(self, question: str, count: int) -> list[tuple[int, float]]:
        """Candidates in the trees' order."""
        assert self.ranking is not None  # noqa: S101 - asked only with a ranking
        found = self.candidates(question)
        values = self.ranking.trees.values(found.rows)
        return [(int(found.articles[one]), float(values[one])) for one in best(values, count)]

    def telling(self, question: str, count: int = 24) -> set[int]:
        """The pairs of the question and the weightiest of those that the law has for it, as places: what to mark in a text."""
        question = f"{question}\n{in_statute_words(question)}"
        places, _times = _counted(question)
        found = {int(one) for one in places[places >= SINGLE]}
        if self.ranking is not None:
            alike, order = self._alike(question, ())
            words, _weights = self._words_lent(self.ranking, order[:LENDING], alike)
            found |= {int(one) for one in words[words >= SINGLE][:count]}
        return found

    def answers(self, question: str, best_score: float, texts: Sequence[str]) -> bool:
        """Whether the best articles answer at all, or are only the least far-fetched: by the score of the first where trees
        weigh it, else by how much of the question, by weight, one of the texts has."""
        if self.ranking is not None:
            return best_score >= SURE
        places, weights = weighed(question, self.index)
        pair = places >= SINGLE
        whole = max(float((weights[pair] ** 2).sum()), 1e-6)
        held = (pair & np.isin(places, grams_of(text)) for text in texts)
        return max((float((weights[one] ** 2).sum()) / whole for one in held), default=0.0) >= FAIR_SHARE

    def candidates(self, question: str, without: Sequence[int] = ()) -> Candidates:
        """The articles that may answer, with their features. `without` are learned questions that are to be forgotten, so
        that training does not see its own answer."""
        index = self.index
        places, times = _counted(question)
        pair = places >= SINGLE
        whole = index.whole.scores(places, times)
        whole_pairs = index.whole.scores(places[pair], times[pair])
        text = index.pairs.scores(places[pair], times[pair])
        name = index.names.scores(places, times)
        like, nearest, like_law, lent = self._like(question, without)
        mixed = _part(whole) + 0.7 * _part(like) + 0.5 * _part(lent) + 0.2 * _part(text)
        chosen = np.unique(np.concatenate([best(mixed, MIXED), best(whole, BY_WORDS), best(lent, BY_LENT)]))
        usage, usage_law = self._used(without)
        law = self._law[chosen]
        law_most = np.maximum.reduceat(whole, index.starts[:-1])
        law_mean = np.add.reduceat(whole, index.starts[:-1]) / self._sizes
        before, after = self._beside(whole, chosen)
        like_before, like_after = self._beside(like, chosen)

        def same(value: float) -> Floats:
            return np.full(len(chosen), value, dtype=np.float32)

        columns = [
            whole[chosen], whole_pairs[chosen], text[chosen], name[law], np.maximum(before, after),
            (before + after) / 2, law_most[law], law_mean[law], like[chosen], nearest[chosen],
            np.maximum(like_before, like_after), like_law[law], usage_law[law], usage[chosen], lent[chosen],
            law_most[law] - whole[chosen], same(float(whole.max())), same(float(like.max())), same(len(places)),
            index.lengths[chosen], self._sizes[law], self._place[chosen], index.kinds[law], mixed[chosen],
            _rank(whole[chosen]), _rank(lent[chosen]), _rank(mixed[chosen]), _part(whole)[chosen],
            _part(text)[chosen], _part(lent)[chosen],
        ]  # fmt: skip
        return Candidates(chosen, np.stack([np.asarray(one, dtype=np.float32) for one in columns], axis=1))

    def _tied(self, ranking: Ranking) -> _Answers:
        """The answers of the learned questions as articles of this index."""
        found = ranking.found_in(self.index)
        provisions = np.bincount(ranking.asked, minlength=ranking.questions.size)
        questions, articles, shares = [], [], []
        for question, provision in zip(ranking.asked.tolist(), ranking.answered.tolist(), strict=True):
            here = found[provision]
            questions.append(np.full(len(here), question, dtype=np.int64))
            articles.append(here.astype(np.int64))
            shares.append(
                np.full(len(here), 1 / (provisions[question] * max(len(here), 1)), dtype=np.float32)
            )
        return _Answers(np.concatenate(questions), np.concatenate(articles), np.concatenate(shares))

    def _by_law(self, articles: NDArray[np.int64], weights: Floats) -> Floats:
        return np.bincount(self._law[articles], weights, minlength=len(self._sizes)).astype(np.float32)

    def _used(self, without: Sequence[int]) -> tuple[Floats, Floats]:
        """How often each article, and each law, answered a question."""
        if not without:
            return self._usage, self._usage_law
        own = np.isin(self._answers.questions, without)
        usage, usage_law = self._usage.copy(), self._usage_law.copy()
        np.subtract.at(usage, self._answers.articles[own], 1)
        usage_law -= self._by_law(self._answers.articles[own], self._answers.shares[own])
        return usage, usage_law

    def _like(self, question: str, without: Sequence[int]) -> tuple[Floats, Floats, Floats, Floats]:
        """By articles: the likeness of the questions that each answered, summed, and of the nearest; by laws, summed;
        and BM25 of the words that those provisions lend."""
        assert self.ranking is not None  # noqa: S101 - the same
        alike, order = self._alike(question, without)
        kept = np.zeros_like(alike)
        kept[order] = alike[order]
        answers = self._answers
        likeness = kept[answers.questions]
        like = np.bincount(answers.articles, likeness * likeness, minlength=self.index.size).astype(
            np.float32
        )
        nearest = np.zeros(self.index.size, dtype=np.float32)
        np.maximum.at(nearest, answers.articles, likeness)
        by_law = self._by_law(answers.articles, likeness * likeness * answers.shares)
        return like, nearest, by_law, self._lent(self.ranking, order[:LENDING], alike)

    def _alike(self, question: str, without: Sequence[int]) -> tuple[Floats, NDArray[np.int64]]:
        """The likeness of every learned question, and the most alike."""
        assert self.ranking is not None  # noqa: S101 - asked only with a ranking
        places, weights = weighed(question, self.index)
        alike = self.ranking.questions.scores(places, weights)
        alike[list(without)] = 0
        order = best(alike, LIKE)
        return alike, order[alike[order] > LEAST_LIKE]

    def _lent(self, ranking: Ranking, questions: NDArray[np.int64], alike: Floats) -> Floats:
        """BM25 of the weightiest words of the provisions that answered the most alike questions."""
        words, weights = self._words_lent(ranking, questions, alike)
        return self.index.whole.scores(words, weights / max(float(weights.sum()), 1e-6) * 10)

    def _words_lent(
        self, ranking: Ranking, questions: NDArray[np.int64], alike: Floats
    ) -> tuple[Ints, Floats]:
        """Those words as places, the weightiest first, with their weights."""
        chosen = np.flatnonzero(np.isin(ranking.asked, questions))
        asked, provisions = ranking.asked[chosen], ranking.answered[chosen]
        share = alike[asked] ** 2 / np.bincount(ranking.asked, minlength=len(alike))[asked]
        places = ranking.signatures[provisions]
        weights = ranking.weights[provisions] * share[:, None]
        held = places >= 0
        words, number = np.unique(places[held], return_inverse=True)
        summed = np.bincount(number, weights[held]).astype(np.float32)
        top = best(summed, LENT)
        return words[top].astype(np.int64), summed[top]

    def _beside(self, scores: Floats, chosen: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """The scores of the articles before and after, in the same law; 0 where there is none."""
        law = self._law[chosen]
        before, after = np.maximum(chosen - 1, 0), np.minimum(chosen + 1, self.index.size - 1)
        return (
            np.where((self._law[before] == law) & (before != chosen), scores[before], 0),
            np.where((self._law[after] == law) & (after != chosen), scores[after], 0),
        )


def _counted(question: str) -> tuple[Ints, Floats]:
    """A question's places and how often each counts."""
    places, times = np.unique(grams_of(question), return_counts=True)
    return places, times.astype(np.float32)


def _part(scores: Floats) -> Floats:
    """Scores as parts of the highest."""
    parts: Floats = scores / (scores.max() + _TINY)
    return parts


def _rank(scores: Floats) -> NDArray[np.int64]:
    """0 for the highest."""
    ranks: NDArray[np.int64] = np.argsort(np.argsort(-scores, kind="stable"), kind="stable")
    return ranks


__all__ = ["FEATURES", "Candidates", "Ranker"]
