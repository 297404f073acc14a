"""What the scenario plans to record: one activity with its event rows, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from random import Random

from zhifa.deeds.api import Attendance, DeedDraft
from zhifa.outreach.api import ActivityDraft

CONFIRMED, WAITING, OPEN = "confirmed", "waiting", "open"
WITHDRAWN, RETURNED, CORRECTED = "withdrawn", "returned", "corrected"
COUNTS = frozenset({CONFIRMED, CORRECTED})


@dataclass(frozen=True)
class EventLog:
    """Event rows to come: how many over which channel, out of how many people, over how many days, and the
    share that stayed for a minute. The rows are drawn from `seed` alone, the same every time."""

    channel: str
    source: str
    times: int
    people: int
    seed: str
    days: int = 1
    stayed: float = 0.0

    def rows(self, first: date) -> Iterator[Attendance]:
        """The participations. On a sheet everyone signs once; on a platform some come again and again."""
        random = Random(self.seed)
        pool = tokens(self.channel)
        if self.times == self.people:
            chosen = random.sample(range(min(len(pool), max(4_000, 2 * self.times))), self.times)
        else:
            chosen = [int(self.people * random.random() ** 1.6) for _ in range(self.times)]
        days = [first + timedelta(days=number) for number in range(self.days)]
        for number in chosen:
            yield Attendance(pool[number], random.choice(days), random.random() < self.stayed)


@cache
def tokens(channel: str) -> tuple[str, ...]:
    """The pseudonymous tokens of everyone on a channel; nobody can be matched from one channel to another."""
    return tuple(
        blake2b(f"{channel}:{number}".encode(), key=b"founding", digest_size=9).hexdigest()
        for number in range(70_000)
    )


@dataclass(frozen=True)
class Planned:
    """One record of the scenario. `code` is its stable name; `truth` is the deed as it stands after a correction
    (None: as drafted); `dirt` names the planted dirt."""

    code: str
    activity: ActivityDraft
    logs: tuple[EventLog, ...] = ()
    fate: str = CONFIRMED
    reason: str = ""
    truth: DeedDraft | None = None
    dirt: str = ""
    evidence: tuple[str, ...] = ()
    public: bool = False
    place: str = ""
    cites: str = ""
    of: str = field(default="", compare=False)

    @property
    def deed(self) -> DeedDraft:
        """The deed as it stands in the end."""
        return self.truth or self.activity.deed
