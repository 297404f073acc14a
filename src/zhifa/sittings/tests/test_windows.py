"""The rule of terms, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from zhifa.kernel.clock import day_start
from zhifa.sittings.rules.windows import Flaw, Terms, dealt, flaws_of, papers_needed

NINE = day_start(date(2026, 11, 26)) + timedelta(hours=9)
SOUND = Terms(NINE, NINE + timedelta(minutes=120), 90, 1, date(2026, 11, 26))


@pytest.mark.parametrize(
    ("changes", "flaws"),
    [
        ({}, []),
        ({"closes_at": NINE}, [Flaw.ENDS_FIRST]),
        ({"minutes": 120}, []),
        ({"minutes": 121}, [Flaw.TOO_SHORT]),
        ({"minutes": 60, "attempts": 2}, []),
        ({"attempts": 2}, [Flaw.ATTEMPTS_OVERLAP]),
        ({"roster_frozen_on": date(2026, 11, 27)}, [Flaw.ROSTER_LATER]),
        # The opening is a day of Shanghai: 00:30 on the 27th there is still the 26th in UTC.
        ({"opens_at": NINE - timedelta(hours=8, minutes=30), "roster_frozen_on": date(2026, 11, 26)}, []),
        ({"first_ends": NINE}, []),
        ({"first_ends": NINE + timedelta(seconds=1)}, [Flaw.BEFORE_FIRST_ENDS]),
        (
            {"minutes": 121, "roster_frozen_on": date(2027, 1, 1), "first_ends": NINE + timedelta(days=1)},
            [Flaw.TOO_SHORT, Flaw.ROSTER_LATER, Flaw.BEFORE_FIRST_ENDS],
        ),
    ],
)
def test_terms_that_cannot_be_kept(changes: dict[str, object], flaws: list[Flaw]) -> None:
    assert flaws_of(replace(SOUND, **changes)) == flaws  # type: ignore[arg-type]


def test_papers_are_dealt_so_that_neighbours_differ() -> None:
    assert dealt(5, 3) == [0, 1, 2, 0, 1]
    assert dealt(0, 3) == []
    assert all(one != other for one, other in pairwise(dealt(100, 2)))
    assert [papers_needed(n, 1) for n in (0, 1, 2, 900)] == [1, 1, 2, 2]
    assert papers_needed(900, 3) == 3, "one for each attempt of the same person"
