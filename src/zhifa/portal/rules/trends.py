"""Yearly numbers of units "as then" and "as now": the same records, laid to the unit of the day or to where it is found today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class TrendRow:
    """One line: a unit (or the several that one was split into), its numbers by year, their sum.

    `units` has several members where a unit was split and nobody can say to which part a record belongs: such a line
    stands by itself and is added to none of the parts.
    """

    units: tuple[int, ...]
    by_year: Mapping[int, int]

    @property
    def total(self) -> int:
        """All years."""
        return sum(self.by_year.values())


def as_then(counts: Iterable[tuple[int, int, int]]) -> list[TrendRow]:
    """(unit, year, number) by the unit that stands on the records."""
    return _rows(((unit,), year, number) for unit, year, number in counts)


def as_now(counts: Iterable[tuple[int, int, int]], went: Mapping[int, tuple[int, ...]]) -> list[TrendRow]:
    """The same by where each unit is found now; `went` answers only for units that went over into others.

    Nothing is lost and nothing counted twice: the sums of both views are the same, year by year.
    """
    return _rows((went.get(unit, (unit,)), year, number) for unit, year, number in counts)


def _rows(laid: Iterable[tuple[tuple[int, ...], int, int]]) -> list[TrendRow]:
    found: dict[tuple[int, ...], dict[int, int]] = {}
    for units, year, number in laid:
        years = found.setdefault(tuple(sorted(units)), {})
        years[year] = years.get(year, 0) + number
    rows = [TrendRow(units, by_year) for units, by_year in found.items()]
    return sorted(rows, key=lambda row: (-row.total, row.units))
