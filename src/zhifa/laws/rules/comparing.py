"""Two texts of one instrument beside each other: which article became which, and which words changed.

Articles are paired by their words, not only by their numbers, for a revision renumbers: first those with the same number and
words, then those with the same words elsewhere (numbers of other articles in them set aside), then the most alike that are
left. Likeness is the share of common pairs of characters (Dice), with a little for the same number and for the same relative place; below
0.5 (0.3 for the same number, or less where one holds half of the other) two articles are not the same one.

Worked: 甲. 乙. 丙. against 甲. 丁. 乙. 丙二. gives 甲 same, 丁 new, 乙 renumbered (2 → 3), 丙 changed and renumbered (3 → 4).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from zhifa.kernel.chinese import split
from zhifa.laws.rules.numbers import NUMERAL

ALIKE = 0.5
ALIKE_SAME_NUMBER = 0.3
SHORTEST_TELLING = 12  # characters from which equal words elsewhere are surely the same article
_NUMBERS = re.compile(rf"第{NUMERAL}条(?:之{NUMERAL})?")
_WHOLE = re.compile(
    rf"(第{NUMERAL}(?:条(?:之{NUMERAL})?|款|项|章|节)|[0-9]+(?:\.[0-9]+)?%?|[（(]{NUMERAL}[）)])"
)
_BLANKS = re.compile(r"\s+")


class Change(StrEnum):
    """What became of an article."""

    SAME = "same"
    RENUMBERED = "renumbered"  # the same words under another number
    CHANGED = "changed"  # other words, under the same number or another
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True)
class Words:
    """One provision in one text: its key, its printed number and its words."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Pair:
    """One line of a comparison; `before` is missing for a new article, `after` for a removed one."""

    change: Change
    before: Words | None
    after: Words | None

    @property
    def is_renumbered(self) -> bool:
        """Whether the number changed, with or without the words."""
        return self.before is not None and self.after is not None and self.before.label != self.after.label


@dataclass(frozen=True)
class Run:
    """Words that both texts have (`sign` "="), that only the older has ("-"), or only the newer ("+")."""

    sign: str
    text: str


def compared(before: Sequence[Words], after: Sequence[Words]) -> list[Pair]:
    """The pairs in the order of the newer text; what was removed stands where it stood."""
    matched = _matched(before, after)
    taken = set(matched.values())
    rows: list[Pair] = []
    removed = iter([place for place in range(len(before)) if place not in taken])
    gone = next(removed, None)
    reached = -1
    for place, new in enumerate(after):
        old = matched.get(place)
        if old is not None:
            while gone is not None and gone < old and gone > reached:
                rows.append(Pair(Change.REMOVED, before[gone], None))
                gone = next(removed, None)
            reached = max(reached, old)
        rows.append(_pair(before[old] if old is not None else None, new))
        while old is not None and gone is not None and gone == reached + 1:
            rows.append(Pair(Change.REMOVED, before[gone], None))
            reached, gone = gone, next(removed, None)
    while gone is not None:
        rows.append(Pair(Change.REMOVED, before[gone], None))
        gone = next(removed, None)
    return rows


def _pair(old: Words | None, new: Words) -> Pair:
    if old is None:
        return Pair(Change.NEW, None, new)
    if plain(old.text) != plain(new.text):
        return Pair(Change.CHANGED, old, new)
    return Pair(Change.SAME if old.label == new.label else Change.RENUMBERED, old, new)


def plain(text: str) -> str:
    """Words for comparing: blanks and line ends do not count."""
    return _BLANKS.sub("", text)


def _matched(before: Sequence[Words], after: Sequence[Words]) -> dict[int, int]:
    """Places in the newer text → places in the older one."""
    found: dict[int, int] = {}
    by_key = {(one.key, plain(one.text)): place for place, one in enumerate(before)}
    for place, one in enumerate(after):
        if (same := by_key.get((one.key, plain(one.text)))) is not None:
            found[place] = same
    _match_elsewhere(before, after, found)
    _match_alike(before, after, found)
    _match_in_place(before, after, found)
    return found


def _match_in_place(before: Sequence[Words], after: Sequence[Words], found: dict[int, int]) -> None:
    """What is left under the same number, right after the same article (or at the head of both), was rewritten whole."""
    taken = set(found.values())
    places = {one.key: place for place, one in enumerate(before) if place not in taken}
    for place, one in enumerate(after):
        left = places.get(one.key)
        if place in found or left is None:
            continue
        if (place == 0 and left == 0) or (left > 0 and found.get(place - 1) == left - 1):
            found[place] = left


def _match_elsewhere(before: Sequence[Words], after: Sequence[Words], found: dict[int, int]) -> None:
    """Equal words under another number, where only one article on each side has them."""
    left = _only_once(before, set(found.values()))
    right = _only_once(after, set(found))
    for words, place in right.items():
        if len(words) >= SHORTEST_TELLING and words in left:
            found[place] = left[words]


def _only_once(texts: Sequence[Words], taken: set[int]) -> Mapping[str, int]:
    masked = {
        place: _NUMBERS.sub("第#条", plain(one.text)) for place, one in enumerate(texts) if place not in taken
    }
    times = Counter(masked.values())
    return {words: place for place, words in masked.items() if times[words] == 1}


def _match_alike(before: Sequence[Words], after: Sequence[Words], found: dict[int, int]) -> None:
    taken = set(found.values())
    old = {place: _signs(one.text) for place, one in enumerate(before) if place not in taken}
    new = {place: _signs(one.text) for place, one in enumerate(after) if place not in found}
    scored = []
    for right, there in new.items():
        for left, here in old.items():
            same_number = before[left].key == after[right].key
            least = ALIKE_SAME_NUMBER if same_number else ALIKE
            most = 2 * min(len(here), len(there)) / max(len(here) + len(there), 1)
            if most < least and not same_number:
                continue
            common = len(here & there)
            likeness = 2 * common / max(len(here) + len(there), 1)
            if same_number and 2 * common >= min(len(here), len(there)):
                likeness = max(likeness, least)  # the shorter one lives on inside the longer
            if likeness >= least:
                away = abs(left / max(len(before), 1) - right / max(len(after), 1))
                scored.append((likeness + 0.1 * same_number - 0.3 * away, left, right))
    used: set[int] = set()
    for _score, left, right in sorted(scored, key=lambda one: (-one[0], one[2])):
        if left not in used and right not in found:
            found[right] = left
            used.add(left)


def _signs(text: str) -> frozenset[str]:
    words = plain(text)
    return frozenset(words[place : place + 2] for place in range(len(words) - 1)) or frozenset(words)


def worded(before: str, after: str) -> list[Run]:
    """The differences between two wordings as a reader would mark them: by whole words, numbers of articles as one, and
    without islands of a single character between two changes."""
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    runs: list[Run] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run("=", "".join(old[a:b])))
        else:
            runs += [
                Run(sign, words)
                for sign, words in (("-", "".join(old[a:b])), ("+", "".join(new[c:d])))
                if words
            ]
    return _joined(_without_islands(runs))


def _words(text: str) -> list[str]:
    found: list[str] = []
    for part in _WHOLE.split(text):
        if _WHOLE.fullmatch(part):
            found.append(part)
        else:
            found += split(part)
    return found


def _without_islands(runs: Sequence[Run]) -> Iterator[Run]:
    """A single character or mark that both have, between two changes of more than it, is read as changed too."""
    for place, run in enumerate(runs):
        inside = 0 < place < len(runs) - 1
        if run.sign == "=" and inside and len(run.text) == 1 and "\n" not in run.text:
            beside = len(runs[place - 1].text) + len(runs[place + 1].text)
            if beside >= 4 and run.text not in "，。；、：":
                yield Run("-", run.text)
                yield Run("+", run.text)
                continue
        yield run


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Between two same stretches all that went stands before all that came."""
    done: list[Run] = []
    gone = came = ""
    for run in [*runs, Run("=", "")]:
        if run.sign == "-":
            gone += run.text
        elif run.sign == "+":
            came += run.text
        else:
            done += [Run(sign, words) for sign, words in (("-", gone), ("+", came)) if words]
            gone = came = ""
            if run.text:
                done.append(run)
    return done
