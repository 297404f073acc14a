"""Words written with the wrong character: what sounds the same and is a word of the law."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from zhifa.kernel.chinese import syllables

SHORTEST, LONGEST = 2, 8  # characters of a word
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"))  # told apart by few in the south
_HAN = re.compile(r"^[\u4e00-\u9fff]+$")


def sound_of(word: str) -> str:
    """How a word sounds without tones; zh and z, and -ng and -n, are one."""
    return " ".join(_plain(one) for one in syllables(word))


def plain_letters(letters: str) -> str:
    """Pinyin without blanks as `sound_of` writes it; where syllables meet (min|gong), names and what is typed lose the same letter."""
    for long, short in _NEAR:
        letters = letters.replace(long, short)
    return letters.replace("ng", "n")


def by_sound(words: Iterable[str]) -> dict[str, str]:
    """Words by their sound; the first of a sound counts."""
    found: dict[str, str] = {}
    for word in words:
        if SHORTEST <= len(word) <= LONGEST and _HAN.match(word):
            found.setdefault(sound_of(word), word)
    return found


def respelt(question: str, words: Mapping[str, str], is_written: Callable[[str], bool]) -> str:
    """The question with words that nothing held writes so replaced by the word of the law that sounds like them, the longest
    first: 离昏 becomes 离婚, 民发典 becomes 民法典. `is_written(word)` says whether the texts have a word as it stands."""
    sounds = [_sound_of_one(one) for one in question]
    text, place, out = question, 0, []
    while place < len(text):
        for length in range(min(LONGEST, len(text) - place), SHORTEST - 1, -1):
            piece = text[place : place + length]
            meant = words.get(" ".join(sounds[place : place + length]))
            if meant and meant != piece and _HAN.match(piece) and not is_written(piece):
                out.append(meant)
                place += length
                break
        else:
            out.append(text[place])
            place += 1
    return "".join(out)


@lru_cache(maxsize=8_192)
def _sound_of_one(character: str) -> str:
    return _plain(syllables(character)[0])


def _plain(sound: str) -> str:
    for long, short in _NEAR:
        if sound.startswith(long):
            sound = short + sound[len(long) :]
    return sound[:-1] if sound.endswith("ng") else sound
