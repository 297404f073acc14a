"""The name that a slip may have meant: other characters of the same sound, pinyin, one character wrong, missing or too much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhifa.laws.rules.retrieval.sounds import plain_letters, sound_of

SHORTEST_SLIP = 4  # syllables, below which one of them cannot be wrong without meaning something else
SHORTEST_LETTERS = 6
MOST_LEFT_OUT = 3  # characters that people leave out of a name
_LETTERS = re.compile(r"^[a-z]+$")


@dataclass(frozen=True)
class NameSound:
    """A name with how it sounds, syllable by syllable, and the same in letters (民法典: minfadian)."""

    name: str
    syllables: tuple[str, ...]
    letters: str


def sounding(name: str) -> NameSound:
    """A name with its sound; zh and z, and -ng and -n, are one."""
    syllables = tuple(sound_of(name).split())
    return NameSound(name, syllables, plain_letters("".join(syllables)))


def meant(typed: str, names: Iterable[NameSound], most: int) -> list[str]:
    """The names that were likely meant, the likeliest first, shorter before longer: of the same sound, then that begin so, then one slip
    away, then with characters left out."""
    letters = typed.lower()
    if _LETTERS.match(letters):
        plain = plain_letters(letters)
        ranked = ((_rank_letters(plain, one.letters), len(one.name), one.name) for one in names)
    else:
        syllables = tuple(sound_of(typed).split())
        ranked = ((_rank(typed, syllables, one), len(one.name), one.name) for one in names)
    found = sorted(row for row in ranked if row[0] is not None)
    return [name for _rank_of, _length, name in found[:most]]


def _rank(typed: str, syllables: tuple[str, ...], one: NameSound) -> int | None:
    size = len(syllables)
    near = size >= SHORTEST_SLIP
    left_out = len(one.name) - len(typed) <= MOST_LEFT_OUT and _in_order(typed, one.name)
    tests = (
        size > 1 and syllables == one.syllables,
        size > 1 and syllables == one.syllables[:size],
        near and one_slip(syllables, one.syllables),
        near and left_out,
        size > SHORTEST_SLIP and one_slip(syllables, one.syllables[:size]),
    )
    return next((rank for rank, fits in enumerate(tests) if fits), None)


def _rank_letters(plain: str, letters: str) -> int | None:
    if plain == letters:
        return 0
    if len(plain) >= 3 and letters.startswith(plain):
        return 1
    return 2 if len(plain) >= SHORTEST_LETTERS and one_slip(plain, letters) else None


def one_slip(some: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two rows are the same but for one thing replaced, missing or too much, or two neighbours changed over."""
    shorter, longer = sorted((some, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    head = 0
    while head < len(shorter) and shorter[head] == longer[head]:
        head += 1
    tail = 0
    while tail < len(shorter) - head and shorter[-1 - tail] == longer[-1 - tail]:
        tail += 1
    left = len(longer) - head - tail
    swapped = len(shorter) == len(longer) and left == 2 and shorter[head] == longer[head + 1]
    return left <= 1 or (swapped and shorter[head + 1] == longer[head])


def _in_order(typed: str, name: str) -> bool:
    """Whether every character stands in the name, in this order."""
    rest = iter(name)
    return all(character in rest for character in typed)
