"""Who passed, what counts of several attempts, and rates over a frozen roster.

Worked: 20 candidates, 2 of them exempt, so 18 are due; 16 sat, 12 passed, 4 of them excellently: 参考率 88.89, 合格率 75.00, 优秀率 25.00.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zhifa.sittings.terms import Counted

CEILING = Decimal(
    "99.5"
)  # per cent passed from which on an exam tells nobody apart (features F33; Hunan 2020: 99.52)
LEAST = 30  # candidates below whom nothing statistical is said
FEWEST = 5  # due of a unit below whom its results would tell of persons


@dataclass(frozen=True)
class Score:
    """One attempt's marks in hundredths, and its number among the candidate's attempts."""

    number: int
    score: int
    full: int

    @property
    def share(self) -> Fraction:
        """Of the full marks; a paper without marks gives none."""
        return Fraction(self.score, self.full) if self.full else Fraction(0)


def counted(scores: Iterable[Score], rule: str) -> Score | None:
    """The attempt that counts: the best (of equal ones the first), or the last; None of nothing."""
    several = sorted(scores, key=lambda one: one.number)
    if not several:
        return None
    return max(several, key=lambda one: one.share) if rule == Counted.BEST else several[-1]


def reaches(score: int, full: int, per_cent: Decimal) -> bool:
    """Whether the marks are at least that share of the full ones: 60 of 100 reaches 60 %, 59.99 does not."""
    return full > 0 and Decimal(score) * 100 >= per_cent * full


@dataclass(frozen=True)
class Tally:
    """Due (by the frozen roster, without the exempt), sat, passed, excellent; in persons at one exam, held here or elsewhere."""

    due: int = 0
    sat: int = 0
    passed: int = 0
    excellent: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.due + other.due, self.sat + other.sat, self.passed + other.passed, self.excellent + other.excellent
        )  # fmt: skip

    @property
    def is_sound(self) -> bool:
        """Excellent among passed, passed among sat, sat among due."""
        return 0 <= self.excellent <= self.passed <= self.sat <= self.due

    @property
    def sat_share(self) -> Decimal | None:
        """参考率: who sat of who was due, in per cent."""
        return share(self.sat, self.due)

    @property
    def passed_share(self) -> Decimal | None:
        """合格率: who passed of who sat."""
        return share(self.passed, self.sat)

    @property
    def excellent_share(self) -> Decimal | None:
        """优秀率: who was excellent of who sat."""
        return share(self.excellent, self.sat)

    @property
    def at_ceiling(self) -> bool:
        """Whether so many passed that the exam tells nobody apart; said from 30 who sat on."""
        return self.sat >= LEAST and Decimal(100) * self.passed >= CEILING * self.sat


@dataclass(frozen=True)
class Line:
    """One candidate as the tallies count: unit and class of posts as frozen, exempt or not, and how it came out."""

    unit: int
    post_class: str
    exempt: bool
    sat: bool
    passed: bool = False
    excellent: bool = False


def tallied(lines: Sequence[Line]) -> Mapping[tuple[int, str], Tally]:
    """Tallies by unit and class of posts. The exempt are not due; one of them who sat all the same is counted on both sides."""
    found: dict[tuple[int, str], Tally] = {}
    for one in lines:
        if one.exempt and not one.sat:
            continue
        place = (one.unit, one.post_class)
        found[place] = found.get(place, Tally()) + Tally(1, one.sat, one.passed, one.excellent)
    return found


def share(part: int, whole: int) -> Decimal | None:
    """Per cent with two decimals; None of nothing."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def due_by_unit(tallies: Mapping[tuple[int, str], Tally]) -> dict[int, int]:
    """How many are due in each unit."""
    found: dict[int, int] = {}
    for (unit, _class), one in tallies.items():
        found[unit] = found.get(unit, 0) + one.due
    return found


def told_together(due: Mapping[int, int]) -> frozenset[int]:
    """The units that are told of as one, by how many are due in each: those with fewer than five, and where they are too few themselves
    (one unit, or fewer than five people) the next smallest besides, so that nobody gets at one of them by taking the others from the whole.

    Worked: 1, 3, 8, 20: the first two have four people, so the third joins. 2, 9, 20: the second joins. 5, 9: none.
    """
    order = sorted((n, unit) for unit, n in due.items() if n)
    together = [pair for pair in order if pair[0] < FEWEST]
    if not together:
        return frozenset()
    for pair in order[len(together) :]:
        if len(together) > 1 and sum(n for n, _unit in together) >= FEWEST:
            break
        together.append(pair)
    return frozenset(unit for _n, unit in together)
