"""Exact numbers that may be known only as a range, and ranges whose ends are themselves only bounded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(frozen=True)
class Bounds:
    """A number that is at least `least` and at most `most`; the same where it is known."""

    least: Fraction
    most: Fraction

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.least + other.least, self.most + other.most)


def known(number: Fraction | int) -> Bounds:
    """A number that is known."""
    return Bounds(Fraction(number), Fraction(number))


@dataclass(frozen=True)
class Span:
    """From `low` to `high`, both ends inside; where rows are not shown each end is only bounded."""

    low: Bounds
    high: Bounds

    @property
    def exact(self) -> Fraction | None:
        """The one number, where it is one and known."""
        ends = {self.low.least, self.low.most, self.high.least, self.high.most}
        return ends.pop() if len(ends) == 1 else None

    @property
    def is_known(self) -> bool:
        """Whether both ends are known."""
        return self.low.least == self.low.most and self.high.least == self.high.most


def one(number: Fraction | int) -> Span:
    """A span of one number."""
    return Span(known(number), known(number))


def total(items: Sequence[Bounds]) -> Bounds:
    """The sum."""
    return Bounds(sum((item.least for item in items), ZERO), sum((item.most for item in items), ZERO))


def extreme(pick: Callable[[Sequence[Fraction]], Fraction], items: Sequence[Bounds]) -> Bounds:
    """The largest (`max`) or least (`min`) of bounded numbers, itself bounded; zero of none."""
    if not items:
        return known(0)
    return Bounds(pick([item.least for item in items]), pick([item.most for item in items]))


def rounded(number: Fraction, decimals: int) -> Decimal:
    """At so many decimals, half away from zero."""
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if number < 0 else whole).scaleb(-decimals)


def written(number: Fraction, decimals: int) -> str:
    """Rounded, as a bundle writes it: so many decimals, no exponent."""
    return f"{rounded(number, decimals):f}"
