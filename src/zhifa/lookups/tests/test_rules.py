"""The day before which rows may go."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.lookups.rules import kept_since


@pytest.mark.parametrize(
    ("today", "months", "first_kept"),
    [
        (date(2026, 11, 25), 6, date(2026, 5, 25)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 3, 1), 6, date(2025, 9, 1)),
        (date(2026, 6, 30), 6, date(2025, 12, 30)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
    ],
)
def test_the_first_day_that_must_still_stand(today: date, months: int, first_kept: date) -> None:
    assert kept_since(today, months) == first_kept
