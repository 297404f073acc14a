"""Every file either reads or is refused clearly."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
import xlwt
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile

from zhifa.intake import terms
from zhifa.intake.api import read_sheets
from zhifa.intake.tests.conftest import xlsx
from zhifa.kernel.errors import Refusal

SAMPLES = Path("/work/shared/data/formats/spreadsheets")
PLAIN = [["日期", "题目"], ["2017-05-03", "宪法讲座"]]


def refused(data: bytes, name: str = "表.xlsx") -> str:
    """The code with which a file is refused; every refusal says what to do."""
    with pytest.raises(Refusal) as caught:
        read_sheets(data, name)
    assert caught.value.next_step
    assert name in caught.value.what
    return caught.value.code


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of sample spreadsheets is not on this machine")
def test_every_sample_reads_or_is_refused() -> None:
    """Not one of the collected workbooks ends in an exception."""
    read, turned_down = 0, []
    for path in sorted(SAMPLES.iterdir()):
        try:
            assert read_sheets(path.read_bytes(), path.name).sheets
            read += 1
        except Refusal as refusal:
            turned_down.append((path.name, refusal.code))
    assert read >= 50
    assert {code for _name, code in turned_down} <= {"sheet-empty", "sheet-broken"}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of sample spreadsheets is not on this machine")
@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
def test_torn_samples_never_end_in_an_exception(cut: float) -> None:
    """The same workbooks, torn off in the middle."""
    turned_down = []
    for path in sorted(SAMPLES.iterdir()):
        data = path.read_bytes()
        try:
            read_sheets(data[: int(len(data) * cut)], path.name)
        except Refusal as refusal:
            turned_down.append(refusal)
    assert turned_down
    assert all(refusal.next_step for refusal in turned_down)


def test_each_kind_is_read() -> None:
    """The same table out of xlsx, xls, csv in two encodings, tsv, docx and a web page called .xls."""
    old = xlwt.Workbook()
    sheet = old.add_sheet("表")
    for row, cells in enumerate(PLAIN):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    xls = io.BytesIO()
    old.save(xls)
    document = Document()
    document.add_paragraph("2017年讲座统计表")
    table = document.add_table(2, 2)
    for row, cells in enumerate(PLAIN):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    docx = io.BytesIO()
    document.save(docx)
    text = "日期,题目\n2017-05-03,宪法讲座\n"
    page = "<html><table><tr><td>日期</td><td>题目</td></tr><tr><td>2017-05-03</td><td>宪法讲座</td></tr></table></html>"
    for data, name, kind in (
        (xlsx(PLAIN), "a.xlsx", "xlsx"),
        (xls.getvalue(), "a.xls", "xls"),
        (text.encode("utf-8-sig"), "a.csv", "csv"),
        (text.encode("gb18030"), "a.csv", "csv"),
        (text.encode("utf-16"), "a.csv", "csv"),
        (text.replace(",", "\t").encode(), "a.tsv", "csv"),
        (docx.getvalue(), "a.docx", "docx"),
        (page.encode("gb18030"), "a.xls", "html"),
    ):
        book = read_sheets(io.BytesIO(data), name)
        assert (book.kind, [[str(v) for v in row] for row in book.sheets[0].rows]) == (kind, PLAIN), name
        assert book.sheets[0].cell(1, 1).address == "B2"


def test_not_a_spreadsheet() -> None:
    """A PDF, an image, prose, and a zip of something else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x")
    for data in (
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n",
        "今天下雨。".encode(),
        packed.getvalue(),
        bytes(range(256)),
    ):
        assert refused(data) == "sheet-type-unknown"


def test_broken_and_empty() -> None:
    """A torn archive, a changed byte, nothing at all, a workbook without a cell."""
    whole = xlsx(PLAIN)
    assert refused(whole[:-200]) == "sheet-broken"
    torn = bytearray(whole)
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    torn[at : at + 20] = b"\x00" * 20
    assert refused(bytes(torn)) == "sheet-broken"
    assert refused(b"") == "sheet-empty"
    assert refused(xlsx([])) == "sheet-empty"


def test_a_document_without_a_table() -> None:
    """Word's running text is not read."""
    document = Document()
    document.add_paragraph("只有正文")
    file = io.BytesIO()
    document.save(file)
    assert refused(file.getvalue(), "a.docx") == "document-without-table"


def test_password_protected() -> None:
    """A really encrypted workbook is refused as locked, and no password is asked for."""
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(PLAIN))).encrypt("secret", locked)
    assert msoffcrypto.OfficeFile(io.BytesIO(locked.getvalue())).is_encrypted()
    assert refused(locked.getvalue()) == "sheet-locked"


def test_macros_are_named_and_never_run() -> None:
    """The cells of a macro workbook are read, and it is said that the macros stay asleep."""
    data = io.BytesIO(xlsx(PLAIN))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open() Kill *.*")
    book = read_sheets(data.getvalue(), "a.xlsm")
    assert book.sheets[0].cell(1, 1).text == "宪法讲座"
    assert any("宏从不运行" in notice for notice in book.notices)


def test_a_bomb_stops_at_the_limit(monkeypatch: Any) -> None:
    """A small file that unpacks into something enormous is not unpacked."""
    bomb = io.BytesIO(xlsx(PLAIN))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\x00" * 30_000_000)
    monkeypatch.setattr("zhifa.intake.rules.guards.MAX_UNPACKED", 10_000_000)
    assert refused(bomb.getvalue()) == "sheet-blows-up"


def test_too_large(monkeypatch: Any) -> None:
    """More bytes, more columns, or a lonely value far away."""
    monkeypatch.setattr(terms, "MAX_BYTES", 1000)
    assert refused(xlsx(PLAIN)) == "sheet-too-large"
    monkeypatch.undo()
    assert refused(xlsx([list(range(501))])) == "sheet-too-many-rows"
    book = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(PLAIN))) as old, zipfile.ZipFile(book, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part.endswith("sheet1.xml"):
                text = text.replace(
                    b"</sheetData>", b'<row r="900000"><c r="A900000"><v>1</v></c></row></sheetData>'
                )
            new.writestr(part, text)
    assert refused(book.getvalue()) == "sheet-too-many-rows"


def test_hidden_sheets_and_unsaved_formulas_are_said() -> None:
    """What is not read is named."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["日期", "人次"])
    book.active.append(["2017-05-03", "=1+2"])
    book.create_sheet("底稿").append(["x"])
    book["底稿"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    read = read_sheets(file.getvalue(), "a.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["Sheet"]
    assert any("底稿" in notice for notice in read.notices)
    assert any("B2" in notice for notice in read.notices)
    assert read.sheets[0].cell(1, 1).kind == "formula"
