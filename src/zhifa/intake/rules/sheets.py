"""What was read: a workbook, its sheets, their cells with where they stood."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = str | int | float | bool | date | datetime | time | timedelta
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0, both ends inside
ERROR_TEXT = re.compile(r"#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|GETTING_DATA)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as a reader sees it, its kind, and where it stood (row and column from 1)."""

    text: str
    kind: str  # blank | text | number | flag | day | time | error | formula
    row: int
    column: int
    value: Value

    @property
    def address(self) -> str:
        """Where it stood, as Excel writes it (`C7`)."""
        return f"{letters(self.column - 1)}{self.row}"


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one table of a document: a grid that begins at A1.

    A blank cell is `""`. `merges` is None where the format does not tell. `unsaved` are cells whose formula
    was stored without its result; `lead` is text that stood above a document's table.
    """

    name: str
    rows: list[list[Value]]
    merges: list[Merge] | None = None
    unsaved: frozenset[tuple[int, int]] = frozenset()
    lead: tuple[str, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place counted from 0; beyond the grid it is blank."""
        line = self.rows[row] if row < len(self.rows) else []
        value = line[column] if column < len(line) else ""
        kind = "formula" if (row, column) in self.unsaved else kind_of(value)
        return Cell(text_of(value), kind, row + 1, column + 1, value)

    @property
    def width(self) -> int:
        """The widest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Workbook:
    """A file that was read: its kind by content, its visible sheets that hold anything, what was noticed."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    notices: tuple[str, ...] = field(default=())


def letters(column: int) -> str:
    """A column counted from 0 as Excel letters it: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The reverse of `letters`."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def text_of(value: Value) -> str:  # noqa: PLR0911 -- one answer a type
    """A value as a reader sees it: 120 without ".0", a day as 2017-03-05."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return exact(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def exact(number: float) -> str:
    """A stored double at the 15 digits that a spreadsheet keeps, written plainly."""
    if not math.isfinite(number):
        return ""
    text = format(Decimal(format(number, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def kind_of(value: Value) -> str:
    """The kind of a value."""
    if isinstance(value, str):
        if not value.strip():
            return "blank"
        return "error" if value[0] == "#" and ERROR_TEXT.fullmatch(value.strip()) else "text"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    return "day" if isinstance(value, date) else "time"


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing to read."""
    return isinstance(value, str) and not value.strip()
