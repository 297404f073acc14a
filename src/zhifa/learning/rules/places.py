"""Who gets a place and who waits.

A class of 3 places, 2 of them at most for unit A: A1, A2 get in, A3 waits (the unit is full), B1 gets in, B2 waits (the class is
full). A1 leaves: the first who waits and for whom there is room moves up, and that is A3, who asked before B2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """How many a class takes in all (None: any number), and at most from each unit by its id; others have no bound of their own."""

    capacity: int | None
    quotas: Mapping[int, int]

    def takes(self, unit: int, held: Mapping[int, int]) -> bool:
        """Whether one more of a unit fits, `held` being who is in by unit."""
        full = self.capacity is not None and sum(held.values()) >= self.capacity
        quota = self.quotas.get(unit)
        return not full and (quota is None or held.get(unit, 0) < quota)


def placed(room: Room, held: Mapping[int, int], waiting: Sequence[tuple[int, int]]) -> list[int]:
    """Of those who wait as (key, unit) in the order in which they asked, the keys of those who move up now."""
    counted, found = dict(held), []
    for key, unit in waiting:
        if room.takes(unit, counted):
            counted[unit] = counted.get(unit, 0) + 1
            found.append(key)
    return found
