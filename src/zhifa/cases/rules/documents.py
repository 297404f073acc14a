"""A case out of a Markdown or Word file: headings become fields; what has no field is kept under its own heading.

The headings are those seen in published collections of typical cases (基本案情, 裁判要旨, 法官解读 and many more). The first
heading of the first level is the title; a second-level heading that names no part and has no text under it is another name
of the case. Lines between the title and the first part are its source and date where they look like it.

Worked: "# 甲\\n最高人民法院发布\\n2022-03-15\\n## 基本案情\\n……\\n## 法官解读\\n……" gives title 甲, source 最高人民法院发布,
the day 2022-03-15, facts and analysis.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import ParseError  # only the exception: python-docx parses

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from zhifa.cases.rules.text import CaseText, Section

FIELD_OF = {
    "facts": """
        基本案情 案情简介 案情回顾 简要案情 案情 案情还原 案件事实 案件简介 案例简介 基本情况 当事人情况
        事实经过
    """,
    "handling": """
        裁判结果 处理结果 法院裁判 裁判要旨 裁判要点 裁判理由 调查与处理 调查处理 处理与结果 办理过程 检察履职
        检察机关履职过程 处罚结果 调解过程 调解结果 调解过程和结果 办理结果 判决结果 原告诉讼请求 申请人请求
        诉讼请求 服务过程
    """,
    "analysis": """
        法律分析 案例分析 适用解析 法官解读 法律解析 检察官解读 律师解读 法官说法 以案释法 专家点评 案例评析
        法律点评 释法说理 法律依据 检察官说法 律师说法 司法解释相关法条 司法解释相关条文 相关法条 相关规定
    """,
    "meaning": """
        典型意义 指导意义 案例意义 社会意义 案例启示 典型性 普法提示 案件意义 意义
    """,
}
_PART_OF = {name: part for part, names in FIELD_OF.items() for name in names.split()}
_LEADING = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*")
_HEADING = re.compile(r"^(#{1,6})\s*(.+?)\s*#*\s*$")
_BOLD = re.compile(r"^(?:\*\*|__)?[【〔\[]?([\u4e00-\u9fff]{2,12})[】〕\]]?(?:\*\*|__)?[：:]?$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DAY = re.compile(r"^(?:发布日期[：:])?\s*(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?\s*$")
_BODY = re.compile(r"(法院|检察院|人民政府|委员会|局|部|司法所|中心|协会)[^。]{0,8}$")
MOST_UNPACKED = 24 * 1024 * 1024  # bytes of a Word file once unpacked
LONGEST = 60_000  # characters


class NotACase(ValueError):
    """The file cannot be read as a case; `args[0]` is the reason's code."""


@dataclass
class ReadCase:
    """What a file says, and how each of its headings was understood: (heading, part or "" for kept as it is)."""

    text: CaseText
    headings: list[tuple[str, str]] = field(default_factory=list)
    source: str = ""
    published_on: date | None = None


def read_document(name: str, content: bytes) -> ReadCase:
    """A case from a file's bytes. Raises `NotACase`: kind (neither Markdown nor Word), encoding, damaged, huge, empty,
    parts (no part of a case in it)."""
    kind = name.rpartition(".")[2].lower()
    if kind in ("md", "markdown", "txt"):
        return read_lines(_markdown_lines(content))
    if kind == "docx":
        return read_lines(_word_lines(content))
    raise NotACase("kind")


def read_lines(lines: Iterable[tuple[int, str]]) -> ReadCase:
    """A case from lines: (level of a heading or 0, words)."""
    title, before = "", []
    blocks: list[tuple[str, list[str]]] = []
    size = 0
    for level, words in lines:
        size += len(words)
        if size > LONGEST:
            raise NotACase("huge")
        if level == 1 and not title:
            title = words
        elif level or (_part(words) and len(words) <= 16):
            blocks.append((_BOLD.sub(r"\1", words) if not level else words, []))
        elif blocks:
            blocks[-1][1].append(words)
        elif not title:
            title = words
        else:
            before.append(words)
    if not title and not blocks:
        raise NotACase("empty")
    return _assembled(title, before, blocks)


def _assembled(title: str, before: list[str], blocks: list[tuple[str, list[str]]]) -> ReadCase:
    parts: dict[str, list[str]] = {}
    more: list[Section] = []
    headings: list[tuple[str, str]] = []
    subtitle = ""
    for heading, lines in blocks:
        words, part = "\n".join(lines).strip(), _part(heading)
        headings.append((heading, part))
        if part and words:
            # A second heading of the same part keeps its own name in the text, so that nothing is run together.
            kept = f"{_bare(heading)}：{words}" if part in parts else words
            parts.setdefault(part, []).append(kept)
        elif not part and not words and not subtitle:
            subtitle = heading
            headings[-1] = (heading, "subtitle")
        elif words or not part:
            more.append(Section(heading, words))
    if not parts:
        raise NotACase("parts")
    read = ReadCase(
        CaseText(
            title or subtitle,
            subtitle if title else "",
            **{part: "\n".join(texts) for part, texts in parts.items()},
            more=tuple(more),
        ),
        headings,
    )
    return _with_head(read, before)


def _with_head(read: ReadCase, before: list[str]) -> ReadCase:
    """What stood between title and first part: a day, a source; the rest is kept."""
    left = []
    for line in before:
        if found := _DAY.match(line):
            try:
                read.published_on = date(*(int(one) for one in found.groups()))
                continue
            except ValueError:
                pass
        if not read.source and (line.endswith("发布") or _BODY.search(line)) and len(line) <= 80:
            read.source = line.removesuffix("发布") or line
        else:
            left.append(line)
    if left:
        kept = Section("篇首", "\n".join(left))
        parts = read.text
        read.text = CaseText(**{**vars(parts), "more": (kept, *parts.more)})
    return read


def _bare(heading: str) -> str:
    words = heading.strip().strip("*_").strip("【】〔〕[]：: \u3000")
    return _LEADING.sub("", words).strip()


def _part(heading: str) -> str:
    return _PART_OF.get(_bare(heading), "")


def _markdown_lines(content: bytes) -> Iterable[tuple[int, str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise NotACase("encoding")
    if "\x00" in text:
        raise NotACase("encoding")
    for line in _COMMENT.sub("", text).splitlines():
        if not line.strip():
            continue
        found = _HEADING.match(line.strip())
        yield (len(found[1]), found[2].strip("\u3000 ")) if found else (0, line.strip())


def _word_lines(content: bytes) -> Iterable[tuple[int, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(one.file_size for one in package.infolist()) > MOST_UNPACKED:
                raise NotACase("huge")
        paragraphs = Document(io.BytesIO(content)).paragraphs
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ParseError, ValueError, SyntaxError) as error:
        if isinstance(error, NotACase):
            raise
        raise NotACase("damaged") from error
    for paragraph in paragraphs:
        words = paragraph.text.strip()
        if not words:
            continue
        style = paragraph.style.name if paragraph.style is not None else ""
        found = re.match(r"(?:Heading|标题)\s*(\d)", style or "")
        if style in ("Title", "标题"):
            yield 1, words
        else:
            yield (int(found[1]), words) if found else (0, words)
