"""Ten workbooks of ten shapes, as sixty units really send them: the story of the first minute uses them too.

`ten_shapes()` answers name, bytes and how many rows each holds.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import xlwt
from docx import Document
from openpyxl import Workbook

from zhifa.intake.tests.conftest import xlsx

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
ODS_FOOT = "</office:spreadsheet></office:body></office:document-content>"


def two_row_head() -> bytes:
    """A title, a head of two rows, serial numbers, a grand total, a note."""
    return xlsx(
        [
            ["2017年法治宣传活动统计表", *[None] * 6],
            ["序号", "时间", "单位", "活动主题", "活动效果", None, "备注"],
            [None, None, None, None, "参与人次", "发放资料（份）", None],
            [1, "2017年3月5日", "区司法局", "宪法进机关", 120, 200, None],
            [2, "2017.3.8", "区教育局", "妇女权益保障", 80, 150, "好"],
            ["合计", None, None, None, 200, 350, None],
            ["注：数据截至年底。", *[None] * 6],
        ],
        ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "A7:G7"],
        "统计表",
    )


def old_with_merged_units() -> bytes:
    """An .xls in which a unit stands once for several rows."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("一季度")
    for column, word in enumerate(["主办单位", "日期", "题目", "人次"]):
        sheet.write(0, column, word)
    sheet.write_merge(1, 3, 0, 0, "区司法局")
    for row, (day, title, times) in enumerate(
        [("2017/1/5", "信访条例", 40), ("2017/2/6", "民法总则", 50), ("2017/3/7", "反家暴", 60)]
    ):
        for column, cell in enumerate((day, title, times)):
            sheet.write(row + 1, column + 1, cell)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def office_csv() -> bytes:
    """GB18030, a title line of commas, days without a year."""
    text = '2017年区教育局普法活动,,,\n日期,单位,内容,参加人次\n4月15日,区教育局,国家安全教育日,"1,200"\n6.26,区教育局,禁毒日,约300\n'
    return text.encode("gb18030")


def word_table() -> bytes:
    """A table in a letter: the unit stands above it, the head has two rows."""
    document = Document()
    document.add_paragraph("关于报送2017年普法情况的函")
    document.add_paragraph("填报单位：区教育局")
    table = document.add_table(4, 4)
    rows = [
        ["日期", "题目", "参加情况", ""],
        ["", "", "参加人次", "发放资料"],
        ["2017-9-1", "开学第一课", "800", "800"],
        ["2017-12-4", "宪法晨读", "1.2万", "—"],
    ]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(0, 2).merge(table.cell(0, 3))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def web_page() -> bytes:
    """What a system exports and calls .xls."""
    rows = [
        ("活动时间", "责任单位", "活动名称", "参与人次"),
        ("2017-05-12", "万松街道", "防灾减灾法", "90"),
        ("2017-05-15", "民权街道", "防范非法集资", "70"),
    ]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head><meta charset='utf-8'></head><body><table border=1>{body}</table></body></html>".encode()


def open_document() -> bytes:
    """An .ods with a head merged over two columns."""

    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{more}><text:p>{escape(text)}</text:p></table:table-cell>'

    blank = "<table:covered-table-cell/>"
    down, across = ' table:number-rows-spanned="2"', ' table:number-columns-spanned="2"'
    rows = [
        cell("日期", down) + cell("主办单位", down) + cell("讲座题目", down) + cell("规模", across) + blank,
        blank * 3 + cell("参与人次") + cell("宣传资料"),
        cell("2017年7月1日") + cell("区司法局") + cell("党内法规") + cell("55") + cell("60"),
    ]
    table = '<table:table table:name="七月">' + "".join(
        f"<table:table-row>{row}</table:table-row>" for row in rows
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS_HEAD + table + "</table:table>" + ODS_FOOT)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return file.getvalue()


def sheet_a_month() -> bytes:
    """Three sheets with one head, and one that is no list at all."""
    book = Workbook()
    book.remove(book.active)
    for month in (1, 2, 3):
        sheet = book.create_sheet(f"{month}月")
        sheet.append(["日期", "单位名称", "活动名称", "人次"])
        sheet.append([f"2017-{month:02}-10", "区司法局", f"{month}月学法日", 10 * month])
    book.create_sheet("说明").append(["本表由各科室填写，于每月末报送。"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def grouped_by_street() -> bytes:
    """Streets as lines of their own, a subtotal under each, signatures below."""
    return xlsx(
        [
            ["2017年街道普法活动", None, None, None],
            ["序号", "日期", "活动名称", "参加人次"],
            ["一、万松街道", None, None, None],
            [1, 42858, "社区普法", 30],
            [2, 42859, "楼栋宣讲", 20],
            ["小计", None, None, 50],
            ["二、民权街道", None, None, None],
            [1, 42860, "商户学法", 25],
            ["小计", None, None, 25],
            ["总计", None, None, 75],
            ["填表人：李四", None, "审核人：王五", None],
        ],
        ["A1:D1", "A3:D3", "A7:D7"],
    )


def unit_slips() -> bytes:
    """人 where 人次 is meant, in the heading and in the cells."""
    return xlsx(
        [
            ["日期", "主办单位", "题目", "参加人数"],
            ["2017-08-01", "区司法局", "军人优抚", "300余人"],
            ["2017-08-02", "区司法局", "志愿服务", 45],
        ]
    )


def wrong_year_and_doubles() -> bytes:
    """One row of another year, one row twice, 同上."""
    return xlsx(
        [
            ["2017年度讲座登记", None, None, None],
            ["日期", "主办单位", "题目", "参加人次"],
            ["2017-10-01", "区教育局", "国旗法", 66],
            ["2016-10-08", "同上", "未成年人保护法", 77],
            ["2017-10-01", "区教育局", "国旗法", 66],
        ],
        ["A1:D1"],
    )


def ten_shapes() -> list[tuple[str, bytes, int]]:
    """All of them: 23 rows, of which one is a double."""
    return [
        ("司法局统计表.xlsx", two_row_head(), 2),
        ("一季度.xls", old_with_merged_units(), 3),
        ("教育局.csv", office_csv(), 2),
        ("报送函.docx", word_table(), 2),
        ("系统导出.xls", web_page(), 2),
        ("七月.ods", open_document(), 1),
        ("按月.xlsx", sheet_a_month(), 3),
        ("街道.xlsx", grouped_by_street(), 3),
        ("人数.xlsx", unit_slips(), 2),
        ("登记.xlsx", wrong_year_and_doubles(), 3),
    ]
