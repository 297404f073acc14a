"""Outlines in Word: headings by style, outline level or numbering; fields; broken files; the way there and back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from zhifa.reports.errors import OutlineNotReadable
from zhifa.reports.rules.outline import Block, from_text
from zhifa.reports.rules.word import read_docx
from zhifa.reports.services import compose
from zhifa.reports.services.official import docx, outline_docx
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here

Word = Callable[[Callable[[Any], None]], bytes]


def test_headings_by_style_and_by_numbering(word: Word) -> None:
    def write(document: Any) -> None:
        document.add_paragraph("某区工作总结").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_heading("按样式的标题", level=1)
        document.add_paragraph("一、按编号的标题")
        document.add_paragraph("（一）下一级")
        document.add_paragraph("一、这一段虽然有编号，但是一句完整的话。")
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "项目", "数量"
        table.cell(1, 0).text, table.cell(1, 1).text = "讲座", "{{法治讲座}}"
        document.add_paragraph("   ")

    assert read_docx(word(write)).blocks == (
        Block("title", "某区工作总结"),
        Block("heading", "按样式的标题", 1),
        Block("heading", "一、按编号的标题", 1),
        Block("heading", "（一）下一级", 2),
        Block("paragraph", "一、这一段虽然有编号，但是一句完整的话。"),
        Block("table", rows=(("项目", "数量"), ("讲座", "{{法治讲座}}"))),
    )


def test_a_field_split_over_runs_is_one_field(word: Word) -> None:
    def write(document: Any) -> None:
        paragraph = document.add_paragraph("共")
        for piece in ("{", "{法治", "讲座}", "}", "。"):
            paragraph.add_run(piece).bold = piece.startswith("{")

    assert read_docx(word(write)).blocks == (Block("paragraph", "共{{法治讲座}}。"),)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "打不开"),
        (b"not a document at all", "打不开"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧版"),
    ],
)
def test_files_that_are_no_document(content: bytes, says: str) -> None:
    with pytest.raises(OutlineNotReadable) as refusal:
        read_docx(content)
    assert says in refusal.value.what
    assert refusal.value.next_step


def test_a_spreadsheet_and_a_torn_document_are_refused(word: Word) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(OutlineNotReadable, match="不是 Word"):
        read_docx(buffer.getvalue())
    whole = word(lambda document: document.add_paragraph("一段"))
    with pytest.raises(OutlineNotReadable):
        read_docx(whole[: len(whole) // 2])


def test_an_empty_document_says_so(word: Word) -> None:
    with pytest.raises(OutlineNotReadable, match="没有文字"):
        read_docx(word(lambda document: None))


def test_an_outline_goes_out_to_word_and_comes_back() -> None:
    blocks = from_text(
        "= 题\n\n# 一、甲\n\n共{{法治讲座 | 万}}。\n\n| 项目 | 数 |\n| 讲座 | {{法治讲座}} |\n\n尾。\n"
    )
    assert list(read_docx(outline_docx(blocks)).blocks) == blocks


def test_a_report_edited_in_word_comes_back_with_its_fields_alive(here: Here) -> None:
    blocks = from_text("= 题\n\n# 一、甲\n\n共{{法治讲座}}。\n\n{{表：活动参加人次}}\n\n尾。\n")
    composed = compose(SYSTEM, blocks, title="题", since=SINCE, until=UNTIL)
    document = Document(io.BytesIO(docx(composed)))
    next(p for p in document.paragraphs if p.text == "尾。").runs[0].text = "改过的尾。"
    buffer = io.BytesIO()
    document.save(buffer)
    read = read_docx(buffer.getvalue())
    assert list(read.blocks) == [*blocks[:-1], Block("paragraph", "改过的尾。")]
    again = compose(SYSTEM, read.blocks, title="题", since=date(2017, 1, 1), until=date(2017, 12, 31))
    assert "共1场。" in [line.text for line in again.lines]


def test_the_same_report_is_the_same_bytes(here: Here) -> None:
    blocks = from_text("= 题\n\n共{{法治讲座}}，约三百人次。\n")
    composed = [compose(SYSTEM, blocks, title="题", since=SINCE, until=UNTIL) for _ in range(2)]
    assert docx(composed[0]) == docx(composed[1])
