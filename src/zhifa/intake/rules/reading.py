"""From the bytes of a file to a workbook: by content, never by the ending of its name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO
from zipfile import ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document
from docx.oxml.ns import qn
from lxml import etree, html
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zhifa.intake import terms
from zhifa.intake.errors import (
    DocumentHasNoTable,
    SheetHasTooManyRows,
    SheetIsBroken,
    SheetIsEmpty,
    SheetIsLocked,
    SheetTooLarge,
    TextUnreadable,
    UnknownSheetType,
)
from zhifa.intake.rules import guards
from zhifa.intake.rules.sheets import Merge, Sheet, Value, Workbook, letters

OOXML = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "word/document.xml": "docx"}
DELIMITERS = ",\t;，|"
HTML = re.compile(rb"<(html|table|!doctype html)\b", re.IGNORECASE)
MAGICS = (
    (b"%PDF", gettext_lazy("PDF 文件")),
    (b"\x89PNG", gettext_lazy("图片")),
    (b"\xff\xd8\xff", gettext_lazy("图片")),
    (b"GIF8", gettext_lazy("图片")),
    (b"Rar!", gettext_lazy("压缩包")),
    (b"7z\xbc\xaf", gettext_lazy("压缩包")),
    (b"{\\rtf", gettext_lazy("RTF 文档")),
)
ENDINGS = {"xlsx": (".xlsx", ".xlsm", ".et"), "xlsb": (".xlsb",), "xls": (".xls", ".et"), "ods": (".ods",),
           "docx": (".docx", ".docm"), "csv": (".csv", ".tsv", ".txt")}  # fmt: skip


def read_sheets(file: bytes | IO[bytes], name: str) -> Workbook:
    """The same for bytes or an open file."""
    return read_workbook(file if isinstance(file, bytes) else file.read(), name)


def read_workbook(data: bytes, name: str) -> Workbook:
    """Read a file whole. Refuses what is broken, locked, bloated, empty or no table, each with its mend.

    Macros are never run, links never followed; hidden sheets are left out and said so.
    """
    if not data:
        raise SheetIsEmpty(name)
    if len(data) > terms.MAX_BYTES:
        raise SheetTooLarge(name, terms.MAX_BYTES // terms.MEGABYTE)
    for magic, seen in MAGICS:
        if data.startswith(magic):
            raise UnknownSheetType(name, str(seen))
    if data.startswith(b"PK"):
        workbook = _packed(data, name)
    elif data.startswith(guards.OLE_MAGIC):
        workbook = _old(data, name)
    elif HTML.search(data[:2048]):
        workbook = _web_page(data, name)
    else:
        workbook = _text(data, name)
    if not workbook.sheets:
        raise SheetIsEmpty(name)
    return workbook


def _packed(data: bytes, name: str) -> Workbook:
    """A zip archive: Office Open XML or OpenDocument."""
    archive = guards.open_archive(data, name)
    parts = set(archive.namelist())
    kind = next((kind for part, kind in OOXML.items() if part in parts), "")
    if not kind and "content.xml" in parts and "mimetype" in parts:
        if b"spreadsheet" not in archive.read("mimetype"):
            raise UnknownSheetType(name, _("其他 OpenDocument 文件"))
        if (
            b"encryption-data" in archive.read("META-INF/manifest.xml")
            if "META-INF/manifest.xml" in parts
            else False
        ):
            raise SheetIsLocked(name)
        kind = "ods"
    if not kind:
        raise UnknownSheetType(name, _("压缩包"))
    notices = [*_ending_notice(name, kind)]
    if any(part.endswith("vbaProject.bin") for part in parts):
        notices.append(str(terms.HAS_MACROS))
    if kind == "docx":
        return _document(data, name, notices)
    return _calamine(data, name, kind, notices, _reaches(archive, name, kind))


def _reaches(archive: ZipFile, name: str, kind: str) -> dict[str, guards.Reach]:
    if kind == "xlsx":
        return guards.reaches_of_xlsx(archive, name)
    if kind == "ods":
        return guards.reaches_of_ods(archive, name)
    return {str(number): reach for number, reach in enumerate(guards.reaches_of_xlsb(archive, name))}


def _old(data: bytes, name: str) -> Workbook:
    """An OLE file: the old .xls, or a locked new one."""
    if guards.ole_has(data, "EncryptedPackage"):
        raise SheetIsLocked(name)
    if guards.ole_has(data, "WordDocument"):
        raise UnknownSheetType(name, _("旧版 Word 文档（.doc）"))
    if not (guards.ole_has(data, "Workbook") or guards.ole_has(data, "Book")):
        raise UnknownSheetType(name, _("其他旧版 Office 文件"))
    notices = [*_ending_notice(name, "xls")]
    if guards.ole_has(data, "_VBA_PROJECT_CUR"):
        notices.append(str(terms.HAS_MACROS))
    return _calamine(data, name, "xls", notices, {})


def _calamine(
    data: bytes, name: str, kind: str, notices: list[str], reaches: dict[str, guards.Reach]
) -> Workbook:
    """Read the sheets with calamine, after their reach was found bearable."""
    for title, reach in reaches.items():
        guards.must_fit(reach, name, title)
    sheets: list[Sheet] = []
    with _opened(data, name) as book:
        for number, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                notices.append(str(terms.HIDDEN_SHEET % {"sheet": meta.name}))
                continue
            reach = reaches.get(meta.name) or reaches.get(str(number)) or guards.Reach()
            try:
                sheet = _sheet(book, meta.name, name, reach)
            except CalamineError as problem:
                notices.append(str(terms.BROKEN_SHEET % {"sheet": meta.name, "detail": str(problem)[:120]}))
                continue
            if sheet is None:
                continue
            if sheet.unsaved:
                row, column = min(sheet.unsaved)
                where = f"{letters(column)}{row + 1}"
                words = {"sheet": meta.name, "n": len(sheet.unsaved), "where": where}
                notices.append(str(terms.UNSAVED_FORMULAS % words))
            sheets.append(sheet)
    if not sheets and any("读不出来" in notice for notice in notices):
        raise SheetIsBroken(name, notices[-1])
    return Workbook(name, kind, tuple(sheets), tuple(notices))


def _opened(data: bytes, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as problem:
        raise SheetIsLocked(name) from problem
    except (CalamineError, OSError, ValueError) as problem:
        raise SheetIsBroken(name) from problem
    except BaseException as problem:
        # The reader is native code; a panic there comes as a BaseException of its own type.
        if type(problem).__name__ == "PanicException":
            raise SheetIsBroken(name) from problem
        raise


def _sheet(book: CalamineWorkbook, sheet_name: str, name: str, reach: guards.Reach) -> Sheet | None:
    """One sheet from A1, or None where it holds nothing."""
    try:
        sheet = book.get_sheet_by_name(sheet_name)
        height, width = sheet.total_height, sheet.total_width
        guards.must_fit(guards.Reach(height, width), name, sheet_name)
        rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)
        ranges = sheet.merged_cell_ranges
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":
            raise SheetIsBroken(name) from problem
        raise
    if not _holds(rows):
        return None
    told = [(a[0], a[1], b[0], b[1]) for a, b in ranges] if ranges is not None else None
    merges = reach.merges if reach.merges is not None else told
    unsaved = frozenset(
        (row, column)
        for row, column in reach.unsaved
        if row >= len(rows) or column >= len(rows[row]) or rows[row][column] == ""
    )
    return Sheet(sheet_name, rows, merges, unsaved)


def _document(data: bytes, name: str, notices: list[str]) -> Workbook:
    """The tables of a .docx in reading order, each with the lines that stood above it."""
    try:
        document = Document(io.BytesIO(data))
    except Exception as problem:  # python-docx raises whatever it stumbles on
        raise SheetIsBroken(name) from problem
    sheets: list[Sheet] = []
    lead: list[str] = []
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:p"):
            text = "".join(part.text or "" for part in block.iter(qn("w:t"))).strip()
            lead = [*lead, text][-3:] if text else lead
        elif block.tag == qn("w:tbl"):
            rows, merges = _grid(_word_rows(block))
            if _holds(rows):
                sheet = _("表 %(n)s") % {"n": len(sheets) + 1}
                guards.must_fit(guards.Reach(len(rows), max(map(len, rows))), name, sheet)
                sheets.append(Sheet(sheet, rows, merges, lead=tuple(lead)))
            lead = []
    if not sheets:
        raise DocumentHasNoTable(name)
    return Workbook(name, "docx", tuple(sheets), tuple(notices))


Spanned = tuple[str, int, int]  # text, rows down, columns across; rows 0: goes on from above


def _word_rows(table: etree._Element) -> Iterator[list[Spanned]]:
    """Rows of a Word table; a cell that continues a vertical merge has 0 rows."""
    for row in table.iterchildren(qn("w:tr")):
        cells: list[Spanned] = []
        before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        if before is not None:
            cells += [("", 1, 1)] * int(before.get(qn("w:val")))
        for cell in row.iter(qn("w:tc")):
            lines = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell.iter(qn("w:p"))]
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            joined = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            down = 0 if joined is not None and joined.get(qn("w:val")) != "restart" else 1
            across = int(span.get(qn("w:val"))) if span is not None else 1
            cells.append(("\n".join(line for line in lines if line).strip(), down, across))
        yield cells


def _web_page(data: bytes, name: str) -> Workbook:
    """The tables of an HTML page; many systems export such a page and call it .xls."""
    text, encoding = decoded(data, name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    root = html.fromstring(text)
    sheets: list[Sheet] = []
    for table in root.iter("table"):
        rows, merges = _grid(_web_rows(table))
        if _holds(rows):
            sheet = _("表 %(n)s") % {"n": len(sheets) + 1}
            guards.must_fit(guards.Reach(len(rows), max(map(len, rows))), name, sheet)
            sheets.append(Sheet(sheet, rows, merges))
    if not sheets:
        raise UnknownSheetType(name, _("没有表格的网页"))
    notice = terms.WRONG_ENDING % {"ending": _ending(name), "kind": _("网页表格")}
    return Workbook(name, "html", tuple(sheets), (str(notice), str(terms.ENCODING % {"encoding": encoding})))


def _web_rows(table: etree._Element) -> Iterator[list[Spanned]]:
    for row in table.iter("tr"):
        yield [
            (
                re.sub(r"[ \t\r\n\xa0]+", " ", cell.text_content()).strip(),
                _span(cell, "rowspan"),
                _span(cell, "colspan"),
            )
            for cell in row.iterchildren("td", "th")
        ]


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1")
    return max(1, min(int(text), terms.MAX_COLUMNS)) if text.isdigit() else 1


def _grid(rows: Iterable[Sequence[Spanned]]) -> tuple[list[list[Value]], list[Merge]]:
    """Spanned cells laid out as a grid with its merges."""
    grid: list[list[Value]] = []
    merges: list[Merge] = []
    reserved: set[tuple[int, int]] = set()
    open_merge: dict[int, int] = {}
    for number, cells in enumerate(rows):
        if number >= terms.MAX_ROWS:
            raise SheetHasTooManyRows("", "", terms.MAX_ROWS)
        line: list[Value] = []
        for text, down, across in cells:
            while (number, len(line)) in reserved:
                line.append("")
            at = len(line)
            if down == 0 and at in open_merge:
                first, left, _last, right = merges[open_merge[at]]
                merges[open_merge[at]] = (first, left, number, right)
                line.extend([""] * across)
                continue
            line.extend([text, *[""] * (across - 1)])
            merges.append((number, at, number + max(down, 1) - 1, at + across - 1))
            open_merge[at] = len(merges) - 1
            reserved.update((number + y, at + x) for y in range(1, down) for x in range(across))
        grid.append(line)
    return grid, [merge for merge in merges if merge[:2] != merge[2:]]


def _text(data: bytes, name: str) -> Workbook:
    """Delimited text."""
    if data.lstrip()[:5] == b"<?xml":
        raise UnknownSheetType(name, _("XML 文件"))
    text, encoding = decoded(data, name)
    lines = [line for line in text[:65536].splitlines() if line.strip()][:50]
    if not lines:
        raise SheetIsEmpty(name)
    delimiter = max(DELIMITERS, key=lambda mark: _evenness(lines, mark))
    named = _ending(name) in ENDINGS["csv"][:2]
    if _evenness(lines, delimiter) == 0 and not named:
        raise UnknownSheetType(name)
    try:
        rows: list[list[Value]] = []
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(line))
            if len(rows) > terms.MAX_ROWS:
                raise SheetHasTooManyRows(name, "CSV", terms.MAX_ROWS)
    except csv.Error as problem:
        raise SheetIsBroken(name) from problem
    guards.must_fit(guards.Reach(len(rows), max(map(len, rows), default=0)), name, "CSV")
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    notices = (*_ending_notice(name, "csv"), str(terms.ENCODING % {"encoding": encoding}))
    sheets = (Sheet(stem, rows),) if _holds(rows) else ()
    return Workbook(name, "csv", sheets, notices)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """Text and the name of its encoding; refuses what is none of UTF-8, UTF-16 (marked) and GB18030."""
    candidates = ["utf-8-sig", "gb18030"]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates = ["utf-16"]
    elif b"\x00" in data[:4096]:
        raise UnknownSheetType(name, _("二进制文件"))
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(c) < 32 and c not in "\t\r\n\f\x1a" for c in text[:4096]):
            raise UnknownSheetType(name, _("二进制文件"))
        return text, encoding.removesuffix("-sig").upper()
    raise TextUnreadable(name)


def _evenness(lines: Sequence[str], mark: str) -> int:
    """How many of the lines carry the mark; more marks a line decide between equals."""
    counts = [line.count(mark) for line in lines]
    carrying = [count for count in counts if count]
    return len(carrying) * 1000 + sum(carrying) if len(carrying) * 2 >= len(lines) else 0


def _holds(rows: Iterable[Sequence[Value]]) -> bool:
    return any(
        value != "" and not (isinstance(value, str) and not value.strip()) for row in rows for value in row
    )


def _ending(name: str) -> str:
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _ending_notice(name: str, kind: str) -> Iterator[str]:
    ending = _ending(name)
    if ending not in ENDINGS[kind]:
        yield str(terms.WRONG_ENDING % {"ending": ending or _("没有"), "kind": f".{kind}"})
