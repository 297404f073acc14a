"""The grammar of fields, typed numbers, outlines as text, comparison: rules as tables of cases."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.kernel.errors import Fault
from zhifa.reports.rules.comparing import changed_figures, changed_lines
from zhifa.reports.rules.fields import Field, Span, field_of, parts_of
from zhifa.reports.rules.outline import Block, as_text, empty_headings, from_text, uncovered
from zhifa.reports.rules.typed import typed_numbers
from zhifa.reports.terms import FieldKind, Style

SINCE, UNTIL = date(2018, 4, 1), date(2018, 6, 30)


@pytest.mark.parametrize(
    ("inner", "kind", "name", "style", "days"),
    [
        ("节目参与人次", FieldKind.FIGURE, "节目参与人次", Style.FULL, (SINCE, UNTIL)),
        (" 节目参与人次 ｜ 万 ", FieldKind.FIGURE, "节目参与人次", Style.WAN, (SINCE, UNTIL)),
        ("outreach.radio_times|数字", FieldKind.FIGURE, "outreach.radio_times", Style.BARE, (SINCE, UNTIL)),
        ("法治讲座 | 2017年", FieldKind.FIGURE, "法治讲座", Style.FULL, (date(2017, 1, 1), date(2017, 12, 31))),
        ("法治讲座|2018年", FieldKind.FIGURE, "法治讲座", Style.FULL, (date(2018, 1, 1), UNTIL)),
        ("法治讲座|至今", FieldKind.FIGURE, "法治讲座", Style.FULL, (None, UNTIL)),
        ("法治讲座|上年同期", FieldKind.FIGURE, "法治讲座", Style.FULL, (date(2017, 4, 1), date(2017, 6, 30))),
        ("法治讲座|本年", FieldKind.FIGURE, "法治讲座", Style.FULL, (date(2018, 1, 1), UNTIL)),
        ("法治讲座|2018-04-01至2018-04-30", FieldKind.FIGURE, "法治讲座", Style.FULL, (SINCE, date(2018, 4, 30))),
        ("法治讲座|2018年4月1日至2018年4月30日|万", FieldKind.FIGURE, "法治讲座", Style.WAN, (SINCE, date(2018, 4, 30))),
        ("表：法治讲座", FieldKind.TABLE, "法治讲座", Style.FULL, (SINCE, UNTIL)),
        ("表: 法治讲座 | 2017年", FieldKind.TABLE, "法治讲座", Style.FULL, (date(2017, 1, 1), date(2017, 12, 31))),
        ("增长：法治讲座，上年同期，本期", FieldKind.GROWTH, "法治讲座", Style.FULL, (SINCE, UNTIL)),
    ],
)  # fmt: skip
def test_a_field_as_a_person_writes_it(
    inner: str, kind: FieldKind, name: str, style: Style, days: tuple[date | None, date]
) -> None:
    field = field_of(inner)
    assert isinstance(field, Field)
    assert (field.kind, field.name, field.style) == (kind, name, style)
    assert field.later.within(SINCE, UNTIL) == days


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ("", "空的字段"),
        ("法治讲座 | 大概", "大概"),
        ("法治讲座 | 2018-02-30至2018-03-01", "看不懂"),
        ("法治讲座 | 2018-06-01至2018-05-01", "看不懂"),
        ("增长：法治讲座，2017年", "前后两个时段"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(inner: str, says: str) -> None:
    fault = field_of(inner)
    assert isinstance(fault, Fault)
    assert says in fault.what + fault.mend
    assert fault.mend


def test_the_same_day_a_year_before_29_february() -> None:
    assert Span(word="上年同期").within(date(2020, 2, 29), date(2020, 2, 29)) == (
        date(2019, 2, 28),
        date(2019, 2, 28),
    )


def test_text_around_fields_is_kept_to_the_letter() -> None:
    parts = parts_of("共{{法治讲座}}，参与｛｛活动参加人次｜万｝｝。")
    assert [part if isinstance(part, str) else part.source for part in parts] == [
        "共", "法治讲座", "，参与", "活动参加人次｜万", "。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("举办讲座30多场次，参加6千余人次。", ["30多场次", "6千余人次"]),
        ("开展集中学法十余次", ["十余次"]),
        ("参加三百多人，印发12.5万份", ["三百多人", "12.5万份"]),
        ("增长33%，达到1,234人", ["33%", "1,234人"]),
        ("近百场活动，数十万人次参与", ["近百场", "数十万人次"]),
        ("服务企业 56 家", ["56 家"]),
        ("2018年3月5日，2016-2018年，2016年以来", []),
        ("第七个五年规划，第三次会议，第五十九条", []),
        ("《2018年工作要点》和“五个全覆盖”，〔2026〕12号", []),
        ("一、工作情况", []),
        ("（二）主要做法", []),
        ("1. 主要做法", []),
        ("一个社区一名律师，进一步推进", []),
        ("占百分之三十，三分之二的社区，提高百分之12.5", ["百分之三十", "三分之二", "百分之12.5"]),
        ("12.4万份，12·4国家宪法日，12.4国家宪法日", ["12.4万份"]),
        ("2018年1-6月，3月至5月，3月5日-9日，9:00开始", []),
        ("拨打12348热线，一对一服务，一社区一律师，走进千家万户", []),
        ("没有数字的一段话", []),
    ],
)
def test_numbers_that_somebody_typed(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in typed_numbers(text)] == found


OUTLINE = """= 某区工作报告

导语{{区名}}。

# 一、宣传

## （一）讲座

举办{{法治讲座}}。

## （二）进校园

# 二、保障

只有文字。

| 项目 | 数 |
| 讲座 | {{法治讲座 | 万}} |
"""


def test_an_outline_reads_back_as_it_was_written() -> None:
    blocks = from_text(OUTLINE)
    assert [(block.kind, block.level) for block in blocks] == [
        ("title", 0), ("paragraph", 0), ("heading", 1), ("heading", 2), ("paragraph", 0), ("heading", 2),
        ("heading", 1), ("paragraph", 0), ("table", 0),
    ]  # fmt: skip
    assert blocks[-1].rows == (("项目", "数"), ("讲座", "{{法治讲座 | 万}}"))
    assert from_text(as_text(blocks)) == blocks


def test_headings_without_a_field_under_them_are_uncovered() -> None:
    blocks = from_text("# 甲\n\n## 乙\n\n{{法治讲座}}\n\n## 丙\n\n# 丁\n\n只有文字。\n")
    assert [blocks[index].text for index in uncovered(blocks)] == ["丙", "丁"]
    assert {blocks[index].text for index in empty_headings(blocks)} == {"丙"}


def test_a_table_keeps_its_width_when_rows_are_short() -> None:
    (block,) = from_text("| 甲 | 乙 | 丙\n| 一")
    assert block == Block("table", rows=(("甲", "乙", "丙"), ("一", "", "")))


def test_what_changed_since_the_final_text() -> None:
    changes = changed_lines(["共7场。", "不变。", "删去。"], ["共8场。", "不变。"])
    assert [change.kind for change in changes] == ["changed", "gone"]
    assert changes[0].before == (("same", "共"), ("gone", "7"), ("same", "场。"))
    assert changes[0].after == (("same", "共"), ("new", "8"), ("same", "场。"))


def test_which_figures_changed_and_why() -> None:
    def one(code: str, printed: str, version: int = 1) -> dict[str, object]:
        return {"code": code, "name": code, "window": "w", "printed": printed, "version": version}

    changes = changed_figures([one("a", "7场"), one("b", "3期"), one("c", "1件"), one("d", "2份")],
                              [one("a", "8场"), one("b", "3期"), one("d", "2份", 2)])  # fmt: skip
    assert [(change.name, change.why) for change in changes] == [
        ("a", "records"),
        ("c", "gone"),
        ("d", "definition"),
    ]
