"""The worked example of docs/mechanisms/figures.md, number by number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhifa.figures.api import FigureValue, Range, State, as_data
from zhifa.figures.tests import world
from zhifa.figures.tests.world import body
from zhifa.people.api import Area, Population

Measured = Callable[..., FigureValue]
LECTURES = [{"field": "kind", "is": "lecture"}]
RADIO = [{"field": "kind", "is": "radio"}]


@pytest.mark.parametrize(
    ("says", "unit", "measure", "expected", "records"),
    [
        ("全部活动", "events", {"count": "talks"}, 4, 4),
        ("讲座", "events", {"count": "talks", "where": LECTURES}, 2, 2),
        ("不是讲座的", "events", {"count": "talks", "where": [{"field": "kind", "not": "lecture"}]}, 2, 2),
        ("教育局主办或协办的", "events", {"count": "talks", "where": [{"field": "unit", "is": "education"}]}, 2, 2),
        ("协办的，全区只算一次", "events", {"count": "talks", "where": [{"field": "unit", "in": ["education", "justice"]}]}, 4, 4),
        ("司法局作为主办的", "events", {"count": "talks", "where": [
            {"field": "unit", "is": "justice"}, {"field": "role", "is": "organiser"}]}, 2, 2),
        ("没有司法局的", "events", {"count": "talks", "where": [{"field": "unit", "not": "justice"}]}, 1, 1),
        ("代码前缀", "events", {"count": "talks", "where": [{"field": "kind", "prefix": "lec"}]}, 2, 2),
        ("电台人次", "person-times", {"sum": "heads", "of": "talks", "where": RADIO}, 100_000, 2),
        ("协办不使人次翻倍", "person-times", {"sum": "heads", "of": "talks", "where": [
            {"field": "unit", "in": ["education", "justice"]}]}, 100_200, 4),
        ("到场人次", "person-times", {"count": "attendances"}, 6, 2),
        ("主办单位数", "places", {"distinct": "unit", "of": "talks"}, 2, 4),
    ],
)  # fmt: skip
def test_counts_sums_and_filters(
    measured: Measured, year: Any, *, says: str, unit: str, measure: Any, expected: int, records: int
) -> None:
    value = measured(body("x", unit, measure))
    assert (value.value, value.record_count) == (Decimal(expected), records)


def test_the_window_has_both_ends_inside(measured: Measured, year: Any) -> None:
    talks = body("x", "events", {"count": "talks"})
    assert measured(talks, since=date(2018, 3, 1), until=date(2018, 5, 12)).value == 3
    assert measured(talks, since=date(2018, 3, 2), until=date(2018, 5, 11)).value == 1


def test_an_event_belongs_to_its_civil_day_in_china(measured: Measured, year: dict[str, world.Talk]) -> None:
    late = datetime(2018, 7, 1, 16, 30, tzinfo=UTC)  # half past midnight on the 2nd in China
    world.Attendance.objects.create(talk=year["two"], token="n", channel="radio", at=late)
    events = body("x", "person-times", {"count": "attendances"})
    assert measured(events, since=date(2018, 7, 2), until=date(2018, 7, 2)).value == 1


def test_people_across_channels_are_a_range(measured: Measured, year: Any) -> None:
    people = body("x", "people", {"distinct": "token", "of": "attendances", "linked_within": "channel"})
    value = measured(people)
    assert value.value == Range(Decimal(3), Decimal(5))
    assert value.composition == (("电台", Decimal(2)), ("微信", Decimal(3)))
    assert value.parts_overlap


def test_one_channel_is_exact(measured: Measured, year: Any) -> None:
    wechat = {"distinct": "token", "of": "attendances", "where": [{"field": "channel", "is": "wechat"}]}
    assert measured(body("x", "people", wechat)).value == 3


def test_platform_totals_and_tokens_unite_as_a_range(measured: Measured, year: dict[str, world.Talk]) -> None:
    world.Talk.objects.filter(pk=year["court"].pk).update(unique_heads=100)
    world.Talk.objects.filter(pk=year["old"].pk).update(unique_heads=70)
    union = {"union": [
        {"distinct": "token", "of": "attendances", "label": "日志"},
        {"bounds": "unique_heads", "of": "talks", "label": "平台总数"},
    ]}  # fmt: skip
    value = measured(body("x", "people", union))
    assert value.value == Range(Decimal(100), Decimal(175))
    assert value.composition == (("日志", Decimal(5)), ("平台总数", Range(Decimal(100), Decimal(170))))


def test_parts_are_named_and_co_organisers_each_get_credit(measured: Measured, year: Any) -> None:
    value = measured(body("x", "events", {"count": "talks"}, split="unit"))
    assert value.value == 4
    assert value.composition == (("education", Decimal(2)), ("justice", Decimal(3)))
    assert value.parts_overlap


def test_parts_and_keys_are_those_that_were_asked_for(measured: Measured, year: Any) -> None:
    justice = [{"field": "unit", "prefix": "jus"}]
    parts = measured(body("x", "events", {"count": "talks", "where": justice}, split="unit"))
    assert (parts.value, parts.composition) == (3, (("justice", Decimal(3)),))
    assert measured(body("x", "places", {"distinct": "unit", "of": "talks", "where": justice})).value == 1


def test_parts_of_a_total(measured: Measured, year: Any) -> None:
    total = {"total": [
        {"sum": "heads", "of": "talks", "where": RADIO, "label": "线上"},
        {"sum": "heads", "of": "talks", "where": LECTURES, "label": "线下"},
    ]}  # fmt: skip
    value = measured(body("x", "person-times", total))
    assert value.value == 100_200
    assert value.composition == (("线上", Decimal(100_000)), ("线下", Decimal(200)))
    assert value.record_count == 4


def test_a_share_shows_both_of_its_numbers(measured: Measured, year: Any) -> None:
    share = {"ratio": {
        "over": {"count": "talks", "where": LECTURES, "unit": "events", "label": "讲座"},
        "under": {"count": "talks", "unit": "events", "label": "活动"},
    }}  # fmt: skip
    value = measured(body("x", "percent", share))
    assert value.value == Decimal("50.00")
    assert value.composition == (("讲座（场）", Decimal(2)), ("活动（场）", Decimal(4)))


def test_six_years_in_a_row(measured: Measured, world_tables: None) -> None:
    for when in (2009, 2010, 2012, 2013, 2014, 2015, 2016, 2017):
        world.Honour.objects.create(day=date(when, 12, 1))
    streak = body("x", "years", {"streak": {"of": {"count": "honours"}}}, window="as-at")
    assert measured(streak, since=date(2018, 1, 1)).value == 6
    assert measured(streak, until=date(2019, 8, 1)).value == 0  # 2018 brought none: the run is over
    longest = body("x", "years", {"streak": {"of": {"count": "honours"}, "ending": "any"}}, window="as-at")
    assert measured(longest, until=date(2019, 8, 1)).value == 6


@pytest.mark.parametrize(
    ("how", "expected"), [("compound", "33.00"), ("simple", "38.45"), ("total", "76.89")]
)
def test_growth_says_which_kind(measured: Measured, money: None, how: str, expected: str) -> None:
    growth = {"growth": {"of": {"sum": "amount", "of": "money"}, "base": 2015, "how": how}}
    value = measured(body("x", "percent", growth))
    assert value.value == Decimal(expected)
    assert value.composition == (
        ("基期 2015年（元）", Decimal("600000.00")),
        ("末期 2017年（元）", Decimal("1061340.00")),
    )


def test_growth_starts_from_the_year_before_the_window(measured: Measured, money: None) -> None:
    growth = body("x", "percent", {"growth": {"of": {"sum": "amount", "of": "money"}, "how": "total"}})
    assert measured(growth, since=date(2017, 1, 1)).value == Decimal("51.62")
    refused = measured(growth, since=date(2014, 1, 1))
    assert (refused.value, refused.state) == (None, State.REFUSED)
    assert "2013" in refused.why


def test_growth_across_changed_definitions_is_refused(measured: Measured, money: None) -> None:
    budget = body("budget", "yuan", {"sum": "amount", "of": "money"}, applies_from="2017-01-01")
    growth = body("x", "percent", {"growth": {"of": {"figure": "budget"}, "base": 2015}})
    refused = measured(growth, budget)
    assert (refused.value, refused.state) == (None, State.REFUSED)
    assert "budget" in refused.why
    assert "不可比" in refused.why


def test_money_a_head_under_every_population(measured: Measured, money: None) -> None:
    area = Area.objects.create(
        code=world.HERE, name="甲区", kind="district", path=f"/{world.HERE}/", valid_from=date(2000, 1, 1),
        source="示例", pinyin="jia",
    )  # fmt: skip
    for basis, value in (("resident", 729_600), ("registered", 647_932)):
        Population.objects.create(
            area=area,
            basis=basis,
            as_of=date(2015, 12, 31),
            published_on=date(2016, 3, 1),
            value=value,
            source="公报",
        )
    Population.objects.create(  # not yet published in the window: may not be used
        area=area,
        basis="census",
        as_of=date(2020, 11, 1),
        published_on=date(2021, 6, 1),
        value=1,
        source="普查",
    )
    per_head = {"ratio": {
        "over": {"sum": "amount", "of": "money"},
        "under": {"sum": "value", "of": "populations", "window": "as-at"}, "each": "basis",
    }}  # fmt: skip
    value = measured(body("x", "yuan-per-head", per_head, window="per-year"), since=date(2016, 1, 1))
    assert value.composition == (
        ("2016年 · 户籍", Decimal("1.0804")),
        ("2016年 · 常住", Decimal("0.9594")),
        ("2017年 · 户籍", Decimal("1.6380")),
        ("2017年 · 常住", Decimal("1.4547")),
    )
    assert value.value == Range(Decimal("0.9594"), Decimal("1.6380"))


def test_what_was_not_measured_says_so(measured: Measured, world_tables: None) -> None:
    assert measured(body("x", "events", {"count": "talks"})).state is State.NO_RECORDS
    world.Talk.objects.create(title="没有播放量", kind="radio", day=date(2018, 1, 1), heads=3)
    views = measured(body("x", "views", {"sum": "views", "of": "talks"}, empty="unmeasured"))
    assert (views.value, views.state, views.record_count) == (None, State.UNMEASURED, 0)


def test_the_door_knows_evidence_lateness_and_what_was_held_back(measured: Measured, year: Any) -> None:
    value = measured(body("x", "events", {"count": "talks"}), since=date(2018, 1, 1))
    assert value.value == 3
    assert value.held_back == (("unconfirmed", 1),)
    assert value.evidence_kinds == (("notice", 1), ("photo", 1), ("platform_export", 2))
    assert (
        value.late_entries == 2
    )  # entered on 1 June; the talks of March and April are more than 30 days old
    assert value.reported_after == 52  # 92, 52 and 20 days: the middle one
    assert (value.second_party, value.corrected) == (2, 0)
    assert value.confirmed_by == ("区普法办",)
    assert value.unsealed == 3


def test_the_same_records_give_the_same_bytes(measured: Measured, year: Any) -> None:
    definition = body("x", "people", {"distinct": "token", "of": "attendances", "linked_within": "channel"})
    data = as_data(measured(definition))
    assert data["value"] == {"low": "3", "high": "5"}
    assert data == as_data(measured(definition))
