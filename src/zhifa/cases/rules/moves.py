"""The allowed moves of a case, whose they are, and who may not make them."""

from __future__ import annotations

from zhifa.cases.terms import Move, State
from zhifa.kernel.actor import Role

UNIT = (Role.LIAISON, Role.HEAD)
MOVES: dict[tuple[str, str], tuple[str, tuple[Role, ...]]] = {
    (State.DRAFT, Move.SUBMIT): (State.UNIT, (*UNIT, Role.OFFICE)),
    (State.UNIT, Move.PASS): (State.MASKING, (Role.HEAD, Role.OFFICE)),
    (State.UNIT, Move.RETURN): (State.DRAFT, (Role.HEAD, Role.OFFICE)),
    (State.MASKING, Move.MASK): (State.CHECK, (*UNIT, Role.OFFICE)),
    (State.MASKING, Move.RETURN): (State.DRAFT, (*UNIT, Role.OFFICE)),
    (State.CHECK, Move.APPROVE): (State.READY, (Role.OFFICE, Role.LEAD)),
    (State.CHECK, Move.RETURN): (State.MASKING, (Role.OFFICE, Role.LEAD)),
    (State.UNIT, Move.STOP): (State.STOPPED, (Role.HEAD, Role.OFFICE)),
    (State.MASKING, Move.STOP): (State.STOPPED, (*UNIT, Role.OFFICE)),
    (State.CHECK, Move.STOP): (State.STOPPED, (Role.OFFICE, Role.LEAD)),
    (State.READY, Move.RECALL): (State.RECALLED, (Role.OFFICE, Role.LEAD)),
    (State.STOPPED, Move.REOPEN): (State.DRAFT, (*UNIT, Role.OFFICE)),
    (State.RECALLED, Move.REOPEN): (State.DRAFT, (*UNIT, Role.OFFICE)),
}
WITH_REASON = (Move.RETURN, Move.STOP, Move.RECALL)
OF_UNIT = frozenset(UNIT)  # roles that reach a case only over its unit


def moves_from(state: str) -> tuple[str, ...]:
    """The moves that begin in a state."""
    return tuple(move for begin, move in MOVES if begin == state)


def is_own_work(who: str, move: str, *, author: str, masker: str) -> bool:
    """Whether the person wrote it (then the review is another's), or wrote or masked it (then the second look is another's)."""
    if move == Move.PASS:
        return who == author
    return move == Move.APPROVE and who in (author, masker)
