"""Last year's workbooks of sixty units, each in one of ten ugly shapes, with what is planted in them.

Shapes, as offices really make them: a title over a plain table; a head of two merged rows; months as lines of their
own with subtotals; days without a year under a title that names it; notes and a signature at the foot; CSV in GB18030; a table in
a Word letter; numbers with their units written in the cells; a sheet a quarter; days merged over several rows.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font

TOPICS = (
    "反家庭暴力法", "电梯安全条例", "食品安全法", "消费者权益保护法", "道路交通安全法", "未成年人保护法", "劳动合同法",
    "安全生产法", "环境保护法", "档案法", "统计法", "慈善法", "保密法", "网络安全法", "招标投标法", "残疾人保障法",
)  # fmt: skip
FORMS = ("讲座", "咨询", "演出", "座谈会", "图片展", "入户宣传")
AUDIENCES = ("居民", "机关干部", "学生", "企业", "市民", "老年人")
ORDINALS = "一二三四五六七八九十"
ROWS = range(6, 11)


@dataclass(frozen=True)
class Line:
    """One activity as the workbook means it."""

    title: str
    day: date
    form: str
    audience: str
    times: int
    copies: int
    partner: str = ""
    written_day: date | None = None  # another day stands in the cell


@dataclass(frozen=True)
class Book:
    """One unit's file."""

    name: str
    content: bytes
    unit: str
    shape: str


@dataclass
class Planted:
    """What a person should be asked about, and what is right in the end."""

    rows: int = 0
    good: int = 0
    times: int = 0
    slips: Counter[str] = field(default_factory=Counter)


def ugly_books(units: Sequence[str], *, year: int, seed: int) -> tuple[list[Book], Planted]:
    """The workbooks of the units named, one each, and the truth about them."""
    random = Random(f"{seed}:workbooks")
    planted = Planted()
    lines = {unit: _lines(number, year, random, planted) for number, unit in enumerate(units)}
    _plant_both_sides(lines, units, random, planted)
    books = []
    for number, unit in enumerate(units):
        shape, draw = SHAPES[number % len(SHAPES)]
        own = _plant_slips(lines[unit], number, shape, planted)
        name, content = draw(unit, year, own)
        planted.rows += len(own)
        books.append(Book(f"{number + 1:02d}-{unit}{name}", content, unit, shape))
    return books, planted


def _lines(number: int, year: int, random: Random, planted: Planted) -> list[Line]:
    count = random.choice(ROWS)
    days = sorted(random.sample(range(5, 355), count))
    lines = []
    for place, offset in enumerate(days):
        topic = TOPICS[(number * 5 + place * 3) % len(TOPICS)]
        form = FORMS[(number + place) % len(FORMS)]
        title = (
            f"{topic}{form}（第{ORDINALS[place]}场）"
            if form != "入户宣传"
            else f"{topic}入户宣传第{ORDINALS[place]}轮"
        )
        lines.append(
            Line(
                title,
                date(year, 1, 1) + timedelta(days=offset),
                form,
                random.choice(AUDIENCES),
                random.randint(3, 40) * 10,
                random.randint(2, 30) * 10,
            )
        )
    planted.good += len(lines)
    planted.times += sum(line.times for line in lines)
    return lines


def _plant_both_sides(
    lines: dict[str, list[Line]], units: Sequence[str], random: Random, planted: Planted
) -> None:
    """What two units did together stands in both books: it is one activity. The first one's book names the second."""
    naming = [at for at in range(len(units) - 1) if SHAPES[at % len(SHAPES)][0] in NAMES_PARTNERS][:PAIRS]
    for first, second in ((units[at], units[at + 1]) for at in naming):
        shared = replace(random.choice(lines[first]), partner=second)
        lines[first] = [shared if line.title == shared.title else line for line in lines[first]]
        theirs = replace(shared, partner=first)
        lines[second] = sorted([*lines[second], theirs], key=lambda line: line.day)
        planted.slips["both_sides"] += 1


def _plant_slips(own: list[Line], number: int, shape: str, planted: Planted) -> list[Line]:
    """A double in the same book, a wrong year; 人 for 人次 comes with the shape."""
    result = list(own)
    if number % 6 == 2 and shape != "merged-days":
        twin = next(line for line in own if not line.partner)
        result.insert(result.index(twin) + 1, replace(twin, title=f"开展{twin.title}"))
        planted.slips["twice"] += 1
    if number % 6 == 5 and shape not in ("bare-days", "merged-days"):
        wrong = next(
            line for line in result if not line.partner and (line.day.month, line.day.day) != (2, 29)
        )
        result[result.index(wrong)] = replace(wrong, written_day=wrong.day.replace(year=wrong.day.year - 1))
        planted.slips["wrong_year"] += 1
    if shape in PEOPLE_FOR_TIMES:
        planted.slips["people_for_times"] += 1
    return result


def _day(line: Line, form: str = "{y}年{m}月{d}日") -> str:
    day = line.written_day or line.day
    return form.format(y=day.year, m=day.month, d=day.day)


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _blank() -> tuple[Any, Any]:
    """A new workbook and its one sheet."""
    book = Workbook()
    return book, book.active


HEAD = ("序号", "活动名称", "活动时间", "活动形式", "参加对象", "参加人次", "发放资料（份）", "协办单位")


def _row(number: int, line: Line, day: object) -> list[object]:
    return [number, line.title, day, line.form, line.audience, line.times, line.copies, line.partner]


def _titled(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    book, sheet = _blank()
    sheet.append([f"{year}年普法宣传活动统计表"])
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append([f"填报单位：{unit}"])
    sheet.append(HEAD)
    for number, line in enumerate(own, start=1):
        sheet.append(_row(number, line, _day(line)))
    return ".xlsx", _saved(book)


def _two_heads(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    book, sheet = _blank()
    sheet.append([f"{unit}{year}年普法工作台账"])
    sheet.append([f"填报单位：{unit}"])
    sheet.append(["序号", "活动情况", "", "", "", "参加情况", "", "备注"])
    sheet.append(["", "活动主题", "日期", "形式", "对象", "参与人次", "发放资料（份）", ""])
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:E3")
    sheet.merge_cells("F3:G3")
    sheet.merge_cells("H3:H4")
    for number, line in enumerate(own, start=1):
        sheet.append(
            [
                number,
                line.title,
                _day(line, "{y}.{m}.{d}"),
                line.form,
                line.audience,
                line.times,
                line.copies,
                "",
            ]
        )
    return ".xlsx", _saved(book)


def _by_month(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    book, sheet = _blank()
    sheet.append([f"{year}年法治宣传活动情况"])
    sheet.append([f"报送单位：{unit}"])
    sheet.append(HEAD[:7])
    number = 0
    for month in sorted({line.day.month for line in own}):
        theirs = [line for line in own if line.day.month == month]
        sheet.append([f"{month}月份"])
        for line in theirs:
            number += 1
            sheet.append(_row(number, line, _day(line, "{y}-{m:02d}-{d:02d}"))[:7])
        sheet.append(
            ["小计", "", "", "", "", sum(line.times for line in theirs), sum(line.copies for line in theirs)]
        )
    sheet.append(["合计", "", "", "", "", sum(line.times for line in own), sum(line.copies for line in own)])
    return ".xlsx", _saved(book)


def _bare_days(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    book, sheet = _blank()
    sheet.append([f"{year}年普法活动登记表"])
    sheet.append([f"单位：{unit}"])
    sheet.append(["活动名称", "时间", "类型", "受众", "参加人次", "宣传资料"])
    for line in own:
        sheet.append(
            [
                line.title,
                f"{line.day.month}月{line.day.day}日",
                line.form,
                line.audience,
                line.times,
                line.copies,
            ]
        )
    return ".xlsx", _saved(book)


def _signed(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    book, sheet = _blank()
    sheet.append([f"{year}年度“谁执法谁普法”活动汇总"])
    sheet.append([])
    sheet.append(["填报单位", *HEAD[1:]])
    for number, line in enumerate(own, start=1):
        sheet.append([unit, *_row(number, line, line.written_day or line.day)[1:]])
    sheet.append([])
    sheet.append(["注：参加人次按签到表统计。"])
    sheet.append(["", "", "", "", "填表人：", "张某"])
    return ".xlsx", _saved(book)


def _csv_old(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["主办单位", *HEAD[1:7]])
    for number, line in enumerate(own, start=1):
        writer.writerow([unit, *_row(number, line, _day(line, "{y}/{m}/{d}"))[1:7]])
    return f"{year}年.csv", buffer.getvalue().encode("gb18030")


def _word(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    document = Document()
    document.add_paragraph(f"{unit}{year}年普法工作总结")
    document.add_paragraph("一年来，我单位认真开展普法工作，现将活动情况报告如下：")
    table = document.add_table(rows=1, cols=8)
    for cell, words in zip(table.rows[0].cells, ["责任单位", *HEAD[1:]], strict=True):
        cell.text = words
    for number, line in enumerate(own, start=1):
        values = [unit, *_row(number, line, _day(line))[1:]]
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = str(value)
    document.add_paragraph("下一步，将继续做好普法工作。")
    return "总结.docx", _saved(document)


def _units_in_cells(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    """人 written in the cells where 人次 are meant."""
    book, sheet = _blank()
    sheet.append([f"{unit}{year}年活动一览"])
    sheet.append([f"单位名称：{unit}"])
    sheet.append(["主题", "开展时间", "方式", "普法对象", "参加情况", "资料数量"])
    for line in own:
        sheet.append(
            [line.title, _day(line), line.form, line.audience, f"{line.times}人", f"{line.copies}份"]
        )
    return ".xlsx", _saved(book)


def _by_quarter(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    """A sheet a quarter, headed 参加人数 where 人次 are meant."""
    book, first = _blank()
    book.remove(first)
    for quarter in range(4):
        theirs = [line for line in own if (line.day.month - 1) // 3 == quarter]
        if not theirs:
            continue
        sheet = book.create_sheet(f"{ORDINALS[quarter]}季度")
        sheet.append([f"{year}年第{ORDINALS[quarter]}季度普法活动"])
        sheet.append([f"牵头单位：{unit}"])
        sheet.append(["序号", "活动内容", "活动日期", "活动类型", "宣传对象", "参加人次", "发放宣传资料"])
        for number, line in enumerate(theirs, start=1):
            sheet.append(_row(number, line, _day(line))[:7])
    return ".xlsx", _saved(book)


def _merged_days(unit: str, year: int, own: list[Line]) -> tuple[str, bytes]:
    """The unit merged down all rows; 参加人数 where 人次 are meant."""
    book, sheet = _blank()
    sheet.append([f"{year}年普法活动明细"])
    sheet.append(["举办单位", "活动名称", "举办日期", "宣传形式", "活动对象", "参加人数", "印发资料"])
    for line in own:
        sheet.append(["", line.title, _day(line), line.form, line.audience, line.times, line.copies])
    sheet["A3"] = unit
    sheet.merge_cells(f"A3:A{len(own) + 2}")
    return ".xlsx", _saved(book)


Draw = Callable[[str, int, list[Line]], tuple[str, bytes]]
SHAPES: tuple[tuple[str, Draw], ...] = (
    ("titled", _titled), ("two-heads", _two_heads), ("by-month", _by_month), ("bare-days", _bare_days),
    ("signed", _signed), ("csv-gb18030", _csv_old), ("word", _word), ("units-in-cells", _units_in_cells),
    ("by-quarter", _by_quarter), ("merged-days", _merged_days),
)  # fmt: skip
NAMES_PARTNERS = ("titled", "signed", "word")
PAIRS = 6
PEOPLE_FOR_TIMES = ("units-in-cells", "merged-days")
