"""What an answer is worth, who passed, what the answers say: tables that a marker can read. No database."""

from __future__ import annotations

import random
from decimal import Decimal

import numpy as np
import pytest
from girth.common import cronbach_alpha
from scipy.stats import pearsonr, pointbiserialr

from zhifa.exams.api import Asked, Question, fills, laid_out
from zhifa.sittings.rules.marking import Accepted, Answer, agreed, current_answers, marks_of, split
from zhifa.sittings.rules.results import Line, Score, Tally, counted, reaches, tallied, told_together
from zhifa.sittings.rules.statistics import Sat, exam_figures, item_figures

OPTIONS = ("甲", "乙", "丙", "丁")
POINTS = {"single": 2, "multiple": 10, "judge": 2, "fill": 10, "case": 10, "short": 10}
MULTIPLE = Question("multiple", "多？", OPTIONS, ("A", "B", "D"))
FILL = Question("fill", "____和____", (), ("书面|书面形式", "三十"))


def got(question: Question, *answer: str, rule: str = "all", ruling: Accepted | None = None) -> int | None:
    asked = Asked("1", 0, 0, question, tuple(range(len(question.options))))
    rulings = {(0, 0): ruling} if ruling else {}
    (marked,) = marks_of([asked], {"1": Answer(1, answer)}, POINTS, rule, rulings)
    return marked.got


@pytest.mark.parametrize(
    ("question", "answer", "rule", "worth"),
    [
        (Question("single", "单？", OPTIONS, ("B",)), "B", "all", 200),
        (Question("single", "单？", OPTIONS, ("B",)), "A", "all", 0),
        (Question("single", "单？", OPTIONS, ("B",)), "BC", "all", 0),
        (Question("judge", "判。", (), ("F",)), "F", "all", 200),
        (Question("judge", "判。", (), ("F",)), "T", "all", 0),
        (MULTIPLE, "DBA", "all", 1000),
        (MULTIPLE, "AB", "all", 0),
        (MULTIPLE, "AB", "partial", 667),
        (MULTIPLE, "A", "partial", 333),
        (MULTIPLE, "ABC", "partial", 0),
        (MULTIPLE, "ABCD", "partial", 0),
        (MULTIPLE, "AZ", "partial", 0),
        (MULTIPLE, "", "partial", 0),
        (FILL, ["书面形式", "三十"], "all", 1000),
        (FILL, [" 书面 。", "３０"], "all", 500),
        (FILL, ["", "三十"], "all", 500),
        (FILL, ["三十"], "all", 0),
        (Question("short", "简。", (), ("要点",)), ["我认为"], "all", None),
        (Question("short", "简。", (), ("要点",)), ["  "], "all", 0),
    ],
)  # fmt: skip
def test_worth(question: Question, answer: str, rule: str, worth: int | None) -> None:
    assert got(question, *answer, rule=rule) == worth


def test_what_the_office_ruled() -> None:
    assert got(MULTIPLE, "C", ruling=Accepted(struck=True)) == 1000
    assert got(MULTIPLE, "C", ruling=Accepted(keys=(("C",),))) == 1000
    assert got(MULTIPLE, "A", "B", "D", ruling=Accepted(keys=(("C",),))) == 0
    assert got(MULTIPLE, "A", "B", "D", ruling=Accepted(keys=(("A", "B", "D"), ("C",)))) == 1000


def test_a_case_is_marked_by_its_parts_and_letters_are_those_as_written() -> None:
    case = Question(
        "case",
        "材料",
        parts=(MULTIPLE, Question("judge", "判。", (), ("T",)), Question("short", "简。", (), ("要点",))),
    )
    (asked,) = laid_out([case], "种")
    seen = [asked.parts[0].seen(letter) for letter in "ABD"]
    marks = list(
        marks_of(
            [asked],
            {"1.1": Answer(1, tuple(seen)), "1.2": Answer(2, ("F",)), "1.3": Answer(3, ("话",))},
            POINTS,
            "all",
            {},
        )
    )
    assert [(one.position, one.possible, one.got, one.chosen) for one in marks] == [
        ("1.1", 334, 334, "ABD"), ("1.2", 333, 0, "F"), ("1.3", 333, None, ""),
    ]  # fmt: skip
    assert seen != ["A", "B", "D"], "the seed moves them, or the test says nothing"
    assert sum(split(1000, 7)) == 1000


def test_the_answer_that_counts_does_not_hang_on_the_order_of_arrival() -> None:
    saves = [
        ("1", 1, "a", 1, ["A"]), ("1", 3, "a", 2, ["B"]), ("1", 3, "b", 3, ["C"]), ("2", 1, "a", 4, ["T"]), ("2", 2, "a", 5, []),
    ]  # fmt: skip
    for seed in range(20):
        random.Random(seed).shuffle(saves)
        assert current_answers(saves) == {"1": Answer(3, ("C",))}


def test_two_markers_and_when_a_third_is_asked() -> None:
    assert agreed(600, 800, 1000, 20) == 700
    assert agreed(601, 800, 1000, 20) == 701
    assert agreed(600, 801, 1000, 20) is None
    assert fills("第３条", "第3条")


def test_results() -> None:
    assert reaches(6000, 10000, Decimal(60))
    assert not reaches(5999, 10000, Decimal(60))
    assert not reaches(0, 0, Decimal(60))
    tries = [Score(1, 80, 100), Score(2, 90, 100), Score(3, 90, 100), Score(4, 10, 100)]
    assert counted(tries, "best") == tries[1]
    assert counted(tries, "last") == tries[3]
    assert counted([], "best") is None
    lines = [Line(1, "staff", False, n < 16, n < 12, n < 4) for n in range(18)] + [
        Line(1, "staff", True, False)
    ] * 2
    (tally,) = tallied(lines).values()
    assert (tally.due, tally.sat_share, tally.passed_share, tally.excellent_share) == (
        18, Decimal("88.89"), Decimal("75.00"), Decimal("25.00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "together"),
    [
        ({1: 1, 2: 3, 3: 8, 4: 20}, {1, 2, 3}), ({1: 2, 2: 9, 3: 20}, {1, 2}), ({1: 5, 2: 9}, set()),
        ({1: 4, 2: 3, 3: 9, 4: 0}, {1, 2}), ({1: 2}, {1}),
    ],
)  # fmt: skip
def test_small_units_are_told_of_together(due: dict[int, int], together: set[int]) -> None:
    assert told_together(due) == together


def test_an_exam_that_nearly_everybody_passed_tells_nobody_apart() -> None:
    """Hunan 2020: 99.52 % passed."""
    assert Tally(10_000, 10_000, 9_952, 0).at_ceiling
    assert not Tally(10_000, 10_000, 9_949, 0).at_ceiling
    assert not Tally(29, 29, 29, 0).at_ceiling


def test_statistics_match_reference_packages() -> None:
    """Alpha against girth, the corrected point-biserial against scipy, on 200 people and 12 items, to 1e-6."""
    rng = np.random.default_rng(7)
    able = rng.normal(size=200)
    right = (able[:, None] + rng.normal(size=(200, 12)) > rng.normal(size=12)).astype(int)
    sat = [
        Sat(1, {(item, 0): (200 * int(row[item]), 200, "AB"[row[item]]) for item in range(12)})
        for row in right
    ]
    told, exam = item_figures(sat), exam_figures(sat)
    assert exam is not None
    assert exam.alpha == pytest.approx(float(cronbach_alpha(right.T)), abs=1e-6)
    totals = 2.0 * right.sum(axis=1)
    assert exam.alpha is not None
    assert exam.error == pytest.approx(totals.std(ddof=1) * (1 - exam.alpha) ** 0.5, abs=1e-6)
    assert exam.deviation == pytest.approx((100 * totals / 24).std(ddof=1), abs=1e-6)
    order = np.argsort([one.share for one in sat], kind="stable")
    for item in range(12):
        one, rest = told[item, 0], totals - 2.0 * right[:, item]
        assert one.rest == pytest.approx(float(pointbiserialr(right[:, item], rest).statistic), abs=1e-6)
        assert one.rest == pytest.approx(float(pearsonr(right[:, item], rest).statistic), abs=1e-6)
        assert one.facility == pytest.approx(right[:, item].mean(), abs=1e-6)
        ends = right[order[-54:], item].mean() - right[order[:54], item].mean()
        assert one.discrimination == pytest.approx(ends, abs=1e-6)
        assert one.choices["B"][0] == right[:, item].sum()


def test_nothing_is_said_of_fewer_than_thirty() -> None:
    few = [Sat(1, {(1, 0): (n % 2, 1, "A"), (2, 0): (1, 1, "A")}) for n in range(29)]
    assert exam_figures(few) is None
    assert item_figures(few) == {}
    spread_out = [Sat(n, {(1, 0): (n % 2, 1, "A"), (2, 0): (1, 1, "A")}) for n in range(40)]
    exam = exam_figures(spread_out)
    assert exam is not None
    assert exam.alpha is None, "nobody sat the same paper as thirty others"
