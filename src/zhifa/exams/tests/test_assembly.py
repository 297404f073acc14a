"""Papers of equal difficulty: the bound holds, papers are distinct, the same seed gives the same, a poor bank says what it lacks."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from zhifa.exams.rules.assembly import Candidate, Line, Poor, Stratum, draw, spread_of, strata_of, table_of
from zhifa.exams.terms import EXPECTED

POINTS = {"single": 2.0, "multiple": 3.0, "judge": 2.0}


def bank_of(size: int, seed: int = 1) -> list[Candidate]:
    dice = random.Random(seed)
    made = []
    for pk in range(size):
        hard = dice.choice((2, 3, 4))
        share = min(0.98, max(0.05, dice.gauss(EXPECTED[hard], 0.12)))
        topic = dice.choice(("宪法", "行政", "民法"))
        made.append(
            Candidate(
                pk, dice.choice(tuple(POINTS)), topic, hard, frozenset(), frozenset(), EXPECTED[hard], share
            )
        )
    return made


def test_papers_are_equal_under_both_difficulties_and_all_different() -> None:
    """25 single of 2, 10 multiple of 3, 10 true-or-false of 2: 100 points, as a province set them."""
    lines = [
        Line(25, "single"),
        Line(6, "multiple"),
        Line(4, "multiple", topic="宪法"),
        Line(10, "judge", topic="行政"),
    ]
    strata = strata_of(lines, bank_of(400))
    papers = draw(strata, POINTS, 300, "种子", bound=1.0)
    told = spread_of(papers, strata, POINTS)
    assert len(set(papers)) == 300
    assert all(len(set(paper)) == 45 for paper in papers)
    assert told.full == 100
    assert told.declared[1] - told.declared[0] < 1e-9
    assert told.spread <= 1.0
    assert draw(strata, POINTS, 300, "种子", bound=1.0) == papers
    assert draw(strata, POINTS, 3, "另一颗", bound=1.0) != papers[:3]
    kinds = {one.pk: one for one in bank_of(400)}
    for paper in papers[:20]:
        told_kinds = Counter(kinds[pk].kind for pk in paper)
        assert told_kinds == {"single": 25, "multiple": 10, "judge": 10}
        assert sum(kinds[pk].kind == "multiple" and kinds[pk].topic == "宪法" for pk in paper) >= 4


def test_every_paper_in_the_window_is_as_likely_as_any_other() -> None:
    """4 of 9 against the list of all that fit, made by trying each."""
    worth = {pk: 0.1 * pk for pk in range(9)}
    members = tuple(
        Candidate(pk, "single", "甲", 3, frozenset(), frozenset(), 0.65, worth[pk] / 2) for pk in range(9)
    )
    seen = Counter(
        paper for n in range(600) for paper in draw([Stratum(members, 4)], POINTS, 4, str(n), bound=0.4)
    )
    scores = [round(sum(worth[pk] for pk in paper), 6) for paper in seen]
    assert max(scores) - min(scores) <= 0.4
    window = [
        p
        for p in combinations(range(9), 4)
        if min(scores) <= round(sum(worth[pk] for pk in p), 6) <= max(scores)
    ]
    assert set(seen) == set(window)
    assert max(seen.values()) < 2.2 * min(seen.values())


def test_a_table_counts_all_choices() -> None:
    assert table_of(np.array([0, 1, 1, 3]), 2)[0, 2].tolist() == [0, 2, 1, 1, 2]


def test_a_poor_bank_says_what_is_missing() -> None:
    bank = [
        Candidate(pk, "single", "宪法", 3, frozenset({"leader"}), frozenset({"xianfa"}), 0.65, 0.65)
        for pk in range(10)
    ]
    with pytest.raises(Poor) as poor:
        strata_of([Line(8, "single", topic="宪法"), Line(5, "single", law="xianfa"), Line(2, "judge")], bank)
    assert [(lack.lines, lack.wanted, lack.there) for lack in poor.value.lacks] == [
        ((0, 1), 13, 10),
        ((2,), 2, 0),
    ]
    with pytest.raises(Poor):
        strata_of([Line(1, "single", post="enforcer")], bank)
    with pytest.raises(Poor) as few:
        draw(strata_of([Line(9, "single")], bank), POINTS, 11, "a", bound=1.0)
    assert few.value.possible == 10
