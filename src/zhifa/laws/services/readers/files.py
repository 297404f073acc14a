"""A file's words, checked: its size, its encoding; and the lines of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from zhifa.laws.rules.documents import Remark
from zhifa.laws.rules.parsing import Line
from zhifa.laws.terms import LARGEST_FILE, Flaw

_HEADING = re.compile(r"^(#{1,6})\s*(.*?)\s*#*$")
_MARKS = re.compile(r"<!--\s*(?:TABLE|TABLE END|FORCE BREAK|INFO END)\s*-->")
_BOLD = re.compile(r"^\*\*([^*]+)\*\*(.*)$", re.DOTALL)
_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")
_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\ue000-\uf8ff]")
LEAST_LEGIBLE = 0.98  # part of the signs that must not be replacement or control signs


def words_of(file: Path) -> tuple[str, list[Remark]]:
    """The words of a text file and what is wrong with it; no words where the file is refused."""
    if file.stat().st_size > LARGEST_FILE:
        return "", [Remark(Flaw.TOO_LARGE, file.name)]
    return decoded(file.read_bytes(), file.name)


def decoded(content: bytes, name: str) -> tuple[str, list[Remark]]:
    """UTF-8 (with or without its mark), and GB 18030 where the bytes are that and read as Chinese; else a remark."""
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if has_mark else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_legible(words, encoding):
            return words.replace("\x00", ""), []
    return "", [Remark(Flaw.ENCODING, name)]


def _is_legible(words: str, encoding: str) -> bool:
    wrong = len(_ILLEGIBLE.findall(words))
    if wrong > len(words) * (1 - LEAST_LEGIBLE):
        return False
    if encoding != "gb18030":
        return True
    common = sum(
        sign in "的一是第条法人和国有以不在规定应当" for sign in words
    )  # any run of bytes is some GB 18030
    return common * 50 >= len(words)


def text_lines(words: str) -> Iterator[Line]:
    """The lines of a Markdown (or plain) text: headings by level, bold numbers marked, tables as rows, front matter and
    anchors left out."""
    words = re.sub(r"\A\s*---\n.*?\n---\n", "", words.replace("\r\n", "\n"), flags=re.DOTALL)
    words = re.sub(r"<style>.*?</style>", "", words, flags=re.DOTALL)
    words = re.sub(
        r"<table\b.*?</table>", lambda found: "\n".join(table_rows(found[0])), words, flags=re.DOTALL
    )
    for raw in words.split("\n"):
        text = raw.strip(" \t\r")
        if not text or _RULE.match(text) or text in ("---", "***"):
            continue
        if text == "<!-- INFO END -->":
            yield Line(text)
            continue
        text = re.sub(r"<br\s*/?>", "　", _MARKS.sub("", text)).strip()
        if text.startswith("|") and text.endswith("|") and len(text) > 1:
            yield Line(f"| {' | '.join(cell.strip() for cell in text[1:-1].split('|'))} |")
        elif heading := _HEADING.match(text):
            yield Line(heading[2].replace("*", ""), len(heading[1]))
        elif bold := _BOLD.match(text):
            yield Line(bold[1] + bold[2].replace("**", ""), is_marked=True)
        elif text:
            yield Line(text.replace("**", "").strip("*") if text.startswith("*") else text.replace("**", ""))


def table_rows(html: str) -> list[str]:
    """A table of HTML as lines `| a | b |`; a cell over several columns or rows stands once."""
    reader = _Table()
    reader.feed(html)
    reader.close()
    return [f"| {' | '.join(row)} |" for row in reader.rows if any(row)]


class _Table(HTMLParser):
    """Collects the words of cells by row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell and self.rows and self.rows[-1]:
            self.rows[-1][-1] += re.sub(r"[\s|]+", " ", data).strip()
