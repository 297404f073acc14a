"""The allowed moves as one table, and who may make them.

Three reviews by three persons, none of them the author (三审制): the order and the persons' difference stand here, the
posts that review and the days of the clock stand in dated rows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from zhifa.kernel.actor import Role
from zhifa.publishing.terms import Move, State

MOVES: dict[tuple[str, str], State] = {
    (State.DRAFT, Move.SUBMIT): State.FIRST,
    (State.DRAFT, Move.DROP): State.DROPPED,
    (State.FIRST, Move.PASS): State.SECOND,
    (State.FIRST, Move.RETURN): State.DRAFT,
    (State.SECOND, Move.PASS): State.FINAL,
    (State.SECOND, Move.RETURN): State.DRAFT,
    (State.FINAL, Move.PASS): State.CHECK,
    (State.FINAL, Move.RETURN): State.DRAFT,
    (State.CHECK, Move.OPEN): State.CLEARED,
    (State.CHECK, Move.KEEP): State.KEPT,
    (State.CHECK, Move.RETURN): State.DRAFT,
    (State.CLEARED, Move.PUBLISH): State.PUBLISHED,
    (State.CLEARED, Move.RETURN): State.DRAFT,
    (State.PUBLISHED, Move.WITHDRAW): State.WITHDRAWN,
}
REVIEWS = (State.FIRST, State.SECOND, State.FINAL)


@dataclass(frozen=True)
class Gate:
    """Who reviews at which stage and within how many working days what was formed is public, since a day, by which sources.

    `to_confirm` marks a row that nobody has compared with its source yet (待核).
    """

    since: date
    first: frozenset[Role]
    second: frozenset[Role]
    final: frozenset[Role]
    check: frozenset[Role]
    review_source: str
    working_days: int
    clock_source: str
    to_confirm: bool

    def roles(self, state: str, move: str) -> frozenset[Role]:
        """The roles that may make a move from a state: the stage's reviewers; the office for all else."""
        stages = {
            State.FIRST: self.first, State.SECOND: self.second, State.FINAL: self.final, State.CHECK: self.check,
        }  # fmt: skip
        return stages.get(State(state), frozenset({Role.OFFICE}))


SHIPPED = Gate(
    since=date(2000, 1, 1),
    first=frozenset({Role.OFFICE, Role.HEAD}),
    second=frozenset({Role.LEAD}),
    final=frozenset({Role.LEAD}),
    check=frozenset({Role.OFFICE, Role.LEAD}),
    review_source="政府网站信息发布“三审”的通行做法，由本区按自己的制度核定",
    working_days=20,
    clock_source="《中华人民共和国政府信息公开条例》第二十六条",
    to_confirm=True,
)


def state_after(state: str, move: str) -> State | None:
    """Where a move leads; None when the table does not allow it."""
    return MOVES.get((state, move))


def moves_from(state: str) -> tuple[Move, ...]:
    """The moves that a state allows, in the order of the table."""
    return tuple(Move(move) for before, move in MOVES if before == state)


def has_had_a_hand(who: str, *, author: str, reviewers: Collection[str], state: str, move: str) -> bool:
    """Whether the person wrote it, or (at a review) reviewed it in this round already: then this move is another's.

    Returning is open to every reviewer of the stage but the author; the check and the openness are another's than the
    author's; submitting, publishing and withdrawing are the office's, whoever wrote it.
    """
    if state in REVIEWS:
        return who == author or who in reviewers
    return state == State.CHECK and who == author and move in (Move.OPEN, Move.KEEP, Move.RETURN)
