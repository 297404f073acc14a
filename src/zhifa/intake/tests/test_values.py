"""Cells and what they say, as a table of cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhifa.intake.rules.values import (
    Setting,
    read_choice,
    read_day,
    read_number,
    unit_of_heading,
    with_year,
    years_named,
)
from zhifa.kernel import quantities as q

IN_2017 = Setting(date(2018, 8, 24), (2017,))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2017年5月3日", date(2017, 5, 3)),
        ("2017.5.3", date(2017, 5, 3)),
        ("2017/05/03", date(2017, 5, 3)),
        ("2017-5-3", date(2017, 5, 3)),
        ("20170503", date(2017, 5, 3)),
        (20170503.0, date(2017, 5, 3)),
        (42858, date(2017, 5, 3)),
        ("17.5.3", date(2017, 5, 3)),
        ("2017年5月3日（星期三）", date(2017, 5, 3)),
        ("2017-05-03 09:30", date(2017, 5, 3)),
        ("二〇一七年五月三日", date(2017, 5, 3)),
        ("２０１７年５月３日", date(2017, 5, 3)),
        (date(2017, 5, 3), date(2017, 5, 3)),
    ],
)
def test_days(cell: Any, day: date) -> None:
    assert read_day(cell, IN_2017).value == day


def test_spans_keep_their_end() -> None:
    reading = read_day("2017年11月30日至12月2日", IN_2017)
    assert (reading.value, reading.until) == (date(2017, 11, 30), date(2017, 12, 2))
    assert read_day("2017.5.3-5", IN_2017).until == date(2017, 5, 5)


@pytest.mark.parametrize("cell", ["5月3日", "5.3日", "5月3日上午", 5.13])
def test_a_missing_year_is_asked(cell: Any) -> None:
    reading = read_day(cell, IN_2017)
    assert reading.doubt == ("no-year", "")
    assert with_year(reading, 2017, IN_2017).value.year == 2017


def test_another_year_than_the_title_is_asked() -> None:
    reading = read_day("2016-05-03", IN_2017)
    assert reading.doubt == ("other-year", "2016")
    assert with_year(reading, 2017, IN_2017).value == date(2017, 5, 3)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("2019-05-03", "还没有到"),
        ("2月30日", "这一天"),
        ("2017年2月29日", "这一天"),
        ("2017年5月", "只写到月"),
        ("2017年", "只写到年"),
        (5.1, "分不清"),
        ("上半年", "读不成日期"),
        ("1017-05-03", "不像真的"),
        ("2017.5.7-2017.5.3", "早于开始"),
    ],
)
def test_days_that_are_faults(cell: Any, what: str) -> None:
    reading = read_day(cell, IN_2017)
    assert what in reading.what
    assert reading.mend


def test_plans_may_lie_ahead() -> None:
    assert read_day("2019-05-03", Setting(date(2018, 8, 24), (), may_be_future=True)).value == date(
        2019, 5, 3
    )


@pytest.mark.parametrize(
    ("cell", "number", "estimate"),
    [
        ("1,234", 1234, False), ("1，234人次", 1234, False), ("12万", 120_000, False), ("1.2万", 12_000, False),
        ("约300", 300, True), ("300余", 300, True), ("1.2万余人次", 12_000, True), ("三百", 300, False),
        ("300人次左右", 300, True), (300.0, 300, False), ("近300人次", 300, True), ("300多", 300, True),
    ],
)  # fmt: skip
def test_numbers(cell: Any, number: int, estimate: bool) -> None:
    reading = read_number(cell, q.TIMES)
    assert (reading.value, reading.estimate) == (Decimal(number), estimate)


def test_a_unit_slip_is_a_doubt_and_a_foreign_unit_a_fault() -> None:
    assert read_number("300余人", q.TIMES).doubt == ("unit", "人")
    assert read_number("5次", q.EVENTS).doubt == ("unit", "次")
    assert "单位是元" in read_number("300元", q.TIMES).what
    assert "单位是阅读" in read_number("300阅读", q.TIMES).what


@pytest.mark.parametrize("cell", ["100-200", "-5", "3.5", "很多", "上百人"])
def test_numbers_that_are_faults(cell: str) -> None:
    assert read_number(cell, q.TIMES).what


@pytest.mark.parametrize("cell", ["", "—", "/", "无"])
def test_blank_amounts(cell: str) -> None:
    reading = read_number(cell, q.TIMES)
    assert (reading.value, reading.what) == (None, "")


def test_headings_name_units_and_scales() -> None:
    assert unit_of_heading("参与人次（万人次）") == ("人次", 10_000)
    assert unit_of_heading("经费（单位：万元）") == ("元", 10_000)
    assert unit_of_heading("参加情况 / 参加人数") == ("人", 1)
    assert unit_of_heading("备注") == ("", 1)
    assert read_number("1.2", q.TIMES, scale=10_000).value == 12_000


def test_choices_by_label_alias_and_code() -> None:
    choices = {"talk": "讲座|授课", "street": "街头宣传"}
    assert [read_choice(text, choices).value for text in ("讲座", "授课", "talk", " 街头宣传 ")] == [
        "talk",
        "talk",
        "talk",
        "street",
    ]
    assert "讲座、街头宣传" in read_choice("直播", choices).mend


def test_years_in_titles() -> None:
    assert years_named("2017年统计表") == (2017,)
    assert years_named("2016—2018年") == (2016, 2017, 2018)
    assert years_named("编号 20170503") == ()
