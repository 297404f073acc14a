"""Words that an office no longer writes, titles that belong to a name, the order of leaders: by the list it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

AROUND = 12
_TITLE = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:书记|主任|区长|县长|市长|局长|主席|检察长|院长|部长|秘书长|镇长|乡长|科长|委员|所长)$"
)
# What may stand between two names of one enumeration: a short title after the first, a sign, a title before the second.
_BETWEEN = re.compile(r"[^。；，\n]{0,3}[、和及与\s]+[^。；，、\n]{0,14}")
TITLE_REACH = 14


@dataclass(frozen=True)
class Rule:
    """From `since` to `until` (both inside, open where None) `phrase` is to be written `instead`, for a reason. Where the
    phrase stands inside one of `unless` it is meant otherwise.

    Of kind `title`, `phrase` is a person's name and `instead` the titles (parted by 、) one of which stands before it; of kind
    `order`, `instead` holds names in the order in which they are listed.
    """

    phrase: str
    instead: str
    why: str = ""
    since: date | None = None
    until: date | None = None
    unless: tuple[str, ...] = ()
    kind: str = "phrase"

    def applies(self, on: date) -> bool:
        """Whether the rule is in force that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Finding:
    """What was found, what to write instead, why, and the words around it."""

    phrase: str
    instead: str
    why: str
    around: str


def findings(texts: Iterable[str], rules: Sequence[Rule], on: date) -> list[Finding]:
    """Every place where a rule of that day is not kept, in the order of the text."""
    found = []
    in_force = [rule for rule in rules if rule.applies(on)]
    for text in texts:
        places = [
            (place, words, rule) for rule in in_force for place, words in _SEEKERS[rule.kind](text, rule)
        ]
        for place, words, rule in sorted(places, key=lambda one: one[0]):
            around = text[max(0, place - AROUND) : place + len(words) + AROUND].strip()
            found.append(Finding(words, rule.instead, rule.why, around))
    return found


def _phrases(text: str, rule: Rule) -> Iterator[tuple[int, str]]:
    """The places of a phrase, but for those where it is meant otherwise."""
    for place in _places(text, rule.phrase):
        if not _meant_otherwise(text, place, rule):
            yield place, rule.phrase


def _titles(text: str, rule: Rule) -> Iterator[tuple[int, str]]:
    """The places of a name that has a title before it, none of them one that belongs to it.

    `副区长张三` is found where 张三 is 区长: the title is read as a whole, from where it begins.
    """
    right = [title for title in rule.instead.split("、") if title]
    for place in _places(text, rule.phrase):
        before = text[max(0, place - TITLE_REACH) : place].rstrip()
        written = _TITLE.search(before)
        if written is None:
            continue
        if any(before.endswith(title) and not before.endswith(f"副{title}") for title in right):
            continue
        start = place - len(text[max(0, place - TITLE_REACH) : place]) + written.start()
        yield start, text[start : place + len(rule.phrase)]


def _order(text: str, rule: Rule) -> Iterator[tuple[int, str]]:
    """Enumerations of names that stand in another order than the list's."""
    rank = {name: index for index, name in enumerate(name for name in rule.instead.split("、") if name)}
    places = sorted((place, name) for name in rank for place in _places(text, name))
    run: list[tuple[int, str]] = []
    for place, name in [*places, (len(text) + 1, "")]:
        if run and not _BETWEEN.fullmatch(text[run[-1][0] + len(run[-1][1]) : place]):
            ranks = [rank[one] for _place, one in run]
            if ranks != sorted(ranks):
                yield run[0][0], text[run[0][0] : run[-1][0] + len(run[-1][1])]
            run = []
        run.append((place, name))


_SEEKERS = {"phrase": _phrases, "title": _titles, "order": _order}


def _places(text: str, phrase: str) -> list[int]:
    places, start = [], text.find(phrase)
    while start >= 0:
        places.append(start)
        start = text.find(phrase, start + 1)
    return places


def _meant_otherwise(text: str, place: int, rule: Rule) -> bool:
    """Whether the phrase is part of a longer one that is right: the new name that contains the old."""
    for longer in (rule.instead, *rule.unless):
        offset = longer.find(rule.phrase)
        if offset >= 0 and text[max(0, place - offset) :].startswith(longer) and place >= offset:
            return True
    return False
