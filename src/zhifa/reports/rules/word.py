"""Reading an office's outline in Word: headings by style, outline level or Chinese numbering; fields as text
`{{ … }}` or as the content controls that our own documents carry."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from zhifa.reports.errors import OutlineNotReadable
from zhifa.reports.rules.outline import DEEPEST, HEADING, PARAGRAPH, TABLE, TITLE, Block

TAG: Final = "zhifa:"
ANNEX: Final = "zhifa-annex"  # from this bookmark on a document of ours is an annex, computed anew each time
_UNPACKED_MAX: Final = 200 * 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0"
_NUMBERED: Final = (
    (re.compile(r"^[一二三四五六七八九十]{1,3}、"), 1),
    (re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"), 2),
    (re.compile(r"^\d{1,2}[.．、]"), 3),
)
_HEADING_LENGTH: Final = 40


@dataclass(frozen=True)
class Read:
    """What a document held: its blocks, and how many pictures and text boxes could not come along."""

    blocks: tuple[Block, ...]
    left_out: int = 0


def read_docx(content: bytes) -> Read:
    """The blocks of a .docx. Raises `OutlineNotReadable` saying what is wrong with the file and the mend."""
    _check(content)
    try:
        document = Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, SyntaxError) as error:
        raise _broken() from error
    reader = _Reader(document)
    blocks = tuple(reader.blocks())
    if not blocks:
        raise OutlineNotReadable(
            _("文档里没有文字"), next_step=_("请上传写有标题和正文的 Word 提纲。"), field="file"
        )
    return Read(blocks, reader.left_out)


def _check(content: bytes) -> None:
    if content.startswith(_OLE):
        raise OutlineNotReadable(
            _("这是旧版 .doc，或设了打开密码的文档，没有收下"),
            next_step=_("请在 Word 或 WPS 里去掉密码，另存为 .docx 后再上传。"),
            field="file",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _broken() from error
    if "word/document.xml" not in names:
        raise OutlineNotReadable(
            _("这不是 Word 文档，没有收下"), next_step=_("请上传 .docx 格式的提纲。"), field="file"
        )
    if unpacked > _UNPACKED_MAX:
        raise OutlineNotReadable(
            _("文档展开后太大，没有收下"), next_step=_("请删去提纲里的图片和附件后再上传。"), field="file"
        )


def _broken() -> OutlineNotReadable:
    return OutlineNotReadable(
        _("文档打不开，没有收下"),
        why=_("文件不完整或已损坏。"),
        next_step=_("请用 Word 或 WPS 打开并另存一份 .docx 后再上传。"),
        field="file",
    )


class _Reader:
    """Walks a document once."""

    def __init__(self, document: Any) -> None:
        self.body = document.element.body
        self.left_out = 0
        self._styles = {style.style_id: style for style in document.styles}
        self._seen_text = False

    def blocks(self) -> Iterator[Block]:
        """The blocks in order, up to the annex that we wrote ourselves."""
        for element in self._elements(self.body):
            if _has_bookmark(element, ANNEX):
                return
            if element.tag == qn("w:tbl"):
                rows = self._rows(element)
                if any(any(row) for row in rows):
                    yield Block(TABLE, rows=rows)
                continue
            text = self._text(element)
            if text:
                yield self._paragraph(element, text)
                self._seen_text = True

    def _elements(self, parent: Any) -> Iterator[Any]:
        """Paragraphs and tables, those inside block-level content controls too."""
        for element in parent:
            if element.tag in (qn("w:p"), qn("w:tbl")):
                yield element
            elif element.tag == qn("w:sdt"):
                content = element.find(qn("w:sdtContent"))
                if (tag := _tag(element)) is not None and content is not None:
                    yield _field_paragraph(tag)
                elif content is not None:
                    yield from self._elements(content)

    def _paragraph(self, element: Any, text: str) -> Block:
        level = self._level(element)
        if level == 0 or (not self._seen_text and level is None and _is_centred(element)):
            return Block(TITLE, text)
        if level is not None:
            return Block(HEADING, text, min(level, DEEPEST))
        if (
            len(text) <= _HEADING_LENGTH
            and not text.endswith(("。", "；", "！", "？", "，"))
            and "。" not in text
        ):
            for pattern, depth in _NUMBERED:
                if pattern.match(text):
                    return Block(HEADING, text, depth)
        return Block(PARAGRAPH, text)

    def _level(self, element: Any) -> int | None:
        """0 for a title, 1 and more for a heading, None for neither."""
        properties = element.find(qn("w:pPr"))
        if properties is None:
            return None
        outline = properties.find(qn("w:outlineLvl"))
        if outline is not None and int(outline.get(qn("w:val"))) < 9:
            return int(outline.get(qn("w:val"))) + 1
        style = properties.find(qn("w:pStyle"))
        return self._style_level(style.get(qn("w:val"))) if style is not None else None

    def _style_level(self, style_id: str) -> int | None:
        style = self._styles.get(style_id)
        while style is not None:
            name = (style.name or "").strip().lower()
            if match := re.match(r"(?:heading|标题)\s*(\d)$", name):
                return int(match.group(1))
            if name in ("title", "标题"):
                return 0
            outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if outline is not None and int(outline.get(qn("w:val"))) < 9:
                return int(outline.get(qn("w:val"))) + 1
            style = getattr(style, "base_style", None)
        return None

    def _rows(self, table: Any) -> tuple[tuple[str, ...], ...]:
        rows = []
        for row in table.iter(qn("w:tr")):
            cells = []
            for cell in row.findall(qn("w:tc")):
                cells.append(" ".join(filter(None, (self._text(p) for p in cell.iter(qn("w:p"))))))
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                cells.extend([""] * (int(span.get(qn("w:val"))) - 1 if span is not None else 0))
            rows.append(tuple(cells))
        width = max((len(row) for row in rows), default=0)
        return tuple(row + ("",) * (width - len(row)) for row in rows)

    def _text(self, parent: Any) -> str:
        return " ".join("".join(self._pieces(parent)).split(" ")).strip()

    def _pieces(self, parent: Any) -> Iterator[str]:
        """The text of a paragraph; deleted text is gone, a content control of ours is its field again."""
        for element in parent:
            if element.tag == qn("w:t"):
                yield element.text or ""
            elif element.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
                yield " "
            elif element.tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                self.left_out += 1
            elif element.tag == qn("w:sdt") and (tag := _tag(element)) is not None:
                yield f"{{{{{tag}}}}}"
            elif element.tag not in (qn("w:del"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), qn("w:instrText")):
                yield from self._pieces(element)


def _tag(element: Any) -> str | None:
    """The field that a content control of ours carries."""
    tag = element.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    value = tag.get(qn("w:val")) if tag is not None else ""
    return value.removeprefix(TAG) if value and value.startswith(TAG) else None


def _field_paragraph(tag: str) -> Any:
    from docx.oxml import parse_xml

    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraph = parse_xml(f'<w:p xmlns:w="{namespace}"><w:r><w:t/></w:r></w:p>')
    paragraph.find(f".//{qn('w:t')}").text = f"{{{{{tag}}}}}"
    return paragraph


def _is_centred(element: Any) -> bool:
    alignment = element.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    return alignment is not None and alignment.get(qn("w:val")) == "center"


def _has_bookmark(element: Any, name: str) -> bool:
    return any(mark.get(qn("w:name")) == name for mark in element.iter(qn("w:bookmarkStart")))
