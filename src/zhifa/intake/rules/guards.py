"""Looking at a packed file before it is opened: is it whole, locked, bloated, and how far does it reach?

Nothing is unpacked to disk. Every part is inflated once in pieces and counted, so that sizes that lie,
wrong checksums and bombs are found here and not in a parser's memory.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from zhifa.intake.errors import SheetBlowsUp, SheetHasTooManyRows, SheetIsBroken, SheetIsLocked
from zhifa.intake.rules.sheets import Merge, column_number, letters
from zhifa.intake.terms import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, MEGABYTE

PIECE = 1 << 20
OVERLAP = 1 << 14
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>")
UNSAVED = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*><(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Reach:
    """How far one part reaches (rows and columns from 1), its formulas without results, its merges if known."""

    rows: int = 0
    columns: int = 0
    unsaved: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] | None = None

    def take(self, row: int, column: int) -> None:
        """Stretch to a cell."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, after every part was inflated once: whole, not locked, not a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise SheetIsBroken(name) from problem
    if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
        raise SheetBlowsUp(name, MAX_UNPACKED // MEGABYTE)
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise SheetIsLocked(name)
    seen = 0
    for part in archive.infolist():
        for piece in pieces_of(archive, part.filename, name):
            seen += len(piece)
            if seen > MAX_UNPACKED:
                raise SheetBlowsUp(name, MAX_UNPACKED // MEGABYTE)
    return archive


def pieces_of(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[bytes]:
    """A part in pieces; a wrong checksum or a torn stream is a broken file."""
    try:
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError) as problem:
        raise SheetIsBroken(name) from problem


def must_fit(reach: Reach, name: str, sheet: str) -> None:
    """Refuse a sheet whose grid would not fit, naming the farthest cell."""
    if reach.rows > MAX_ROWS or reach.columns > MAX_COLUMNS or reach.rows * reach.columns > MAX_CELLS:
        where = f"{letters(max(reach.columns, 1) - 1)}{reach.rows}"
        raise SheetHasTooManyRows(name, sheet, min(MAX_ROWS, MAX_CELLS // max(reach.columns, 1)), where)


def reaches_of_xlsx(archive: zipfile.ZipFile, name: str) -> dict[str, Reach]:
    """The reach of each sheet of an Office Open XML workbook, by sheet name."""
    reaches = {}
    for sheet, part in _xlsx_parts(archive, name).items():
        reach, tail = Reach(), b""
        for piece in pieces_of(archive, part, name):
            text = tail + piece
            for match in CELL.finditer(text):
                if not match[0].endswith(b"/>"):
                    reach.take(int(match[2]), column_number(match[1].decode()) + 1)
            if b"<f" in text or b":f" in text:
                for match in UNSAVED.finditer(text):
                    reach.unsaved.add((int(match[2]) - 1, column_number(match[1].decode())))
            tail = text[-OVERLAP:]
        reaches[sheet] = reach
    return reaches


def _xlsx_parts(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Sheet names with the parts that hold them, from the workbook's own lists."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _elements(archive, "xl/_rels/workbook.xml.rels", name, "Relationship")
    }
    parts = {}
    for sheet in _elements(archive, "xl/workbook.xml", name, "sheet"):
        key = next((value for attribute, value in sheet.items() if attribute.endswith("}id")), "")
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist() and path.endswith(".xml"):
            parts[sheet.get("name", "")] = path
    return parts


def _elements(archive: zipfile.ZipFile, part: str, name: str, tag: str) -> list[etree._Element]:
    """All elements of one local name in a small part; none where the part is absent."""
    if part not in archive.namelist():
        return []
    try:
        root = etree.fromstring(b"".join(pieces_of(archive, part, name)), safe_parser())
    except etree.XMLSyntaxError as problem:
        raise SheetIsBroken(name) from problem
    return list(root.iter(f"{{*}}{tag}"))


def safe_parser() -> etree.XMLParser:
    """A parser that resolves no entity, loads nothing from outside and refuses outsized trees."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def reaches_of_xlsb(archive: zipfile.ZipFile, name: str) -> list[Reach]:
    """The reach of each binary sheet in the order of its parts ([MS-XLSB] 2.1.4: records of type, length, body)."""
    parts = [part for part in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.bin", part)]
    parts.sort(key=lambda part: int(re.sub(r"\D", "", part)))
    return [_xlsb_reach(b"".join(pieces_of(archive, part, name))) for part in parts]


def _xlsb_reach(data: bytes) -> Reach:
    reach, at, row, size = Reach(merges=[]), 0, 0, len(data)
    while at < size:
        kind, at = _varint(data, at, 2)
        length, at = _varint(data, at, 4)
        body = data[at : at + length]
        at += length
        if kind == 0 and length >= 4:  # BrtRowHdr
            row = int.from_bytes(body[:4], "little")
        elif 2 <= kind <= 11 and length >= 4:  # cells and formulas with a value
            reach.take(row + 1, int.from_bytes(body[:4], "little") + 1)
        elif kind == 176 and length >= 16 and reach.merges is not None:  # BrtMergeCell
            first, last, left, right = (int.from_bytes(body[n : n + 4], "little") for n in (0, 4, 8, 12))
            reach.merges.append((first, left, last, right))
    return reach


def _varint(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * place) if most == 4 else byte << (8 * place)
        if byte < 0x80:
            break
    return (value if most == 4 else (value & 0x7F) | ((value >> 8 & 0x7F) << 7)), at


def reaches_of_ods(archive: zipfile.ZipFile, name: str) -> dict[str, Reach]:
    """The reach and the merges of each sheet of an OpenDocument spreadsheet, repeats counted."""
    reaches: dict[str, Reach] = {}
    stream = io.BytesIO(b"".join(pieces_of(archive, "content.xml", name)))
    reach, row, sheet = Reach(merges=[]), 0, ""
    try:
        events = etree.iterparse(stream, events=("start", "end"), resolve_entities=False, no_network=True)
        for event, element in events:
            tag = etree.QName(element).localname
            if event == "start" and tag == "table" and "table:1.0" in element.tag:
                reach, row, sheet = Reach(merges=[]), 0, _odf(element, "name")
                reaches[sheet] = reach
            elif event == "end" and tag == "table-row":
                repeated = _count(element, "number-rows-repeated")
                if _ods_row(element, row, reach):
                    reach.take(row + repeated, 0)
                row += repeated
                element.clear()
    except etree.XMLSyntaxError as problem:
        raise SheetIsBroken(name) from problem
    return reaches


def _ods_row(element: etree._Element, row: int, reach: Reach) -> bool:
    """Take one row's cells; whether any of them holds something."""
    column, holds = 0, False
    for cell in element:
        repeated = _count(cell, "number-columns-repeated")
        if len(cell) or any(key.endswith("}value-type") for key in cell.keys()):  # noqa: SIM118 -- lxml
            holds = True
            reach.take(row + 1, column + repeated)
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if (down > 1 or across > 1) and reach.merges is not None:
            reach.merges.append((row, column, row + down - 1, column + across - 1))
        column += repeated
    return holds


def _odf(element: etree._Element, local: str) -> str:
    return next((str(v) for k, v in element.items() if k.endswith(f"table:1.0}}{local}")), "")


def _count(element: etree._Element, local: str) -> int:
    text = _odf(element, local)
    return int(text) if text.isdigit() else 1


def ole_has(data: bytes, stream: str) -> bool:
    """Whether an OLE file lists a stream or storage of that name (names stand in UTF-16 in its directory)."""
    return stream.encode("utf-16-le") + b"\x00\x00" in data
