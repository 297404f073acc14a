"""DOCX and HTML as the national database of laws publishes them: a centred title, the dates in brackets under it, contents, then
chapters and articles as plain paragraphs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import ParseError

from docx import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from zhifa.laws.rules.documents import LawDocument, Remark
from zhifa.laws.rules.parsing import Line, parse
from zhifa.laws.services.readers.files import table_rows, words_of
from zhifa.laws.terms import LARGEST_FILE, Flaw

LARGEST_UNPACKED = 200_000_000  # bytes that a DOCX may unpack to
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "center"}
)
_SILENT = frozenset({"script", "style", "nav", "header", "footer", "title", "button", "select"})


def read_docx(file: Path) -> LawDocument:
    """The document of a DOCX file; a remark where it is too large or no such file."""
    if file.stat().st_size > LARGEST_FILE:
        return _refused(file, Flaw.TOO_LARGE)
    try:
        content = file.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                return _refused(file, Flaw.TOO_LARGE)
        lines = list(_docx_lines(content))
    except (zipfile.BadZipFile, OpcError, LxmlError, ParseError, KeyError, ValueError):
        return _refused(file, Flaw.BROKEN)
    return _dated(parse(lines, file.name))


def _docx_lines(content: bytes) -> Iterator[Line]:
    document = Document(io.BytesIO(content))
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                once = {id(cell._tc): cell.text for cell in row.cells}  # a merged cell stands once
                plain = [re.sub(r"[|\s]+", " ", words).strip() for words in once.values()]
                yield Line(f"| {' | '.join(plain)} |")
        elif isinstance(block, Paragraph):
            is_marked = bool(block.runs and block.runs[0].bold)
            for line in block.text.split("\n"):
                yield Line(line, is_marked=is_marked)


def read_html(file: Path) -> LawDocument:
    """The document of an HTML file; a remark where it is too large or in no encoding that is known."""
    words, wrong = words_of(file)
    if wrong:
        return _refused(file, wrong[0].flaw)
    reader = _Page()
    reader.feed(re.sub(r"<table\b.*?</table>", _as_lines, words, flags=re.DOTALL | re.IGNORECASE))
    reader.close()
    return _dated(parse(reader.lines(), file.name))


def _as_lines(found: re.Match[str]) -> str:
    return "".join(f"<p>{row.replace('<', '&lt;')}</p>" for row in table_rows(found[0]))


class _Page(HTMLParser):
    """Collects the lines of a page by its blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[Line] = []
        self._words = ""
        self._is_marked = False
        self._silent = 0

    def lines(self) -> list[Line]:
        """All lines; the last one closed."""
        self._end()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._end()
        elif tag in ("b", "strong") and not self._words.strip():
            self._is_marked = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words += re.sub(r"[\r\n\t]+", "", data)

    def _end(self) -> None:
        if self._words.strip():
            self._lines.append(Line(self._words, is_marked=self._is_marked))
        self._words, self._is_marked = "", False


def _refused(file: Path, flaw: Flaw) -> LawDocument:
    return LawDocument(file.name, file.stem, remarks=(Remark(flaw, file.name),))


def _dated(document: LawDocument) -> LawDocument:
    return document if document.published_on else document.with_remarks([Remark(Flaw.NO_DATE)])
