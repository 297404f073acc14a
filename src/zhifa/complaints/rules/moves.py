"""Which moves are possible, and the office's time to answer."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.complaints.terms import Move, State

FROM_OFFICE = {
    State.RECEIVED: (Move.ANSWER, Move.HAND, Move.CLOSE),
    State.HANDED: (Move.ANSWER, Move.HAND, Move.CLOSE),
}
FROM_UNIT = {State.HANDED: (Move.ANSWER, Move.GIVE_BACK)}


@dataclass(frozen=True)
class AnswerTime:
    """Within how many working days after the day of receipt an answer is due, and by which source."""

    working_days: int
    source: str
    to_confirm: bool


SHIPPED = AnswerTime(15, "系统自带，本区还没有登记依据", to_confirm=True)


def moves_from(state: str, *, office: bool, unit: bool) -> tuple[Move, ...]:
    """What somebody with the office's right, or with that of the unit to which it was handed, may do now."""
    found: list[Move] = []
    if office:
        found += FROM_OFFICE.get(State(state), ())
    if unit:
        found += FROM_UNIT.get(State(state), ())
    return tuple(dict.fromkeys(found))
