"""Whether the terms of an exam can be kept: its window, its attempts, its roster, the exam that it makes up for.

Worked: a window of 120 minutes takes one attempt of 90 and not two, which would run at once or end unfinished. A roster frozen on the
day of the opening stands; one frozen the day after does not, since nobody knew the denominator at the opening. A make-up exam opens
at the first's end or later: until then the first may still be sat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from zhifa.kernel.clock import civil_day


@dataclass(frozen=True)
class Terms:
    """What is weighed; `first_ends` is the end of the exam that this one makes up for."""

    opens_at: datetime
    closes_at: datetime
    minutes: int
    attempts: int
    roster_frozen_on: date
    first_ends: datetime | None = None


class Flaw(StrEnum):
    """What keeps terms from being kept."""

    ENDS_FIRST = "ends-first"
    TOO_SHORT = "too-short"  # for one attempt
    ATTEMPTS_OVERLAP = "attempts-overlap"
    ROSTER_LATER = "roster-later"
    BEFORE_FIRST_ENDS = "before-first-ends"


def flaws_of(terms: Terms) -> list[Flaw]:
    """Everything wrong with terms, in the order in which a form asks for them."""
    found = []
    window, one = terms.closes_at - terms.opens_at, timedelta(minutes=terms.minutes)
    if window <= timedelta():
        found.append(Flaw.ENDS_FIRST)
    elif window < one:
        found.append(Flaw.TOO_SHORT)
    elif window < one * terms.attempts:
        found.append(Flaw.ATTEMPTS_OVERLAP)
    if terms.roster_frozen_on > civil_day(terms.opens_at):
        found.append(Flaw.ROSTER_LATER)
    if terms.first_ends is not None and terms.opens_at < terms.first_ends:
        found.append(Flaw.BEFORE_FIRST_ENDS)
    return found


def papers_needed(candidates: int, attempts: int) -> int:
    """How many papers a draw must hold: two, so that neighbours differ, and one for each attempt of the same person."""
    return max(attempts, min(2, candidates))


def dealt(candidates: int, papers: int, attempts_before: Mapping[int, int] | None = None) -> list[int]:
    """Which of shuffled papers each candidate gets, round robin, so that neighbours differ wherever there are two; who sits again
    (`attempts_before` by the candidate's place) gets as many places on."""
    before = attempts_before or {}
    return [(place + before.get(place, 0)) % papers for place in range(candidates)]
