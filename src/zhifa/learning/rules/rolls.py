"""Finding a person by what a sign-in sheet says: a name, a unit, a number.

Of two 王芳, in A and in B: "王芳 A" is the one in A; "王芳" alone is nobody until somebody says which; with the number of the one in
B it is that one, whatever unit stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Member:
    """Somebody who holds a post that day; `mark` is the keyed mark of the number, or empty."""

    person: int
    code: str
    name: str
    unit: int
    unit_path: str
    unit_name: str
    post_title: str
    post_class: str
    mark: str = ""


class Why(StrEnum):
    """Why a line leads to no one person."""

    BLANK = "blank"
    UNKNOWN = "unknown"
    SEVERAL = "several"


class Roll:
    """Everybody who holds a post on a day."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = members
        self._by_name: dict[str, list[Member]] = {}
        self._by_mark: dict[str, list[Member]] = {}
        self.by_code = {one.code: one for one in reversed(members)}
        for one in members:
            self._by_name.setdefault(bare(one.name), []).append(one)
            if one.mark:
                self._by_mark.setdefault(one.mark, []).append(one)

    def find(self, name: str, unit: int | None = None, mark: str = "") -> Member | Why:
        """The one person meant, or why there is none."""
        if mark and (found := _one(self._by_mark.get(mark, []))):
            return found
        if not bare(name):
            return Why.BLANK
        named = self._by_name.get(bare(name), [])
        if unit is not None:
            named = [one for one in named if one.unit == unit]
        if not named:
            return Why.UNKNOWN
        return _one(named) or Why.SEVERAL


def _one(members: Iterable[Member]) -> Member | None:
    found = {one.person: one for one in reversed(list(members))}
    return next(iter(found.values())) if len(found) == 1 else None


def bare(text: str) -> str:
    """A name without blanks and widths."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
