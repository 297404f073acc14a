"""What a definition may say, and what is refused: a table that a lawyer can read. No database."""

from __future__ import annotations

from typing import Any

import pytest

from zhifa.figures.api import DefinitionNotUnderstood
from zhifa.figures.rules.reading import read
from zhifa.figures.tests.world import SOURCES, body
from zhifa.kernel.quantities import UnitsDoNotMix

BY_CODE = {source.code: source for source in SOURCES}

UNDERSTOOD: list[tuple[str, str, dict[str, Any]]] = [
    ("活动的场数", "events", {"count": "talks"}),
    ("讲座的场数", "events", {"count": "talks", "where": [{"field": "kind", "is": "lecture"}]}),
    ("上半年的场数", "events", {"count": "talks", "where": [{"field": "day", "between": ["2018-01-01", "2018-06-30"]}]}),
    ("人次之和", "person-times", {"sum": "heads", "of": "talks"}),
    ("到场记录即人次", "person-times", {"count": "attendances"}),
    ("一个渠道里不同的人", "people", {"distinct": "token", "of": "attendances"}),
    ("跨渠道的人是区间", "people", {"distinct": "token", "of": "attendances", "linked_within": "channel"}),
    ("平台只给去重总数时也是区间", "people", {"bounds": "unique_heads", "of": "talks"}),
    ("两个来源的人次相加", "person-times", {"total": [{"sum": "heads", "of": "talks"}, {"count": "attendances"}]}),
    ("两个来源的人合成区间", "people", {"union": [
        {"distinct": "token", "of": "attendances"}, {"bounds": "unique_heads", "of": "talks"}]}),
    ("人均经费", "yuan-per-head", {"ratio": {
        "over": {"sum": "amount", "of": "money"},
        "under": {"sum": "value", "of": "populations", "window": "as-at"}, "each": "basis"}}),
    ("连续获奖年数", "years", {"streak": {"of": {"count": "honours"}}}),
    ("年均增长", "percent", {"growth": {"of": {"sum": "amount", "of": "money"}, "base": 2015}}),
    ("播放量可以列出", "views", {"sum": "views", "of": "talks"}),
]  # fmt: skip

UNITS_MIXED: list[tuple[str, str, dict[str, Any]]] = [
    ("把人次之和当作人", "people", {"sum": "heads", "of": "talks"}),
    ("把记录条数当作人", "people", {"count": "attendances"}),
    ("把不同的人当作人次", "person-times", {"distinct": "token", "of": "attendances"}),
    ("把各场去重人数相加", "people", {"sum": "unique_heads", "of": "talks"}),
    ("把播放量加进人次", "person-times", {"total": [
        {"sum": "heads", "of": "talks"}, {"sum": "views", "of": "talks"}]}),
    ("把两个来源的人相加", "people", {"total": [
        {"distinct": "token", "of": "attendances"}, {"distinct": "token", "of": "attendances"}]}),
    ("人次除以人口得百分比", "percent", {"ratio": {
        "over": {"sum": "heads", "of": "talks"}, "under": {"sum": "value", "of": "populations"}}}),
    ("人次除以人口得元/人", "yuan-per-head", {"ratio": {
        "over": {"sum": "heads", "of": "talks"}, "under": {"sum": "value", "of": "populations"}}}),
    ("增长以人次为单位", "person-times", {"growth": {"of": {"sum": "amount", "of": "money"}}}),
]  # fmt: skip

NOT_UNDERSTOOD: list[tuple[str, dict[str, Any], str]] = [
    ("没有这个来源", {"count": "meetings"}, "x.measure.count"),
    ("没有公布这个字段", {"count": "talks", "where": [{"field": "phone", "is": "1"}]}, "x.measure.count.where[0]"),
    ("没有这种比较", {"count": "talks", "where": [{"field": "kind", "like": "讲"}]}, "x.measure.count.where[0]"),
    ("两种比较写在一起", {"count": "talks", "where": [{"field": "kind", "is": "a", "not": "b"}]},
     "x.measure.count.where[0]"),
    ("区间只有一头", {"count": "talks", "where": [{"field": "day", "between": ["2018-01-01"]}]},
     "x.measure.count.where[0]"),
    ("日期写错", {"count": "talks", "where": [{"field": "day", "between": ["2018-01-01", "六月"]}]},
     "x.measure.count.where[0]"),
    ("两个算子", {"count": "talks", "sum": "heads"}, "x.measure"),
    ("没有算子", {"of": "talks"}, "x.measure"),
    ("多余的项", {"count": "talks", "weight": 2}, "x.measure.count.weight"),
    ("引用不存在的数字", {"figure": "nothing"}, "x.measure.figure"),
    ("引用自己", {"total": [{"figure": "x"}]}, "x.measure.total[0].figure"),
    ("连续年数没有写 count", {"streak": {"of": "honours"}}, "x.measure.streak.of"),
    ("占比不能作为算式的一部分", {"total": [{"share": {"of": "x", "where": []}}]}, "x.measure.total[0]"),
    ("占比引用自己", {"share": {"of": "x", "where": []}}, "x.measure.share.of"),
    ("占比引用不存在的数字", {"share": {"of": "nothing", "where": []}}, "x.measure.share.of"),
    ("任意表达式不是算式", {"sql": "select 1"}, "x.measure"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "unit", "measure"), UNDERSTOOD, ids=lambda part: part if isinstance(part, str) else ""
)
def test_understood(says: str, unit: str, measure: dict[str, Any]) -> None:
    formula = read(body("x", unit, measure), BY_CODE)
    assert formula.unit.code == unit
    assert formula.scorable is (unit != "views")


@pytest.mark.parametrize(
    ("says", "unit", "measure"), UNITS_MIXED, ids=lambda part: part if isinstance(part, str) else ""
)
def test_units_do_not_mix(says: str, unit: str, measure: dict[str, Any]) -> None:
    with pytest.raises(UnitsDoNotMix):
        read(body("x", unit, measure), BY_CODE)


@pytest.mark.parametrize(
    ("says", "measure", "path"), NOT_UNDERSTOOD, ids=lambda part: part if isinstance(part, str) else ""
)
def test_not_understood_names_the_part(says: str, measure: dict[str, Any], path: str) -> None:
    unit = {"streak": "years", "share": "percent"}.get(next(iter(measure)), "events")
    definition = body("x", unit, measure)
    with pytest.raises(DefinitionNotUnderstood) as refused:
        read(definition, BY_CODE, {"x": definition})
    assert refused.value.field == path


@pytest.mark.parametrize(
    ("part", "wrong"),
    [("unit", "heads"), ("window", "sometimes"), ("version", 0), ("version", True), ("split", "phone"),
     ("applies_from", "soon"), ("empty", "maybe"), ("colour", "red")],
)  # fmt: skip
def test_a_wrong_part_is_named(part: str, wrong: object) -> None:
    with pytest.raises(DefinitionNotUnderstood) as refused:
        read({**body("x", "events", {"count": "talks"}), part: wrong}, BY_CODE)
    assert refused.value.field == f"x.{part}"


def test_a_circle_of_references_is_seen() -> None:
    one = body("one", "events", {"figure": "two"})
    two = body("two", "events", {"figure": "one"})
    with pytest.raises(DefinitionNotUnderstood, match="one → two → one"):
        read(one, BY_CODE, {"one": one, "two": two})
