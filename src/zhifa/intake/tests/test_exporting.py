"""Lists out: streamed, marked, harmless."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from zhifa.intake.api import stream_table
from zhifa.kernel.quantities import TIMES, Quantity

ROWS = [
    ["=1+1", 3, date(2017, 5, 3), Quantity.of(300, TIMES)],
    ["+86", None, datetime(2017, 5, 3, 2, tzinfo=UTC), Decimal("1.5")],
]
COLUMNS = ["题目", "场", "日期", "人次"]


def body(response: Any) -> bytes:
    return b"".join(response)


def test_csv() -> None:
    """UTF-8 with its mark, the demonstration's line first, formulas kept as text."""
    response = stream_table("讲座", COLUMNS, ROWS, "csv", "示例数据·非公文")
    data = body(response)
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["示例数据·非公文"], COLUMNS, ["'=1+1", "3", "2017-05-03", "300"], ["'+86", "", "2017-05-03 10:00", "1.5"],
    ]  # fmt: skip
    assert "filename*=utf-8''%E8%AE%B2" in response["Content-Disposition"]


def test_xlsx() -> None:
    """Numbers are numbers, days are days, text is never a formula."""
    sheet = load_workbook(
        io.BytesIO(body(stream_table("讲座", COLUMNS, ROWS, "xlsx", "示例数据·非公文")))
    ).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "示例数据·非公文"
    assert rows[2] == ["=1+1", 3, datetime(2017, 5, 3), 300]  # noqa: DTZ001 -- a sheet knows no zone
    assert sheet["A3"].data_type == "s"
    assert rows[3][3] == 1.5


def test_no_mark_in_a_real_district() -> None:
    """The head stands first."""
    assert body(stream_table("a", ["列"], [["值"]], "csv")).decode("utf-8-sig").splitlines() == ["列", "值"]


def test_csv_is_streamed() -> None:
    """Rows are asked for as they go out, not before."""
    taken = 0

    def rows() -> Any:
        nonlocal taken
        for number in range(100_000):
            taken = number
            yield [number, "一行内容"]

    first = next(iter(stream_table("a", ["号", "内容"], rows(), "csv")))
    assert len(first) > 1000
    assert taken < 20_000


def test_unknown_format() -> None:
    with pytest.raises(ValueError, match="pdf"):
        stream_table("a", [], [], "pdf")
