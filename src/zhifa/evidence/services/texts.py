"""The text of a file as far as a classification mark could stand in it: heads, first pages, bounded in
size."""

from __future__ import annotations

import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from html import unescape
from typing import BinaryIO

from django.utils.translation import gettext as _

from zhifa.evidence.errors import FileDamaged, FileLocked
from zhifa.evidence.rules.sniffing import decoded

PDF_PAGES = 3
PART_BYTES = 2_000_000  # of one part of an archive, unpacked; a bomb is cut off here
PARTS = 30
TEXT_BYTES = 200_000
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"</(?:w:p|a:p|text:p|text:h|si|is|ofd:TextCode|TextCode|oddHeader|firstHeader)>")
_PARTS = {
    "docx": (r"word/header\d*\.xml", r"word/document\.xml"),
    "xlsx": (r"xl/sharedStrings\.xml", r"xl/worksheets/sheet\d+\.xml"),
    "pptx": (r"ppt/slides/slide[1-5]\.xml",),
    "odt": (r"content\.xml", r"styles\.xml"),
    "ods": (r"content\.xml",),
    "ofd": (r".*Pages/Page_[0-2]/Content\.xml",),
}


def text_of(stream: BinaryIO, ending: str) -> str | None:
    """The text in which a mark may stand; None when the file holds none that a program can read (a scan).

    A PDF locked with a password is `FileLocked`, one that cannot be opened `FileDamaged`.
    """
    stream.seek(0)
    if ending in ("txt", "csv"):
        return decoded(stream.read())
    if ending in _PARTS:
        return _archived(stream, _PARTS[ending])
    if ending in ("doc", "xls", "ppt"):
        return _wide(stream)
    if ending == "pdf":
        return _pdf(stream)
    return None


def _archived(stream: BinaryIO, patterns: Sequence[str]) -> str | None:
    """The words of an archive's parts: tags are cut out, no XML is interpreted."""
    pieces = []
    try:
        with zipfile.ZipFile(stream) as archive:
            for pattern in patterns:
                matching = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
                for name in sorted(matching)[:PARTS]:
                    with archive.open(name) as part:
                        pieces.append(_xml_text(part.read(PART_BYTES)))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise _damaged() from error
    text = unescape(_TAG.sub("", _BREAK.sub("\n", "\n".join(pieces)))).strip()
    return text or None


def _xml_text(content: bytes) -> str:
    """XML is UTF-8 unless it begins with the mark of UTF-16."""
    wide = content[:2] in (BOM_UTF16_LE, BOM_UTF16_BE)
    return content.decode("utf-16" if wide else "utf-8", "replace")


def _wide(stream: BinaryIO) -> str | None:
    """The older formats keep Chinese text as UTF-16; both byte alignments are read."""
    content = stream.read(PART_BYTES * 4)
    return "\n".join(content[start:].decode("utf-16-le", "ignore") for start in (0, 1))


def _pdf(stream: BinaryIO) -> str | None:
    """The first pages of a PDF."""
    from pypdf import PdfReader  # 0.4 s that no process should wait for before its first PDF
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileLocked(
                _("文件设了打开密码，没有收下"),
                why=_("打不开的文件无法核对，也不能作佐证。"),
                next_step=_("请去掉密码后再上传。"),
                field="files",
            )
        pages = [page.extract_text() for page in reader.pages[:PDF_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise _damaged() from error
    return "\n".join(pages)[:TEXT_BYTES].strip() or None


def _damaged() -> FileDamaged:
    return FileDamaged(
        _("文件打不开，没有收下"),
        why=_("文件不完整或已损坏。"),
        next_step=_("请重新导出或另存一份后再上传。"),
        field="files",
    )
