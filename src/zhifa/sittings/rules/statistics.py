"""What the answers say of the questions and of the exam, as classical test theory defines it. Nothing is said of fewer than 30.

    facility          p = mean of got/possible                                    Crocker & Algina 1986, ch. 14
    discrimination    D = p(upper 27 %) − p(lower 27 %) by total share             Kelley 1939, J. Educ. Psychol. 30, 17–24
    item and rest     r = Pearson(got, total − got); of an item marked right or
                      wrong the point-biserial, corrected for itself               Henrysson 1963, Psychometrika 28, 211–218
    alpha             α = k/(k−1) · (1 − Σ s²(item) / s²(total))                   Cronbach 1951, Psychometrika 16, 297–334
    standard error    SEM = s(total) · √(1 − α), in points

Variances are those of samples (n − 1). Alpha speaks of people who sat the same paper: each paper that at least 30 sat has its own, and
the exam's is their mean weighted by how many sat; so is the square of the standard error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, sqrt

from zhifa.sittings.rules.results import LEAST

GROUP = 0.27  # Kelley's share of either end
Key = tuple[int, int]  # version of a question, part of its case (0: none)


@dataclass(frozen=True)
class Sat:
    """One whole attempt: the paper it was on, and of each question hundredths got, hundredths possible, letters chosen as written."""

    paper: int
    marks: Mapping[Key, tuple[int, int, str]]

    @property
    def total(self) -> int:
        """Hundredths got in all."""
        return sum(got for got, _possible, _chosen in self.marks.values())

    @property
    def share(self) -> float:
        """Of full marks."""
        full = sum(possible for _got, possible, _chosen in self.marks.values())
        return self.total / full if full else 0.0


@dataclass(frozen=True)
class ItemFigures:
    """One question: how many had it, facility, discrimination, correlation with the rest (None without spread), and how often each letter
    as written was chosen: by all, the upper and the lower group."""

    n: int
    facility: float
    discrimination: float
    rest: float | None
    choices: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class ExamFigures:
    """The exam: how many sat, mean and deviation of the share of full marks in per cent; alpha and standard error (in points) where a paper
    was sat by enough, and by how many those papers were sat."""

    n: int
    mean: float
    deviation: float
    alpha: float | None
    error: float | None
    behind: int


def exam_figures(sat: Sequence[Sat]) -> ExamFigures | None:
    """Of the exam; None under 30."""
    if len(sat) < LEAST:
        return None
    shares = [100 * one.share for one in sat]
    papers: dict[int, list[Sat]] = {}
    for one in sat:
        papers.setdefault(one.paper, []).append(one)
    told = [
        (len(several), found)
        for several in papers.values()
        if len(several) >= LEAST and (found := alpha_of(several))
    ]
    behind = sum(n for n, _found in told)
    alpha = fsum(n * found[0] for n, found in told) / behind if behind else None
    error = sqrt(fsum(n * found[1] ** 2 for n, found in told) / behind) if behind else None
    return ExamFigures(len(sat), fsum(shares) / len(sat), sqrt(variance(shares)), alpha, error, behind)


def alpha_of(sat: Sequence[Sat]) -> tuple[float, float] | None:
    """Cronbach's alpha and the standard error of measurement in points, of people who sat one paper; None without spread."""
    keys = list(sat[0].marks)
    totals = [one.total / 100 for one in sat]
    spread = variance(totals)
    if len(keys) < 2 or not spread:
        return None
    items = fsum(variance([one.marks[key][0] / 100 for one in sat]) for key in keys)
    alpha = len(keys) / (len(keys) - 1) * (1 - items / spread)
    return alpha, sqrt(spread * max(0.0, 1 - alpha))


def item_figures(sat: Iterable[Sat]) -> dict[Key, ItemFigures]:
    """Of every question that at least 30 had."""
    by_item: dict[Key, list[tuple[float, int, int, int, str]]] = {}
    for one in sorted(sat, key=lambda each: each.share):
        share, total = one.share, one.total
        for key, (got, possible, chosen) in one.marks.items():
            by_item.setdefault(key, []).append((share, total, got, possible, chosen))
    return {key: _figures(rows) for key, rows in by_item.items() if len(rows) >= LEAST}


def _figures(rows: Sequence[tuple[float, int, int, int, str]]) -> ItemFigures:
    """`rows` from the lowest total share to the highest."""
    shares = [got / possible if possible else 0.0 for _share, _total, got, possible, _chosen in rows]
    end = max(1, round(GROUP * len(rows)))
    letters = sorted({letter for row in rows for letter in row[4]})
    choices = {
        letter: (
            sum(letter in row[4] for row in rows),
            sum(letter in row[4] for row in rows[-end:]),
            sum(letter in row[4] for row in rows[:end]),
        )
        for letter in letters
    }
    return ItemFigures(
        len(rows), fsum(shares) / len(rows), (fsum(shares[-end:]) - fsum(shares[:end])) / end,
        correlation([row[2] for row in rows], [row[1] - row[2] for row in rows]), choices,
    )  # fmt: skip


def variance(values: Sequence[float]) -> float:
    """Of a sample (n − 1)."""
    mean = fsum(values) / len(values)
    return fsum((one - mean) ** 2 for one in values) / (len(values) - 1)


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Pearson's; None where either does not vary."""
    mean, other_mean = fsum(ones) / len(ones), fsum(others) / len(others)
    above = fsum((one - mean) * (other - other_mean) for one, other in zip(ones, others, strict=True))
    below = sqrt(
        fsum((one - mean) ** 2 for one in ones) * fsum((other - other_mean) ** 2 for other in others)
    )
    return above / below if below else None
