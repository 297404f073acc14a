"""How a unit's list moves: the one table, and where a move leads."""

from __future__ import annotations

from typing import Final

from zhifa.duties.terms import ListState, Move, Whose

MOVES: Final = {
    (ListState.DRAFTING, Move.HAND_ON): (ListState.LEGAL, Whose.DRAFTERS),
    (ListState.LEGAL, Move.PASS_LEGAL): (ListState.SIGNING, Whose.DRAFTERS),
    (ListState.LEGAL, Move.RETURN): (ListState.DRAFTING, Whose.DRAFTERS),
    (ListState.SIGNING, Move.SIGN): (ListState.REVIEW, Whose.HEAD),
    (ListState.SIGNING, Move.RETURN): (ListState.DRAFTING, Whose.HEAD),
    (ListState.REVIEW, Move.MERGE): (ListState.MERGED, Whose.OFFICE),
    (ListState.REVIEW, Move.RETURN): (ListState.DRAFTING, Whose.OFFICE),
    (ListState.MERGED, Move.REOPEN): (ListState.DRAFTING, Whose.OFFICE),
}


def after(state: str, move: str) -> tuple[ListState, Whose] | None:
    """Where a move leads and whose it is; None where it cannot be made."""
    return MOVES.get((ListState(state), Move(move)))
