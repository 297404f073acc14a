"""What comes out: values with everything that explains them, and their one written form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from zhifa.figures.terms import State, WindowKind
from zhifa.kernel.clock import Window
from zhifa.kernel.quantities import Unit


@dataclass(frozen=True)
class Range:
    """At least `low`, at most `high`: the truth lies between, both ends inside."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: Decimal | int) -> bool:
        return self.low <= value <= self.high


Value = Decimal | Range | None


@dataclass(frozen=True)
class Span:
    """An exact number or interval while it is being computed; never rounded."""

    low: Fraction
    high: Fraction

    @classmethod
    def exact(cls, number: int | Decimal | Fraction) -> Span:
        """An interval of one point."""
        return cls(Fraction(number), Fraction(number))

    def at(self, unit: Unit) -> Decimal | Range:
        """The value at the unit's decimals, half away from zero."""
        low, high = rounded(self.low, unit.decimals), rounded(self.high, unit.decimals)
        return low if low == high else Range(low, high)


def rounded(number: Fraction, decimals: int) -> Decimal:
    """The exact fraction at that many decimals, half away from zero."""
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    signed = Decimal(-whole if number < 0 else whole)
    return signed.scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class FigureValue:
    """One figure over one window. `since` None means from the beginning; `held_back` counts by reason what the
    sources keep out of every report. `evidence_kinds`, `late_entries`, `reported_after`,
    `second_party` (records that the other side confirmed), `corrected`, `confirmed_by` and the sealing times are
    filled when the records were described (`None` where they were not asked for)."""

    code: str
    name: str
    value: Value
    unit: Unit
    since: date | None
    until: date
    window_kind: WindowKind
    definition_version: int
    statement: str
    denominator: str
    deduplication: str
    record_count: int
    composition: tuple[tuple[str, Value], ...] = ()
    parts_overlap: bool = False
    held_back: tuple[tuple[str, int], ...] = ()
    state: State = State.MEASURED
    why: str = ""
    mechanism: str = ""
    public: bool = True
    district: str = ""
    late_entries: int | None = None
    reported_after: int | None = None  # days, the median
    second_party: int | None = None
    corrected: int | None = None
    evidence_kinds: tuple[tuple[str, int], ...] | None = None
    without_evidence: int | None = None
    confirmed_by: tuple[str, ...] | None = None
    sealed_since: datetime | None = None
    unsealed: int | None = None
    body: Any = field(default=None, compare=False, repr=False)

    @property
    def second_party_share(self) -> str:
        """Per cent of the records that the other side confirmed, cut to one decimal; an em dash without records."""
        return self._share(self.second_party)

    @property
    def late_share(self) -> str:
        """Per cent of the records that are 补录."""
        return self._share(self.late_entries)

    def _share(self, part: int | None) -> str:
        if not self.record_count or part is None:
            return "—"
        return f"{Decimal(part * 1000 // self.record_count) / 10:f}%"

    @property
    def window(self) -> Window:
        """The days as a window; the beginning is `date.min`."""
        return Window(self.since or date.min, self.until)

    @property
    def scorable(self) -> bool:
        """Whether an assessment may ever score it."""
        return self.unit.scorable

    @property
    def number(self) -> str:
        """The value without its unit: `330,000`, `12,000–15,400`, or an em dash."""
        return shown(self.value)


def shown(value: Value) -> str:
    """A value in digits, grouped by thousands, trailing zeros dropped."""
    if value is None:
        return "—"
    if isinstance(value, Range):
        return f"{_digits(value.low)}–{_digits(value.high)}"
    return _digits(value)


def _digits(number: Decimal) -> str:
    text = f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Value) -> str | dict[str, str] | None:
    """A value for programs: a decimal string, or `{"low", "high"}`."""
    if isinstance(value, Range):
        return {"low": str(value.low), "high": str(value.high)}
    return None if value is None else str(value)


def as_data(value: FigureValue) -> dict[str, Any]:
    """The value as plain data, the same for the same records and definition, wherever it was computed."""
    data: dict[str, Any] = {
        "code": value.code,
        "name": value.name,
        "value": plain(value.value),
        "unit": value.unit.code,
        "unit_label": str(value.unit.label),
        "state": value.state.value,
        "why": value.why,
        "district": value.district,
        "window": {
            "kind": value.window_kind.value,
            "since": value.since.isoformat() if value.since else None,
            "until": value.until.isoformat(),
        },
        "definition_version": value.definition_version,
        "statement": value.statement,
        "denominator": value.denominator,
        "deduplication": value.deduplication,
        "record_count": value.record_count,
        "composition": [{"label": label, "value": plain(part)} for label, part in value.composition],
        "parts_overlap": value.parts_overlap,
        "held_back": dict(value.held_back),
        "late_entries": value.late_entries,
        "scorable": value.scorable,
    }
    if value.evidence_kinds is not None:
        data |= {
            "evidence_kinds": dict(value.evidence_kinds),
            "without_evidence": value.without_evidence,
            "confirmed_by": list(value.confirmed_by or ()),
            "reported_after_days": value.reported_after,
            "second_party": value.second_party,
            "corrected": value.corrected,
            "sealed_since": value.sealed_since.isoformat() if value.sealed_since else None,
            "unsealed": value.unsealed,
        }
    return data


def as_json(value: FigureValue) -> str:
    """The value as one JSON text, keys in order: byte for byte the same for the same value."""
    return json.dumps(as_data(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
