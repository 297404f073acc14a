"""The report as an official document in Word (GB/T 9704-2012): the office's own fonts named, every figure a content
control that carries its field, so that a document edited in Word comes back with its figures alive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from zhifa.reports.rules.outline import HEADING, TABLE, TITLE, Block
from zhifa.reports.rules.printing import Composed, Line, Printed, Segment, Typed
from zhifa.reports.rules.word import ANNEX, TAG
from zhifa.reports.services.pages import annex_row
from zhifa.reports.terms import FANG_SONG, HEI, KAI, SONG, SONG_TITLE

# 5.2.2–5.2.3: 3号 is 16 pt; 225 mm over 22 lines, 156 mm over 28 characters.
LINE_PT: Final = 28.95
BODY_PT: Final = 16
TITLE_PT: Final = 22
SQUEEZE: Final = -5  # twentieths of a point: 28 characters of 16 − 0.25 pt fill 441 of the 442 pt of a line
EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes for the same report: no time of making inside
TAG_LENGTH: Final = 64  # w:tag takes no more
TYPE_AREA_MM: Final = 156
ANNEX_WIDTHS: Final = (23, 30, 39, 28, 36)  # millimetres
LATIN: Final = "Times New Roman"
HEADING_FONTS: Final = {1: HEI, 2: KAI}


def docx(composed: Composed, *, draft: bool = True) -> bytes:
    """The report as .docx: the same bytes for the same report. A draft underlines typed numbers."""
    document = Document()
    _set_page(document, composed.mark)
    writer = _Writer(document, draft=draft)
    for line in composed.lines:
        writer.line(line)
    writer.annex(composed)
    document.core_properties.created = document.core_properties.modified = EPOCH
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.title = composed.title
    document.core_properties.comments = composed.mark
    buffer = io.BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


def outline_docx(blocks: Sequence[Block]) -> bytes:
    """An outline in Word, its fields written out as `{{ … }}`, to be edited and taken in again."""
    document = Document()
    _set_page(document, "")
    writer = _Writer(document, draft=False)
    for block in blocks:
        rows = tuple(tuple((cell,) for cell in row) for row in block.rows)
        writer.line(Line(block.kind, block.level, (block.text,), rows))
    buffer = io.BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


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
        _run(first, _("附：数字说明"), HEI, BODY_PT)
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
        _run(self.document.add_paragraph(), words, HEI, BODY_PT)

    def _note(self, words: str) -> None:
        _run(self.document.add_paragraph(), words, FANG_SONG, 12)

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
        widths: tuple[int, ...] | None = None,
        numbers: frozenset[int] = frozenset(),
    ) -> Any:
        columns = len(rows[0])
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        table.autofit = False
        table._tbl.tblPr.find(qn("w:tblLook")).addprevious(
            parse_xml(
                f'<w:tblCellMar {nsdecls("w")}><w:top w:w="50" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/></w:tblCellMar>'
            )
        )
        for index, column in enumerate(table.columns):
            column.width = Mm(widths[index] if widths else TYPE_AREA_MM / columns)
        for number, row in enumerate(rows):
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if number == 0:
                added._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for index, (cell, segments) in enumerate(zip(added.cells, row, strict=True)):
                cell.width = Mm(widths[index] if widths else TYPE_AREA_MM / columns)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = 1.15
                if index in numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                spacing = paragraph._p.get_or_add_pPr().find(qn("w:spacing"))
                spacing.addprevious(
                    parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
                )  # Word wants this order
                words = (segments,) if isinstance(segments, str) else segments
                self._segments(paragraph, words, FANG_SONG, size, controls=controls)
        return table

    def _segments(
        self, paragraph: Any, segments: tuple[Segment, ...], font: str, size: float, *, controls: bool = True
    ) -> None:
        for segment in segments:
            if isinstance(segment, str):
                _run(paragraph, segment, font, size)
            elif isinstance(segment, Typed):
                run = _run(paragraph, segment.text, font, size)
                if self.draft:
                    run._r.get_or_add_rPr().append(parse_xml(f'<w:u {nsdecls("w")} w:val="wave"/>'))
            elif controls and segment.source and len(TAG + segment.source) <= TAG_LENGTH:
                run = _run(paragraph, segment.text, font, size)
                control = self._sdt(segment.source, block=False)
                run._r.addprevious(control)
                control.find(qn("w:sdtContent")).append(run._r)
            else:
                _run(paragraph, segment.text, font, size)

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


def _run(paragraph: Any, words: str, font: str, size: float) -> Any:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.name = LATIN
    properties = run._r.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), font)
    if size == BODY_PT:
        properties.find(qn("w:sz")).addprevious(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{SQUEEZE}"/>'))
    return run


def _set_page(document: Any, mark: str) -> None:
    """Page, grid, styles, page numbers, and the demonstration mark behind every page."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.header_distance, section.footer_distance = Mm(15), Mm(22)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(
        parse_xml(
            # Lines only: programs read a grid of characters differently, so the spacing stands in the text itself.
            f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{round(LINE_PT * 20)}"/>'
        )
    )
    document.settings.odd_and_even_pages_header_footer = True
    _set_styles(document)
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        _page_number(footer.paragraphs[0], alignment)
    if mark:
        for number, header in enumerate((section.header, section.even_page_header), start=1):
            _watermark(header.paragraphs[0], mark, number)


def _set_styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(BODY_PT)
    normal.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), FANG_SONG)
    form = normal.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(LINE_PT), Pt(0), Pt(0)
    form.widow_control = False
    # No quarter of a space between Chinese and figures: GB/T 15835 writes them together, and the grid counts on it.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        normal.element.pPr.find(qn("w:spacing")).addprevious(parse_xml(f'<{name} {nsdecls("w")} w:val="0"/>'))
    for name, font, size in (
        ("Title", SONG_TITLE, TITLE_PT),
        ("Heading 1", HEI, BODY_PT),
        ("Heading 2", KAI, BODY_PT),
        ("Heading 3", FANG_SONG, BODY_PT),
        ("Heading 4", FANG_SONG, BODY_PT),
    ):
        style = document.styles[name]
        _plain(style, font, size)
        style.paragraph_format.line_spacing = Pt(LINE_PT)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        if name == "Title":
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            style.paragraph_format.first_line_indent = Pt(2 * BODY_PT)


def _plain(style: Any, font: str, size: float) -> None:
    """A heading's style without python-docx's colours, rules and theme fonts."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    style.font.name, style.font.size = LATIN, Pt(size)
    properties.rFonts.set(qn("w:eastAsia"), font)


def _page_number(paragraph: Any, alignment: Any) -> None:
    """— 1 — in 4号 宋体, one character from the edge; odd pages right, even pages left (7.5)."""
    paragraph.alignment = alignment
    indent = Pt(14)
    if alignment == WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.paragraph_format.left_indent = indent
    _run(paragraph, "— ", SONG, 14)
    for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = _run(paragraph, "", SONG, 14)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = words
        run._r.append(part)
    _run(paragraph, " —", SONG, 14)


def _watermark(paragraph: Any, mark: str, number: int) -> None:
    """The mark in words at the head and large behind the text."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, mark, HEI, 12)
    run = _run(paragraph, "", HEI, 12)
    run._r.append(
        parse_xml(
            '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
            ' xmlns:o="urn:schemas-microsoft-com:office:office">'
            '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
            '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
            '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
            '<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
            '<v:textpath on="t" fitshape="t"/></v:shapetype>'
            f'<v:shape id="mark{number}" o:spid="_x0000_s{1024 + number}" type="#_x0000_t136" '
            'style="position:absolute;margin-left:0;margin-top:0;width:400pt;height:60pt;rotation:320;z-index:-251658752;'
            "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
            'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#d9d9d9" stroked="f">'
            f'<v:textpath on="t" fitshape="t" style="font-family:&quot;{HEI}&quot;;font-size:1pt" string="{mark}"/>'
            "</v:shape></w:pict>"
        )
    )


def _timeless(content: bytes) -> bytes:
    """The same archive with one fixed time on every member, so that equal reports are equal bytes."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
