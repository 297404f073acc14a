"""What a file is, judged from its bytes; the name only tells a table of commas from running text."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OOXML = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_DOCUMENT = (
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_IMAGES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<?php", b"#!")
_TEXT_CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D}


@dataclass(frozen=True)
class Sniffed:
    """What the bytes say: the media type (empty when none on our list), and what stands against taking it.

    `obstacle` is one of "", `macro`, `locked`, `damaged`, `archive`, `heic`, `unknown`.
    """

    media_type: str = ""
    obstacle: str = ""


def sniff(stream: BinaryIO, name: str) -> Sniffed:  # noqa: PLR0911 - a table of magics reads best flat
    """Look into a file; the stream is read from its start and left anywhere."""
    stream.seek(0)
    head = stream.read(HEAD)
    for magic, media_type in _IMAGES:
        if head.startswith(magic):
            return Sniffed(media_type)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sniffed("image/webp")
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc"):
        return Sniffed(obstacle="heic")
    if b"%PDF-" in head[:1024]:
        return Sniffed("application/pdf")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(stream)
    if head.startswith(_OLE):
        return _ole(stream)
    return _text(head, stream, name)


def _zipped(stream: BinaryIO) -> Sniffed:
    """Office documents are archives; what is inside says which."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = frozenset(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
            )
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        return Sniffed(obstacle="damaged")
    if any(name.endswith("vbaProject.bin") for name in names):
        return Sniffed(obstacle="macro")
    if "[Content_Types].xml" in names:
        for part, media_type in _OOXML.items():
            if part in names:
                return Sniffed(media_type)
    if mimetype.strip() in _OPEN_DOCUMENT:
        return Sniffed(mimetype.strip())
    if "OFD.xml" in names:
        return Sniffed("application/ofd")
    return Sniffed(obstacle="archive")


def _ole(stream: BinaryIO) -> Sniffed:
    """The older office formats: the names in their directory are UTF-16."""
    stream.seek(0)
    content = stream.read()
    if _wide("EncryptedPackage") in content:
        return Sniffed(obstacle="locked")
    if _wide("_VBA_PROJECT") in content:
        return Sniffed(obstacle="macro")
    for stream_name, media_type in (
        ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"),
        ("Book", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ):
        if _wide(stream_name) in content:
            return Sniffed(media_type)
    return Sniffed(obstacle="unknown")


def _text(head: bytes, stream: BinaryIO, name: str) -> Sniffed:
    """Text is what decodes as UTF-8 or GB 18030 without control characters and is no page or program."""
    if not head or head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return Sniffed(obstacle="unknown")
    stream.seek(0)
    content = stream.read()
    if decoded(content) is None or not _TEXT_CONTROLS.isdisjoint(content):
        return Sniffed(obstacle="unknown")
    return Sniffed("text/csv" if name.lower().endswith(".csv") else "text/plain")


def decoded(content: bytes) -> str | None:
    """Text in the encodings in which Chinese offices write, or None when it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")
