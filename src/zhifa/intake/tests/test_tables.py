"""Ugly shapes, as offices draw them."""

from __future__ import annotations

from typing import Any

from zhifa.intake.api import read_sheets
from zhifa.intake.rules.tables import Table, known_by, understand
from zhifa.intake.tests.conftest import xlsx

KNOWN = known_by(["日期", "主办单位", "题目", "活动名称", "参加人次", "发放资料", "单位", "时间"])


def table_of(rows: Any, merges: Any = ()) -> Table:
    """The first sheet of a workbook, understood."""
    return understand(read_sheets(xlsx(rows, merges), "a.xlsx").sheets[0], KNOWN)


def labels(table: Table) -> list[str]:
    return [heading.label for heading in table.headings]


def test_title_and_facts_above_the_head() -> None:
    """The title is no head; 填报单位：… is kept as a fact."""
    table = table_of(
        [
            ["2017年法治讲座统计表", None, None],
            ["填报单位：区司法局", None, "填报日期：2017年12月1日"],
            ["日期", "题目", "参加人次"],
            ["2017-05-03", "宪法", 300],
        ],
        ["A1:C1", "A2:B2"],
    )
    assert table.head_rows == (3, 3)
    assert table.titles == ("2017年法治讲座统计表",)
    assert table.facts == {"填报单位": "区司法局", "填报日期": "2017年12月1日"}
    assert [line.number for line in table.lines] == [4]


def test_two_row_merged_head() -> None:
    """Levels are joined; a cell merged downwards counts once."""
    table = table_of(
        [
            ["日期", "题目", "参加情况", None, "备注"],
            [None, None, "参加人次", "发放资料", None],
            ["2017-05-03", "宪法", 300, 100, "好"],
        ],
        ["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
    )
    assert table.head_rows == (1, 2)
    assert labels(table) == ["日期", "题目", "参加情况 / 参加人次", "参加情况 / 发放资料", "备注"]
    assert [line.number for line in table.lines] == [3]


def test_three_row_merged_head() -> None:
    """Three levels, a title over all of them."""
    table = table_of(
        [
            ["普法活动汇总", None, None, None, None],
            ["序号", "单位", "活动情况", None, None],
            [None, None, "基本情况", None, "效果"],
            [None, None, "时间", "活动名称", "参加人次"],
            [1, "区司法局", "2017-05-03", "宪法进机关", 300],
            [2, "区教育局", "2017-05-04", "宪法进校园", 200],
        ],
        ["A1:E1", "A2:A4", "B2:B4", "C2:E2", "C3:D3"],
    )
    assert table.head_rows == (2, 4)
    assert labels(table) == [
        "序号", "单位", "活动情况 / 基本情况 / 时间", "活动情况 / 基本情况 / 活动名称", "活动情况 / 效果 / 参加人次",
    ]  # fmt: skip
    assert len(table.lines) == 2


def test_levels_without_merge_marks() -> None:
    """A CSV has no merges: levels are read from the blanks."""
    text = "日期,题目,参加情况,,备注\n,,参加人次,发放资料,\n2017-05-03,宪法,300,100,好\n"
    table = understand(read_sheets(text.encode(), "a.csv").sheets[0], KNOWN)
    assert labels(table) == ["日期", "题目", "参加情况 / 参加人次", "参加情况 / 发放资料", "备注"]


def test_totals_notes_sections_and_repeated_heads_are_no_rows() -> None:
    """All are left out and named."""
    table = table_of(
        [
            ["日期", "题目", "参加人次"],
            ["一、万松街道", None, None],
            ["2017-05-03", "宪法", 300],
            ["小计", None, 300],
            ["二、民权街道", None, None],
            ["日期", "题目", "参加人次"],
            ["2017-05-04", "民法", 200],
            ["合 计", None, 500],
            ["注：人次为估计数", None, None],
            ["填表人：李四", None, "审核人：王五"],
        ]
    )
    assert [(row.number, row.why) for row in table.skipped] == [
        (2, "section"), (4, "total"), (5, "section"), (6, "head"), (8, "total"), (9, "note"), (10, "note"),
    ]  # fmt: skip
    assert [(line.number, line.section) for line in table.lines] == [(3, "万松街道"), (7, "民权街道")]


def test_merged_body_cells_are_filled_down() -> None:
    """A unit written once for three rows belongs to all three."""
    table = table_of(
        [
            ["单位", "日期", "题目"],
            ["区司法局", "2017-05-03", "宪法"],
            [None, "2017-05-04", "民法"],
            ["区教育局", "2017-05-05", "刑法"],
        ],
        ["A2:A3"],
    )
    assert [line.cells[0] for line in table.lines] == ["区司法局", "区司法局", "区教育局"]
    assert table.lines[1].filled == frozenset({0})


def test_no_head_at_all() -> None:
    """Columns go by their letters."""
    table = table_of([[1, 2], [3, 4]])
    assert table.head_rows is None
    assert labels(table) == ["A 列", "B 列"]
    assert len(table.lines) == 2
