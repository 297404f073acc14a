"""The report as an official document in Word (GB/T 9704-2012): the office's own fonts named, every figure a content
control that carries its field, so that a document edited in Word comes back with its figures alive."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from zhifa.kernel.official import (
    BODY_PT,
    FANG_SONG,
    HEI,
    KAI,
    SONG_TITLE,
    TITLE_PT,
    as_bytes,
    new_document,
    plain_table,
    timeless,
    write_run,
)
from zhifa.reports.rules.outline import HEADING, TABLE, TITLE, Block
from zhifa.reports.rules.printing import Composed, Line, Printed, Segment, Typed
from zhifa.reports.rules.word import ANNEX, TAG
from zhifa.reports.services.pages import annex_row

TAG_LENGTH: Final = 64  # w:tag takes no more
ANNEX_WIDTHS: Final = (23, 30, 39, 28, 36)  # millimetres
HEADING_FONTS: Final = {1: HEI, 2: KAI}


def docx(composed: Composed, *, draft: bool = True) -> bytes:
    """The report as .docx: the same bytes for the same report. A draft underlines typed numbers."""
    document = new_document(composed.mark)
    writer = _Writer(document, draft=draft)
    for line in composed.lines:
        writer.line(line)
    writer.annex(composed)
    return as_bytes(document, title=composed.title, mark=composed.mark)


def outline_docx(blocks: Sequence[Block]) -> bytes:
    """An outline in Word, its fields written out as `{{ … }}`, to be edited and taken in again."""
    document = new_document("")
    writer = _Writer(document, draft=False)
    for block in blocks:
        rows = tuple(tuple((cell,) for cell in row) for row in block.rows)
        writer.line(Line(block.kind, block.level, (block.text,), rows))
    buffer = io.BytesIO()
    document.save(buffer)
    return timeless(buffer.getvalue())


class _Writer:
    """Writes lines into a document."""

    def __init__(self, document: Any, *, draft: bool) -> None:
        self.document, self.draft = document, draft
        self._control = 0

    def line(self, line: Line) -> None:
        """One block of the report."""
        if line.kind == TABLE:
            self._table(line)
            return
        paragraph = self.document.add_paragraph()
        if line.kind == TITLE:
            paragraph.style = self.document.styles["Title"]
            self._segments(paragraph, line.segments, SONG_TITLE, TITLE_PT)
            self.document.add_paragraph()
            return
        if line.kind == HEADING:
            paragraph.style = self.document.styles[f"Heading {line.level}"]
        else:
            paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        self._segments(paragraph, line.segments, HEADING_FONTS.get(line.level, FANG_SONG), BODY_PT)

    def annex(self, composed: Composed) -> None:
        """The figures with definition and days; what is not covered; numbers that were typed. Computed anew each time."""
        first = self.document.add_paragraph()
        first.paragraph_format.page_break_before = True
        mark = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="{ANNEX}"/>')
        first._p.append(mark)
        first._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="1"/>'))
        write_run(first, _("附：数字说明"), HEI, BODY_PT)
        if composed.doors:
            heads = (_("数字"), _("数值与起止"), _("定义"), _("分母或范围"), _("记录与佐证"))
            self._grid((heads, *map(annex_row, composed.doors)), 9, widths=ANNEX_WIDTHS)
        else:
            self._note(_("无记录"))
        self._head(_("本报告未涵盖"))
        for one in composed.uncovered:
            self._note(one.heading + ("" if not one.has_prose else _("（只有文字，没有由记录得出的数字）")))
        if not composed.uncovered:
            self._note(_("没有。每个标题下都有由记录得出的数字。"))
        self._head(_("人工填写的数字"))
        for number, around in composed.typed:
            self._note(f"{number}：……{around}……")
        if not composed.typed:
            self._note(_("没有。"))

    def _head(self, words: str) -> None:
        write_run(self.document.add_paragraph(), words, HEI, BODY_PT)

    def _note(self, words: str) -> None:
        write_run(self.document.add_paragraph(), words, FANG_SONG, 12)

    def _table(self, line: Line) -> None:
        """A table; one that a field made is a content control as a whole."""
        source = next(
            (
                one.source
                for row in line.rows
                for cell in row
                for one in cell
                if isinstance(one, Printed) and one.source
            ),
            "",
        )
        is_field = source.replace(":", "：").startswith("表")
        table = self._grid(line.rows, 12, controls=not is_field, numbers=line.number_columns)
        if is_field:
            element = table._tbl
            control = self._sdt(source, block=True)
            element.addprevious(control)
            control.find(qn("w:sdtContent")).append(element)
        self.document.add_paragraph()

    def _grid(
        self,
        rows: Any,
        size: int,
        *,
        controls: bool = True,
        widths: tuple[float, ...] | None = None,
        numbers: frozenset[int] = frozenset(),
    ) -> Any:
        table = plain_table(self.document, [[None] * len(row) for row in rows], widths=widths)
        for added, row in zip(table.rows, rows, strict=True):
            for index, (cell, segments) in enumerate(zip(added.cells, row, strict=True)):
                paragraph = cell.paragraphs[0]
                if index in numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                words = (segments,) if isinstance(segments, str) else segments
                self._segments(paragraph, words, FANG_SONG, size, controls=controls)
        return table

    def _segments(
        self, paragraph: Any, segments: tuple[Segment, ...], font: str, size: float, *, controls: bool = True
    ) -> None:
        for segment in segments:
            if isinstance(segment, str):
                write_run(paragraph, segment, font, size)
            elif isinstance(segment, Typed):
                run = write_run(paragraph, segment.text, font, size)
                if self.draft:
                    run._r.get_or_add_rPr().append(parse_xml(f'<w:u {nsdecls("w")} w:val="wave"/>'))
            elif controls and segment.source and len(TAG + segment.source) <= TAG_LENGTH:
                run = write_run(paragraph, segment.text, font, size)
                control = self._sdt(segment.source, block=False)
                run._r.addprevious(control)
                control.find(qn("w:sdtContent")).append(run._r)
            else:
                write_run(paragraph, segment.text, font, size)

    def _sdt(self, source: str, *, block: bool) -> Any:
        """A content control that carries a field; what stands in it cannot be typed over."""
        self._control += 1
        control = OxmlElement("w:sdt")
        properties = OxmlElement("w:sdtPr")
        for name, value in (
            ("w:alias", source),
            ("w:tag", TAG + source),
            ("w:id", str(self._control)),
            ("w:lock", "contentLocked"),
        ):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            properties.append(part)
        if not block:
            properties.append(OxmlElement("w:richText"))
        control.append(properties)
        control.append(OxmlElement("w:sdtContent"))
        return control
