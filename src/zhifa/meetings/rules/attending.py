"""What a seat must say before it counts."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.meetings.terms import Seat


@dataclass(frozen=True)
class Sitting:
    """How a unit attends, or says that it will."""

    state: str
    name: str = ""
    post: str = ""
    authority: str = ""
    reason: str = ""


def missing(sitting: Sitting) -> str:
    """The field that is missing; empty when the seat says enough: who came, by which authority, why not."""
    if sitting.state in (Seat.PRESENT, Seat.DELEGATE) and not sitting.name.strip():
        return "name"
    if sitting.state == Seat.DELEGATE and not sitting.authority.strip():
        return "authority"
    if sitting.state == Seat.APOLOGY and not sitting.reason.strip():
        return "reason"
    return ""


def only_what_counts(sitting: Sitting) -> Sitting:
    """The same without what its state does not ask: an absent unit sends nobody, one that is present needs no authority."""
    came, delegate = sitting.state in (Seat.PRESENT, Seat.DELEGATE), sitting.state == Seat.DELEGATE
    return Sitting(
        sitting.state,
        sitting.name.strip() if came else "",
        sitting.post.strip() if came else "",
        sitting.authority.strip() if delegate else "",
        sitting.reason.strip() if sitting.state == Seat.APOLOGY else "",
    )
