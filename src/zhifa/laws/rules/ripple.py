"""What a new text of an instrument touches: which earlier words stood until it began and stand no longer.

Words are compared without blanks, so that another typesetting is no change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Words = Mapping[str, str]  # provision key -> its words in one version


class How(StrEnum):
    """What became of a provision's words."""

    CHANGED = "changed"  # the number stands, with other words
    RENUMBERED = "renumbered"  # the words stand, under another number
    REMOVED = "removed"  # neither stands
    REPEALED = "repealed"  # the whole instrument stands no longer


@dataclass(frozen=True)
class Touch:
    """The words of `key` in version number `version` (of the sequence given) that stood until the new text."""

    version: int
    key: str
    how: How
    moved_to: str = ""


def touched_by_newest(versions: Sequence[Words]) -> list[Touch]:
    """What the last of these texts, oldest first, touches of those before it; empty for the first text of all.

    An older text is touched with the one before the last where its words stood unchanged until then. What had
    changed earlier was touched earlier.
    """
    *before, newest = ([_plain(one) for one in versions]) or [{}]
    if not before:
        return []
    last = before[-1]
    moved = _moved(last, newest)
    touches = []
    for key, words in last.items():
        if newest.get(key) == words:
            continue
        target = moved.get(words, "")
        how = How.RENUMBERED if target else How.CHANGED if key in newest else How.REMOVED
        touches += [Touch(number, key, how, target) for number in _stood(before, key)]
    return sorted(touches, key=lambda touch: (touch.version, touch.key))


def touched_by_repeal(versions: Sequence[Words]) -> list[Touch]:
    """What the repeal touches: every provision of the last text, and older texts whose words stood until then."""
    plain = [_plain(one) for one in versions]
    if not plain:
        return []
    touches = [Touch(number, key, How.REPEALED) for key in plain[-1] for number in _stood(plain, key)]
    return sorted(touches, key=lambda touch: (touch.version, touch.key))


def _plain(words: Words) -> dict[str, str]:
    return {key: "".join(text.split()) for key, text in words.items()}


def _stood(texts: Sequence[Words], key: str) -> list[int]:
    """The numbers of the texts, back from the last, in which the provision has the words of the last."""
    words, numbers = texts[-1][key], []
    for number in range(len(texts) - 1, -1, -1):
        if texts[number].get(key) != words:
            break
        numbers.append(number)
    return numbers


def _moved(last: Words, newest: Words) -> dict[str, str]:
    """Words of the last text that stand in the newest under one number, which had other words before."""
    places: dict[str, list[str]] = {}
    for key, words in newest.items():
        if last.get(key) != words:
            places.setdefault(words, []).append(key)
    return {words: keys[0] for words, keys in places.items() if len(keys) == 1}
