"""Provisions of the units' own power lists beside the duties: those that nobody makes known, those that two bodies claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Place = tuple[int, int | None]  # an instrument, and the provision where one is named


@dataclass(frozen=True)
class PowerHeld:
    """A row of a unit's power list, as far as it is weighed here."""

    key: int
    unit: str
    place: Place


@dataclass(frozen=True)
class Claim:
    """Law that a unit's duty makes known; `is_own`: neither common to all units nor a topic that several share on purpose."""

    duty: str
    unit: str
    place: Place
    is_own: bool = True


@dataclass(frozen=True)
class Double:
    """A place of a power list that duties of two or more units claim as their own."""

    place: Place
    claims: tuple[Claim, ...]


def covers(claimed: Place, held: Place) -> bool:
    """Whether a duty speaks of a place: the same instrument and, where both name a provision, the same one."""
    return claimed[0] == held[0] and (claimed[1] is None or held[1] is None or claimed[1] == held[1])


def orphans(powers: Iterable[PowerHeld], claims: Sequence[Claim]) -> list[PowerHeld]:
    """The powers whose provision no duty of any unit makes known. Example: 第十条 held by 公安, no duty names its instrument."""
    claimed = _by_instrument(claims)
    return [
        power
        for power in powers
        if not any(covers(claim.place, power.place) for claim in claimed[power.place[0]])
    ]


def doubles(powers: Iterable[PowerHeld], claims: Sequence[Claim]) -> list[Double]:
    """The places of power lists that two or more units claim as their own, in the order of the powers."""
    claimed = _by_instrument([claim for claim in claims if claim.is_own])
    found = []
    for place in dict.fromkeys(power.place for power in powers):
        rows = [claim for claim in claimed[place[0]] if covers(claim.place, place)]
        if len({claim.unit for claim in rows}) > 1:
            found.append(Double(place, tuple(rows)))
    return found


def _by_instrument(claims: Iterable[Claim]) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.place[0]].append(claim)
    return found
