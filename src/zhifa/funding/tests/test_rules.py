"""Rules as tables: what stands and what may follow; the same money under each population."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhifa.funding.errors import PopulationUnnamed
from zhifa.funding.rules.floors import Named, floor_of, floors_of, lowest
from zhifa.funding.rules.standing import Standing, Sum, counts_on, lack_of, standing_of
from zhifa.kernel.quantities import PEOPLE, YUAN, Quantity, UnitsDoNotMix

RESIDENT = Named("年末常住人口", date(2017, 12, 31), "统计公报", 729_600)
REGISTERED = Named("年末户籍人口", date(2017, 12, 31), "统计公报", 647_932)
ONE = Decimal(1)


def yuan(amount: str) -> Quantity:
    return Quantity.of(amount, YUAN)


def test_an_item_by_its_postings() -> None:
    told = [
        ("budget", False, "600000"), ("revision", False, "100000"), ("release", False, "350000"), ("commitment", False, "200000"),
        ("spending", True, "150000"), ("spending", False, "40000"),
    ]  # fmt: skip
    standing = standing_of(Sum(stage, by, Decimal(amount)) for stage, by, amount in told)
    assert (standing.budget, standing.original, standing.bound) == (700_000, 600_000, 240_000)
    assert (standing.spent, standing.left, standing.rate) == (190_000, 460_000, Decimal("27.14"))
    assert Standing().rate is None


LACKS = [
    ("预算之内", Standing(Decimal(100), committed=Decimal(100)), "stop", False, None),
    ("约定超出预算", Standing(Decimal(100), committed=Decimal("100.01")), "stop", False, "bound"),
    ("超出而有理由", Standing(Decimal(100), committed=Decimal(101)), "warn", True, None),
    ("超出没有理由", Standing(Decimal(100), committed=Decimal(101)), "warn", False, "reason"),
    ("不控制的照记", Standing(Decimal(100), committed=Decimal(101)), "ignore", False, None),
    ("拨付总不能超出", Standing(Decimal(100), released=Decimal(101)), "ignore", True, "released"),
    (
        "没有拨的不能支出",
        Standing(Decimal(100), released=Decimal(50), direct=Decimal(51)),
        "stop",
        False,
        "spent",
    ),
    ("零预算", Standing(direct=Decimal(1), released=Decimal(1)), "stop", False, "released"),
    ("预算不能为负", Standing(Decimal(100), Decimal(-101)), "stop", False, "budget"),
    ("更正不能为负", Standing(Decimal(100), committed=Decimal(-1)), "stop", False, "negative"),
]


@pytest.mark.parametrize(
    ("says", "standing", "control", "has_reason", "what"), LACKS, ids=[one[0] for one in LACKS]
)
def test_what_is_not_there(
    says: str, standing: Standing, control: str, has_reason: bool, what: str | None
) -> None:
    lack = lack_of(standing, control, has_reason=has_reason)
    assert (lack.what if lack else None) == what


def test_a_posting_counts_in_its_budget_year() -> None:
    assert counts_on(date(2017, 12, 28), 2018) == date(2018, 1, 1)
    assert counts_on(date(2018, 6, 1), 2018) == date(2018, 6, 1)
    assert counts_on(date(2019, 1, 8), 2018) == date(2018, 12, 31)


def test_the_same_money_under_two_populations() -> None:
    """647,932 and 729,600 people: 12.6 % apart, both shown, neither is the average."""
    floors = floors_of(yuan("700000"), [RESIDENT, REGISTERED], ONE)
    assert [one.per_head.value for one in floors] == [Decimal("0.9594"), Decimal("1.0804")]
    assert [one.is_met for one in floors] == [False, True]
    assert [one.required for one in floors] == [yuan("729600.00"), yuan("647932.00")]
    assert lowest(floors) == floors[0]
    apart = (floors[1].per_head.value / floors[0].per_head.value - 1) * 100
    assert round(apart, 1) == Decimal("12.6")
    assert lowest([]) is None


def test_the_floor_is_weighed_before_it_is_rounded() -> None:
    almost = floor_of(yuan("729599.99"), RESIDENT, ONE)
    assert (almost.per_head.value, almost.is_met) == (Decimal("1.0000"), False)
    assert floor_of(yuan("729600"), RESIDENT, ONE).is_met is True
    assert floor_of(yuan("729600"), RESIDENT, None).is_met is None


def test_a_budget_of_zero_is_an_answer() -> None:
    floor = floor_of(yuan("0"), RESIDENT, ONE)
    assert (floor.per_head.value, floor.is_met) == (Decimal("0.0000"), False)


UNNAMED = [
    ("没有时点", Named("年末常住人口", None, "统计公报", 729_600), "as_of", "统计时点"),
    ("没有口径", Named("", date(2017, 12, 31), "统计公报", 729_600), "basis", "口径"),
    ("没有来源", Named("年末常住人口", date(2017, 12, 31), " ", 729_600), "source", "来源"),
    ("没有人", Named("年末常住人口", date(2017, 12, 31), "统计公报", 0), "value", "人数"),
]


@pytest.mark.parametrize(("says", "population", "field", "words"), UNNAMED, ids=[one[0] for one in UNNAMED])
def test_a_population_without_basis_date_or_source_divides_nothing(
    says: str, population: Named, field: str, words: str
) -> None:
    with pytest.raises(PopulationUnnamed, match=words) as refused:
        floor_of(yuan("700000"), population, ONE)
    assert refused.value.field == field


def test_only_money_is_divided() -> None:
    with pytest.raises(UnitsDoNotMix):
        floor_of(Quantity.of(700_000, PEOPLE), RESIDENT, ONE)
