"""Level by level: whom a deed waits for, and which moves are allowed.

Recorder → unit → street (only for what a community did) → district. Returned, it goes back to the recorder
and begins again at the first level.
"""

from __future__ import annotations

from zhifa.deeds.terms import Level, State

MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.SUBMITTED, State.CONFIRMED, State.RETURNED, State.WITHDRAWN}),
    State.RETURNED: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.CONFIRMED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


def may_move(before: str, after: str) -> bool:
    """Whether the table allows the move."""
    return after in MOVES[before]


def levels_of(*, by_community: bool) -> tuple[Level, ...]:
    """The levels that a deed must pass, in order."""
    return (Level.UNIT, Level.AREA, Level.DISTRICT) if by_community else (Level.UNIT, Level.DISTRICT)


def level_after(level: str, *, by_community: bool) -> Level | None:
    """The level after one; None after the last."""
    levels = levels_of(by_community=by_community)
    at = levels.index(Level(level))
    return levels[at + 1] if at + 1 < len(levels) else None


def levels_passed(level: str, until: str, *, by_community: bool) -> tuple[Level, ...]:
    """The levels from the one that a deed waits for up to another, both inside; none when it stands beyond already."""
    levels = levels_of(by_community=by_community)
    order = tuple(Level)
    return tuple(
        one for one in levels[levels.index(Level(level)) :] if order.index(one) <= order.index(Level(until))
    )
