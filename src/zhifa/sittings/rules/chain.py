"""The chain of an attempt's answers: every save is a link whose hash covers the one before.

    hash(0) = SHA-256(0x02 ‖ JCS {"attempt", "paper", "started_at"})
    hash(n) = SHA-256(0x02 ‖ hash(n−1) ‖ JCS {"number", "position", "answer", "device", "turn", "device_at", "received_at"})

JCS is RFC 8785; instants are RFC 3339 in UTC with six digits of a second. Of one position the answer that counts has the highest
(turn, device), so the order in which saves arrive does not matter; (device, turn) is what makes a save one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

LINK = b"\x02"


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as a device sends it. `device_at` is what the device's clock said; it decides nothing."""

    device: str
    turn: int
    position: str
    answer: tuple[str, ...]
    device_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """An answer in its place in the chain."""

    number: int
    given: Given
    received_at: datetime
    hash: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one answer: its number in the chain, whether it is the one of its position that counts."""

    turn: int
    number: int
    current: bool


def instant(moment: datetime) -> str:
    """The one spelling of an instant that is hashed."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def first_hash(attempt: str, paper: str, started_at: datetime) -> bytes:
    """The hash at which an attempt's chain begins; `paper` is the frozen paper's digest."""
    told = {"attempt": attempt, "paper": paper, "started_at": instant(started_at)}
    return hashlib.sha256(LINK + _canonical(told)).digest()


def next_hash(before: bytes, number: int, given: Given, received_at: datetime) -> bytes:
    """The hash of a link after the one before."""
    told = {
        "number": number, "position": given.position, "answer": list(given.answer), "device": given.device, "turn": given.turn,
        "device_at": instant(given.device_at), "received_at": instant(received_at),
    }  # fmt: skip
    return hashlib.sha256(LINK + before + _canonical(told)).digest()


def broken_at(attempt: str, paper: str, started_at: datetime, links: Iterable[Link]) -> int | None:
    """The number of the first link that does not follow from those before it; None for a chain that is whole."""
    before = first_hash(attempt, paper, started_at)
    for number, link in enumerate(links, start=1):
        if link.number != number or next_hash(before, number, link.given, link.received_at) != link.hash:
            return number
        before = link.hash
    return None


@dataclass(slots=True)
class Sheet:
    """What is kept of one attempt: the head of its chain and, of each position, the answer that counts."""

    head: bytes
    links: int = 0
    turn: int = 0  # the highest of any device
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    counting: dict[str, Given] = field(default_factory=dict)

    @classmethod
    def of(cls, first: bytes, links: Iterable[Link]) -> Sheet:
        """The sheet of a chain, its links in order."""
        sheet = cls(first)
        for link in links:
            sheet._keep(link)
        return sheet

    def take(self, given: Given, received_at: datetime) -> Link | None:
        """Add an answer; None for one that is here already."""
        if (given.device, given.turn) in self.numbers:
            return None
        number = self.links + 1
        link = Link(number, given, received_at, next_hash(self.head, number, given, received_at))
        self._keep(link)
        return link

    def knows(self, given: Given) -> bool:
        """Whether the answer is here already."""
        return (given.device, given.turn) in self.numbers

    def fate(self, given: Given) -> Taken:
        """What became of an answer that is here."""
        place = (given.device, given.turn)
        stands = self.counting[given.position]
        return Taken(given.turn, self.numbers[place], (stands.device, stands.turn) == place)

    @property
    def answers(self) -> dict[str, list[str]]:
        """Of each position the answer that counts; those taken back are empty."""
        return {position: list(given.answer) for position, given in self.counting.items()}

    def _keep(self, link: Link) -> None:
        given = link.given
        self.head, self.links = link.hash, link.number
        self.turn = max(self.turn, given.turn)
        self.numbers[given.device, given.turn] = link.number
        stands = self.counting.get(given.position)
        if stands is None or (given.turn, given.device) > (stands.turn, stands.device):
            self.counting[given.position] = given


def _canonical(value: Mapping[str, Any]) -> bytes:
    """RFC 8785, which for ASCII names, text and whole numbers is the standard library's sorted compact JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
