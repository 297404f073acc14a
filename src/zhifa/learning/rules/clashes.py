"""One room and one speaker are in one place at a time: 09:00–11:00 and 10:30–12:00 clash, 09:00–11:00 and 11:00–12:00 do not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Kind(StrEnum):
    """What is wanted twice."""

    ROOM = "room"
    SPEAKER = "speaker"


@dataclass(frozen=True)
class Slot:
    """A session as it is planned. `label` names it for readers."""

    day: date
    starts: time
    ends: time
    room: str
    speaker: str
    label: str = ""


@dataclass(frozen=True)
class Clash:
    """What of a slot is wanted by which other one."""

    kind: Kind
    what: str
    other: Slot


def clashes_of(slot: Slot, others: Iterable[Slot]) -> list[Clash]:
    """Everything that a slot and others want at one time."""
    found = []
    for other in others:
        if other.day != slot.day or slot.ends <= other.starts or other.ends <= slot.starts:
            continue
        if _same(slot.room, other.room):
            found.append(Clash(Kind.ROOM, slot.room, other))
        taken = {_bare(name) for name in _names(other.speaker)}
        found += [Clash(Kind.SPEAKER, name, other) for name in _names(slot.speaker) if _bare(name) in taken]
    return found


def _same(one: str, other: str) -> bool:
    return bool(_bare(one)) and _bare(one) == _bare(other)


def _names(text: str) -> list[str]:
    return [name for name in re.split(r"[、,，;；/]", text) if _bare(name)]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
