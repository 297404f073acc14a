"""Which column of the sheet is which column of the target: suggested with a reason, decided by a person.

A source is written as `c3` (the fourth column), `f:填报单位` (a fact above the head), `s` (the line that groups
the rows), `=…` (one value for all rows) or `` (not in this sheet).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from zhifa.intake import terms
from zhifa.intake.rules.tables import Table
from zhifa.intake.rules.values import UNIT_WORDS, easily_mixed, unit_of_heading
from zhifa.intake.rules.words import bare, normal
from zhifa.kernel.registry import ImportColumn

SURE = 80.0
SAME = 95.0  # the names are the same: then the cells are wrong, not the column
ENOUGH = 45.0
LOOKED_AT = 12  # samples a column


@dataclass(frozen=True)
class Suggestion:
    """A source for a target's column, how sure it is (0–100) and why."""

    source: str
    score: float
    why: str

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.score >= SURE


Fits = Callable[[ImportColumn, str], bool]


def suggest(table: Table, columns: Sequence[ImportColumn], fits: Fits) -> dict[str, Suggestion]:
    """The best source of each target column; every sheet column is used once. `fits` says whether a text can be read."""
    offers: list[tuple[float, int, int, Suggestion]] = []
    for order, column in enumerate(columns):
        for heading in table.headings:
            found = _by_heading(table, heading.column, column, fits)
            if found.score >= ENOUGH:
                offers.append((-found.score, order, heading.column, found))
    chosen: dict[str, Suggestion] = {}
    used: set[int] = set()
    for _score, order, place, found in sorted(offers, key=lambda item: item[:3]):
        code = columns[order].code
        if code not in chosen and place not in used:
            chosen[code] = found
            used.add(place)
    for column in columns:
        if column.code not in chosen:
            beside = _by_fact(table, column, fits)
            if beside:
                chosen[column.code] = beside
    return chosen


def _by_heading(table: Table, place: int, column: ImportColumn, fits: Fits) -> Suggestion:
    heading = table.headings[place]
    score, why = heading_score(heading.levels, heading.label, column)
    if column.unit and column.kind in ("number", "quantity"):
        score += _unit_bonus(heading.label, column)
    samples = table.samples(place, LOOKED_AT)
    if samples and (column.kind == "day" or (score >= ENOUGH and column.kind != "text")):
        share = sum(fits(column, text) for text in samples) / len(samples)
        if score >= ENOUGH:
            score += 10 * share if share >= 0.5 else (-10 if score >= SAME else -50)
        elif share == 1 and len(samples) >= 2 and column.kind == "day":
            return Suggestion(
                f"c{place}", ENOUGH, str(terms.CONTENT_ONLY % {"kind": terms.KIND_WORDS["day"]})
            )
    return Suggestion(f"c{place}", min(score, 100.0), why)


def heading_score(levels: Sequence[str], label: str, column: ImportColumn) -> tuple[float, str]:
    """How well a heading names a column, from 0 to 100, and why in words."""
    names = (str(column.title), *column.names)
    texts = [label, *levels[::-1], "".join(levels)]
    best, why = 0.0, ""
    for name in names:
        for place, text in enumerate(texts):
            score, reason = _alike(text, name)
            score -= 4 if place not in (0, 1) else 0
            if score > best:
                best, why = score, str(reason % {"name": name})
    return best, why


def _alike(text: str, name: str) -> tuple[float, str]:
    if not text:
        return 0.0, ""
    if normal(text) == normal(name):
        return 100.0, str(terms.SAME_NAME)
    one, other = bare(text), bare(name)
    if not one or not other:
        return 0.0, ""
    if one == other:
        return 95.0, str(terms.SAME_NAME_BARE)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 2 and shorter in longer:
        return 50.0 + 35.0 * len(shorter) / len(longer), str(terms.CONTAINS)
    ratio = SequenceMatcher(None, one, other).ratio()
    return (40.0 + 30.0 * ratio, str(terms.ALIKE)) if ratio >= 0.6 else (0.0, "")


def _unit_bonus(label: str, column: ImportColumn) -> float:
    """The heading's own unit speaks for the column (same), a little against (slip), or against (another)."""
    word, _scale = unit_of_heading(label)
    if not word or column.unit is None:
        return 0.0
    seen = UNIT_WORDS[word]
    if seen.code == column.unit.code:
        return 8.0
    return -3.0 if easily_mixed(seen, column.unit) else -60.0


def _by_fact(table: Table, column: ImportColumn, fits: Fits) -> Suggestion | None:
    """A fact above the head, or the lines that group the rows."""
    for name, value in table.facts.items():
        score, _why = heading_score((name,), name, column)
        if score >= SURE and (column.kind == "text" or fits(column, value)):
            return Suggestion(f"f:{name}", score, str(terms.FACT_FITS % {"title": column.title}))
    if table.sections and column.kind in ("area", "unit", "choice"):
        share = sum(fits(column, text) for text in table.sections) / len(table.sections)
        if share >= 0.6:
            return Suggestion("s", SURE, str(terms.SECTION_FITS % {"title": column.title}))
    return None


def source_exists(table: Table, source: str) -> bool:
    """Whether a source can be read from this table."""
    if source.startswith("c") and source[1:].isdigit():
        return int(source[1:]) < len(table.headings)
    if source.startswith("f:"):
        return source[2:] in table.facts
    return source == "s" or source.startswith("=") or source == ""


def remembered(table: Table, kept: Mapping[str, str]) -> dict[str, Suggestion]:
    """The choices of last time, those that this table still has; "" is a column that was left out on purpose."""
    return {
        code: Suggestion(source, 100.0, str(terms.REMEMBERED))
        for code, source in kept.items()
        if source_exists(table, source)
    }
