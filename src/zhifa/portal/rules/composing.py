"""What a year's participations are made of: the same amounts, laid by each of several marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Laid:
    """Amounts by a mark, the largest first; their sum is the same whatever the mark."""

    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(amount for _mark, amount in self.parts)

    def without(self, mark: str) -> tuple[Laid, int]:
        """The other parts, and the amount of this one."""
        return Laid(tuple(part for part in self.parts if part[0] != mark)), dict(self.parts).get(mark, 0)


def laid(amounts: Iterable[tuple[str, int]]) -> Laid:
    """Amounts summed by mark."""
    sums: dict[str, int] = {}
    for mark, amount in amounts:
        sums[mark] = sums.get(mark, 0) + amount
    return Laid(tuple(sorted(sums.items(), key=lambda part: (-part[1], part[0]))))


def street_of(path: str, streets: Mapping[str, str]) -> str:
    """The code of the street in which a path of areas lies, by the streets' own paths; empty where it lies in none."""
    steps = path.strip("/").split("/")
    for length in range(len(steps), 0, -1):
        if (code := streets.get(f"/{'/'.join(steps[:length])}/")) is not None:
            return code
    return ""
