"""Banks in from other shapes, and out to them. Whatever the shape, a file becomes the one table that the intake previews, asks about and
writes; so faults, doubts and doubles are found in one place only.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from docx import Document
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from zhifa.exams.access import may_see_bank
from zhifa.exams.errors import BankFileUnreadable
from zhifa.exams.models import ItemVersion
from zhifa.exams.rules.moodle import NotMoodle, read_moodle, written_moodle
from zhifa.exams.rules.plain import looks_like, read_aiken, read_gift
from zhifa.exams.rules.prose import read_prose, written
from zhifa.exams.rules.rows import BankRow, Written, cells_of, rows_of
from zhifa.exams.terms import FILE_MOST, ITEM, SHEET_TITLES, TARGET, Pool
from zhifa.intake.api import drop_files
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.kernel.official import as_bytes, new_document, text_line, title_line
from zhifa.ledger.api import Subject, demonstration_mark, record


def bring_in(actor: Actor, files: Sequence[UploadedFile[Any]], *, now: datetime, pool: str = "") -> UUID:
    """Read each file into the one table and hand it to the intake, which previews it; nothing is in the bank yet. Sheets, and Word files
    that hold tables, go to the intake as they are. `pool` is what questions are for that say nothing of it themselves. Refused: a file in
    which no question is found."""
    about = {"pool": pool} if pool else {}
    return drop_files(actor, TARGET, [_as_sheet(file) for file in files], about=about, now=now)


def _as_sheet(file: UploadedFile[Any]) -> UploadedFile[Any]:
    name = file.name or ""
    if (file.size or 0) > FILE_MOST:
        raise BankFileUnreadable(_("文件超过 8 MB"), next_step=_("去掉图片，或拆成几个文件。"), field="bank")
    data = file.read()
    file.seek(0)
    rows = rows_in(data, name)
    if rows is None:
        return file
    if not rows:
        raise BankFileUnreadable(
            _("“%(name)s”里没有找到试题") % {"name": name}, why=_("题目要有编号，如“1.”；选项以 A、B、C、D 开头。"),
            next_step=_("对照写法改好再传，或者做成表格。"), field="bank",
        )  # fmt: skip
    return SimpleUploadedFile(f"{name}.xlsx", sheet_of(rows))


def rows_in(data: bytes, name: str) -> list[BankRow] | None:
    """The questions of a file as rows; None for what the intake reads by itself."""
    if data.startswith(b"PK"):
        return _rows_of_word(data)
    head = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith((b"<?xml", b"<quiz")):
        try:
            return read_moodle(data)
        except NotMoodle:
            return None
    text = None if name.lower().endswith((".csv", ".tsv")) or b"\x00" in head else _text(data)
    return None if text is None else _rows_of_text(text, name)


def _rows_of_text(text: str, name: str) -> list[BankRow] | None:
    reader = {"aiken": read_aiken, "gift": read_gift}.get(looks_like(text))
    rows = reader(text) if reader is not None else read_prose(text.splitlines())
    return rows if rows or name.lower().endswith((".txt", ".md", ".gift")) else None


def _rows_of_word(data: bytes) -> list[BankRow] | None:
    """The questions of running text in a Word file; None for a workbook, a broken file, or a table without running questions."""
    try:
        document = Document(io.BytesIO(data))
    except (ValueError, KeyError, OSError):
        return None
    rows = read_prose(paragraph.text for paragraph in document.paragraphs)
    return rows if rows or not document.tables else None


def _text(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def sheet_of(rows: Sequence[BankRow]) -> bytes:
    """Rows as a workbook with the headings that the import knows. Text that begins like a formula stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(_("试题")))
    sheet.append(list(SHEET_TITLES.values()))
    for row in rows:
        cells = [WriteOnlyCell(sheet, text) for text in cells_of(row, SHEET_TITLES)]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@transaction.atomic
def take_out(actor: Actor, versions: Sequence[ItemVersion], fmt: str, *, now: datetime) -> bytes:
    """Questions with their keys as a file: `xlsx`, `docx` or `xml` (Moodle); each can be brought in again without loss. Who took how many
    out is noted. Refused for all but the office."""
    if not may_see_bank(actor):
        raise NotAllowed(_("题库和答案只有区普法办能导出"))
    record(actor, "exams.take_out", Subject(ITEM, "bank"), {"rows": len(versions), "format": fmt}, now=now)
    every = [as_written(version) for version in versions]
    if fmt == "xml":
        return written_moodle(every)
    if fmt == "docx":
        mark = demonstration_mark()
        document = new_document(mark)
        title_line(document, "题库")
        for line in written(every):
            text_line(document, line)
        return as_bytes(document, title="题库", mark=mark)
    return sheet_of([row for one in every for row in rows_of(one)])


def as_written(version: ItemVersion) -> Written:
    """A version as a bank's file holds it."""
    laws = tuple(cited.label for cited in version.cited.all())
    pool = (
        version.item.pool if version.item.pool == Pool.PRACTICE else ""
    )  # without a word a question is for exams
    return Written(
        version.question, laws, version.topic, version.difficulty, tuple(version.posts_display), pool=pool
    )
