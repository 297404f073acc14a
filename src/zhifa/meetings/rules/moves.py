"""Where a meeting may go from where it stands."""

from __future__ import annotations

from typing import Final

from zhifa.meetings.terms import MeetingState as State

# act: the states in which it may begin, and where it leads
MOVES: Final[dict[str, tuple[frozenset[str], str]]] = {
    "call": (frozenset({State.PREPARING}), State.CALLED),
    "hold": (frozenset({State.CALLED}), State.HELD),
    "circulate": (frozenset({State.HELD}), State.CIRCULATED),
    "recall": (frozenset({State.CIRCULATED}), State.HELD),
    "issue": (frozenset({State.CIRCULATED}), State.ISSUED),
    "cancel": (frozenset({State.PREPARING, State.CALLED}), State.CANCELLED),
}
AHEAD: Final = (State.PREPARING, State.CALLED)  # an agenda may still change
RUNNING: Final = (*AHEAD, State.HELD, State.CIRCULATED)  # a matter on such an agenda waits there


def may_move(state: str, move: str) -> bool:
    """Whether the move may begin in that state."""
    return state in MOVES[move][0]
