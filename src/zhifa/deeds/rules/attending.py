"""What a line of a sign-in sheet or of a platform's log says: who, known again by what, and how long the person stayed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

STAYED_SECONDS = 60
NUMBER = "mark:"  # how a person known by a number is told from one known by a name
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})(?:\.\d+)?")
_WORDS = re.compile(
    r"(?:(\d+)(?:小时|时|h))?(?:(\d+)(?:分钟|分|min|m))?(?:(\d+)(?:秒钟|秒|s|″)?)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Signed:
    """What a line says of its person; `apart` makes it somebody of their own, where whoever brought the sheet said so."""

    name: str
    mark: str
    unit: str
    apart: str = ""

    @property
    def known_by(self) -> str:
        """By what the line itself says who it is."""
        who = identity_of(self.name, self.mark, self.unit)
        return f"{who}|{self.apart}" if self.apart and who else who


@dataclass(frozen=True)
class People:
    """By what the person of each line is known, and how many different people there are at least."""

    known_by: tuple[str, ...]
    at_least: int


@dataclass(frozen=True)
class _Bearer:
    """One mark as it stands beside a name and a unit."""

    name: str
    unit: str
    who: str

    @property
    def numbered(self) -> bool:
        return self.who.startswith(NUMBER)

    def may_be(self, other: _Bearer) -> bool:
        """Whether this is perhaps the other, of whom more is known: a number, or the unit that is missing here."""
        more = other.numbered or (not self.unit and bool(other.unit))
        return more and not self.numbered and (not self.unit or not other.unit or self.unit == other.unit)


def people_of(lines: Sequence[Signed]) -> People:
    """The people of all sheets of one deed over one channel.

    Who stands once with a number and once without is known again by name and unit, where these stand beside one number only.
    Whoever cannot be told counts among the most and not among the least: a name and unit beside two numbers, a name without a unit
    beside the same name with one, lines of numbers alone beside lines of names alone. The most are the different `known_by`.
    """
    numbers: dict[str, set[str]] = {}
    for one in lines:
        if one.name and one.known_by.startswith(NUMBER):
            numbers.setdefault(identity_of(one.name, "", one.unit), set()).add(one.known_by)
    known = tuple(_only(numbers.get(one.known_by)) or one.known_by for one in lines)
    bearers = {
        _Bearer(_bare(one.name), _bare(one.unit), who)
        for one, who in zip(lines, known, strict=True)
        if not one.apart
    }
    return People(known, len(set(known)) - _untold(bearers))


def _only(found: set[str] | None) -> str:
    return next(iter(found)) if found is not None and len(found) == 1 else ""


def _untold(bearers: set[_Bearer]) -> int:
    """How many of the different people may be somebody who stands there under another mark."""
    by_name: dict[str, set[_Bearer]] = {}
    for one in bearers:
        by_name.setdefault(one.name, set()).add(one)
    unnumbered = [one for one in bearers if not one.numbered]
    perhaps = {one.who for one in unnumbered if any(one.may_be(other) for other in by_name[one.name])}
    names_alone = {one.who for one in unnumbered} - perhaps
    named = {one.who for one in bearers if one.name}
    numbers_alone = {one.who for one in bearers} - named
    return len(perhaps) + min(len(names_alone), len(numbers_alone))


def identity_of(name: str, mark: str, unit: str) -> str:
    """By what a person is known again within a channel: a number where the sheet has one (telephone, account), else the name
    with the unit. Blanks, widths and +86 make no difference. Empty when the line names nobody."""
    number = re.sub(r"[\s\-()]", "", _plain(mark))
    if number:
        mobile = re.fullmatch(r"(?:\+?86)?(1\d{10})(?:\.0)?", number)
        return f"{NUMBER}{mobile[1] if mobile else number}"
    person = _bare(name)
    return f"name:{person}|{_bare(unit)}" if person else ""


def seconds_of(text: str, bare_is: int = 0) -> int | None:
    """A stay in seconds: 75秒, 1分15秒, 2小时, 00:01:15; None when it cannot be read. A bare number is in units of `bare_is` seconds,
    which the heading of its column says (秒 1, 分钟 60); without one (0) nobody can know, and it is not read."""
    plain = re.sub(r"\s", "", _plain(text))
    clock = _CLOCK.fullmatch(plain)
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return int(Decimal(plain) * bare_is) if bare_is else None
    words = _WORDS.fullmatch(plain) if plain else None
    if words is None:
        return None
    return int(words[1] or 0) * 3600 + int(words[2] or 0) * 60 + int(words[3] or 0)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", _plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
