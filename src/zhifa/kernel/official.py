"""The layout of official documents in Word (GB/T 9704-2012): page, grid, styles, page numbers, the demonstration mark; and the
same bytes for the same document. What stands in a document, its mechanism writes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

# 5.2.2: the fonts that the office has.
SONG_TITLE: Final = "方正小标宋简体"
FANG_SONG: Final = "仿宋_GB2312"
KAI: Final = "楷体_GB2312"
HEI: Final = "黑体"
SONG: Final = "宋体"
# 5.2.2–5.2.3: 3号 is 16 pt; 225 mm over 22 lines, 156 mm over 28 characters.
LINE_PT: Final = 28.95
BODY_PT: Final = 16
TITLE_PT: Final = 22
SQUEEZE: Final = -5  # twentieths of a point: 28 characters of 16 − 0.25 pt fill 441 of the 442 pt of a line
TYPE_AREA_MM: Final = 156
LATIN: Final = "Times New Roman"
EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes for the same document: no time of making inside


def new_document(mark: str) -> Any:
    """An empty document in the layout; with a mark it says so behind every page."""
    document = Document()
    set_page(document, mark)
    return document


def as_bytes(document: Any, *, title: str, mark: str = "") -> bytes:
    """The document as .docx, without a time of making: equal documents are equal bytes."""
    properties = document.core_properties
    properties.created = properties.modified = EPOCH
    properties.author = properties.last_modified_by = ""
    properties.title, properties.comments = title, mark
    buffer = io.BytesIO()
    document.save(buffer)
    return timeless(buffer.getvalue())


def plain_table(
    document: Any, rows: Any, *, size: float = 12, widths: tuple[float, ...] | None = None
) -> Any:
    """A ruled table, its first row repeated on every page and no row broken. `widths` in millimetres; default equal parts."""
    columns = len(rows[0])
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    table.autofit = False
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:top w:w="50" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/></w:tblCellMar>'
        )
    )
    parts = [Mm(width) for width in widths] if widths else [Mm(TYPE_AREA_MM / columns)] * columns
    for column, width in zip(table.columns, parts, strict=True):
        column.width = width
    for number, row in enumerate(rows):
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            added._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, width, words in zip(added.cells, parts, row, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            off_grid(paragraph)
            if not isinstance(words, str):
                continue  # the mechanism fills it
            write_run(paragraph, words, HEI if number == 0 else FANG_SONG, size)
    return table


def off_grid(paragraph: Any) -> None:
    """A paragraph of a table: its lines stand closer than the page's grid."""
    paragraph.paragraph_format.line_spacing = 1.15
    spacing = paragraph._p.get_or_add_pPr().find(qn("w:spacing"))
    spacing.addprevious(parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'))  # Word wants this order


def title_line(document: Any, words: str) -> None:
    """The document's title in 2号, centred, a line free below."""
    paragraph = document.add_paragraph()
    paragraph.style = document.styles["Title"]
    write_run(paragraph, words, SONG_TITLE, TITLE_PT)
    document.add_paragraph()


def text_line(document: Any, words: str, *, indent: bool = True, right: bool = False) -> None:
    """A paragraph of the body in 3号 仿宋, indented by two characters; `right` for who issues it and the day."""
    paragraph = document.add_paragraph()
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
    write_run(paragraph, words, FANG_SONG, BODY_PT)


def heading_line(document: Any, words: str, level: int = 1) -> None:
    """A heading of the first (黑体) or second level (楷体)."""
    paragraph = document.add_paragraph()
    paragraph.style = document.styles[f"Heading {level}"]
    write_run(paragraph, words, {1: HEI, 2: KAI}.get(level, FANG_SONG), BODY_PT)


def write_run(paragraph: Any, words: str, font: str, size: float) -> Any:
    """Words in a font for Chinese, Times New Roman for Latin and figures."""
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.name = LATIN
    properties = run._r.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), font)
    if size == BODY_PT:
        properties.find(qn("w:sz")).addprevious(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{SQUEEZE}"/>'))
    return run


def set_page(document: Any, mark: str) -> None:
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
    write_run(paragraph, "— ", SONG, 14)
    for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = write_run(paragraph, "", SONG, 14)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = words
        run._r.append(part)
    write_run(paragraph, " —", SONG, 14)


def _watermark(paragraph: Any, mark: str, number: int) -> None:
    """The mark in words at the head and large behind the text."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write_run(paragraph, mark, HEI, 12)
    run = write_run(paragraph, "", HEI, 12)
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


def timeless(content: bytes) -> bytes:
    """The same archive with one fixed time on every member, so that equal documents are equal bytes."""
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
