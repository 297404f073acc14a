"""The arithmetic as docs/mechanisms/assessment.md works it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhifa.assessment.rules.scoring import Rule, Scored, score, total

D = Decimal
LECTURES = Rule(D(40), D(800), D(20), D(2))
LATE = Rule(D(6), D(3), D(1), D("0.25"), "at-most")
PER_HEAD = Rule(D(10), D(1), D("0.1"), D(2))
STREAK = Rule(D(10), D(5), D(1), D(2), is_bonus=True)


@pytest.mark.parametrize(
    ("rule", "amount", "points", "met", "words"),
    [
        (LECTURES, D(800), D(40), True, "达到"),
        (LECTURES, D(799), D(38), False, "每20场扣2分，扣2分"),  # one short is a step begun
        (LECTURES, D(735), D(32), False, "差65场"),
        (LECTURES, D(300), D(0), False, "应扣50分，扣完为止"),
        (LECTURES, None, D(0), None, "没有数字"),
        (LATE, D(3), D(6), True, "达到"),
        (LATE, D(7), D(5), False, "多4场"),
        (PER_HEAD, D("0.9594"), D(8), False, "扣2分"),
        (STREAK, D(5), D(0), False, "加0分"),
        (STREAK, D("6.9"), D(2), True, "加2分"),  # of a bonus only whole steps count
        (STREAK, D(12), D(10), True, "加到上限"),
    ],
)
def test_points_of_a_number(
    rule: Rule, amount: Decimal | None, points: Decimal, met: bool | None, words: str
) -> None:
    made = score(rule, amount, "场")
    assert (made.points, made.met) == (points, met)
    assert words in made.words


def test_the_total_cuts_the_bonus_and_names_what_had_to_be_met() -> None:
    tree = [
        Scored("讲座", D(32)), Scored("知晓率", D(30), must_meet=True, met=True), Scored("机构", D(27)),
        Scored("推广", D(25), is_bonus=True), Scored("满意度", D(0), must_meet=True, met=None),
    ]  # fmt: skip
    told = total(tree, D(20))
    assert (told.base, told.bonus_before_cap, told.bonus, told.points) == (D(89), D(25), D(20), D(109))
    assert told.failed == ("满意度",), "what nobody measured is not met"
