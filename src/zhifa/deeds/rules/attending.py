"""What a line of a sign-in sheet or of a platform's log says: who, known again by what, and how long the person stayed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

STAYED_SECONDS = 60
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})(?:\.\d+)?")
_WORDS = re.compile(
    r"(?:(\d+)(?:小时|时|h))?(?:(\d+)(?:分钟|分|min|m))?(?:(\d+)(?:秒钟|秒|s|″)?)?", re.IGNORECASE
)


def identity_of(name: str, mark: str, unit: str) -> str:
    """By what a person is known again within a channel: a number where the sheet has one (telephone, account), else the name
    with the unit. Blanks, widths and +86 make no difference. Empty when the line names nobody."""
    number = re.sub(r"[\s\-()]", "", _plain(mark))
    if number:
        mobile = re.fullmatch(r"(?:\+?86)?(1\d{10})(?:\.0)?", number)
        return f"mark:{mobile[1] if mobile else number}"
    person, house = (re.sub(r"\s", "", _plain(text)) for text in (name, unit))
    return f"name:{person}|{house}" if person else ""


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


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
