"""Rates over a frozen roster: 20 stand on it, 18 sat, 17 passed, 5 of them excellently: 参考率 90.00, 合格率 94.44, 优秀率 27.78."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Tally:
    """Due by the roster, sat, passed, excellent; in persons at one exam."""

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
        """参考率: who sat of who stood on the roster, in per cent."""
        return share(self.sat, self.due)

    @property
    def passed_share(self) -> Decimal | None:
        """合格率: who passed of who sat."""
        return share(self.passed, self.sat)

    @property
    def excellent_share(self) -> Decimal | None:
        """优秀率: who was excellent of who sat."""
        return share(self.excellent, self.sat)


def share(part: int, whole: int) -> Decimal | None:
    """Per cent with two decimals; None of nothing."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None
