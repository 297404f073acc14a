"""What a composed report is made of, and how a figure is printed in running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhifa.figures.api import STATE_WORDS, FigureValue, Range, State, plain, shown
from zhifa.kernel.errors import Fault
from zhifa.kernel.quantities import PERCENT
from zhifa.reports.rules.outline import TABLE, Block
from zhifa.reports.terms import Style

WAN = Decimal(10_000)


@dataclass(frozen=True)
class Typed:
    """A quantity that somebody typed."""

    text: str


@dataclass(frozen=True)
class Printed:
    """A field as printed. `door` numbers the figure (0 for words); `amount` and `unit` make up the text; `exact` is
    the value for machines, `scale` by how much the printed amount was divided."""

    amount: str
    unit: str = ""
    door: int = 0
    exact: str = ""
    scale: int = 1
    source: str = ""

    @property
    def text(self) -> str:
        """The words on paper."""
        return f"{self.amount}{self.unit}"


Segment = str | Typed | Printed


@dataclass(frozen=True)
class Line:
    """A block with its fields filled: segments, or for a table rows of cells of segments."""

    kind: str
    level: int = 0
    segments: tuple[Segment, ...] = ()
    rows: tuple[tuple[tuple[Segment, ...], ...], ...] = ()

    @property
    def text(self) -> str:
        """The words on paper; a table's cells parted by bars."""
        if self.kind == TABLE:
            return "\n".join(" | ".join(plain_text(cell) for cell in row) for row in self.rows)
        return plain_text(self.segments)

    @property
    def number_columns(self) -> frozenset[int]:
        """The columns of a table under whose head nothing but figures stands; they and their heads align right."""
        return frozenset(
            index
            for index in range(len(self.rows[0]) if self.rows else 0)
            if len(self.rows) > 1
            and all(any(isinstance(one, Printed) for one in row[index]) for row in self.rows[1:])
        )


@dataclass(frozen=True)
class Door:
    """A figure that the report prints: its value described down to records; for growth the earlier value too."""

    number: int
    value: FigureValue
    printed: str
    before: FigureValue | None = None

    @property
    def is_growth(self) -> bool:
        """Whether it compares two windows."""
        return self.before is not None

    @property
    def window(self) -> str:
        """The days in one form: 2016-01-01/2018-08-24, ../2018-08-24 from the beginning."""
        return days_of(self.value) if self.before is None else f"{days_of(self.before)}→{days_of(self.value)}"


@dataclass(frozen=True)
class Uncovered:
    """A heading under which nothing comes from records; with `has_prose` it still stands in the text."""

    heading: str
    has_prose: bool


@dataclass(frozen=True)
class Composed:
    """A report ready to be rendered, or with the faults that forbid it."""

    title: str
    district: str
    district_code: str
    since: Any
    until: Any
    lines: tuple[Line, ...]
    doors: tuple[Door, ...]
    uncovered: tuple[Uncovered, ...]
    typed: tuple[tuple[str, str], ...]  # the number, and the words around it
    faults: tuple[Fault, ...] = ()
    mark: str = ""  # the demonstration mark, empty for a real district
    head_size: int = 0  # the signed head at which the records were read; 0 for the present
    head_signed_at: datetime | None = None


def plain_text(segments: Sequence[Segment]) -> str:
    """Segments as words."""
    return "".join(one if isinstance(one, str) else one.text for one in segments)


def days_of(value: FigureValue) -> str:
    """The days of a value: first/last, both inside."""
    return f"{value.since.isoformat() if value.since else '..'}/{value.until.isoformat()}"


def printed(value: FigureValue, style: Style, door: int, source: str) -> Printed:
    """A figure in running text: number and unit without a space between, as official documents write (GB/T 15835);
    无记录 where nothing was recorded."""
    if value.state in (State.NO_RECORDS, State.UNMEASURED) or value.value is None:
        return Printed(str(STATE_WORDS[value.state]), "", door, "", 1, source)
    label = "" if style is Style.BARE else str(value.unit.label)
    exact = plain(value.value)
    machine = exact if isinstance(exact, str) else ""
    if isinstance(value.value, Range):
        return Printed(_("%(low)s至%(high)s") % {"low": _number(value.value.low), "high": _number(value.value.high)},
                       label, door, machine, 1, source)  # fmt: skip
    if style is Style.WAN and abs(value.value) >= WAN:
        return Printed(_in_wan(value.value), f"万{label}", door, machine, int(WAN), source)
    return Printed(_number(value.value), label, door, machine, 1, source)


def printed_growth(growth: str, door: int, source: str) -> Printed:
    """Growth in per cent."""
    return Printed(_number(Decimal(growth)), str(PERCENT.label), door, growth, 1, source)


def _number(number: Decimal) -> str:
    return shown(number)


def _in_wan(number: Decimal) -> str:
    return shown((number / WAN).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def heading_words(blocks: Sequence[Block], index: int) -> str:
    """A heading with those above it: 创新驱动 · 载体创新."""
    level = blocks[index].level
    words = [blocks[index].text]
    for position in range(index - 1, -1, -1):
        above = blocks[position]
        if above.kind == "heading" and above.level < level:
            words.append(above.text)
            level = above.level
    return " · ".join(reversed(words))
