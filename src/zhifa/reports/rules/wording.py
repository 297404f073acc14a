"""Words that an office no longer writes: superseded phrases, old names of bodies, wrong titles, by the list it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

AROUND = 12


@dataclass(frozen=True)
class Rule:
    """From `since` to `until` (both inside, open where None) `phrase` is to be written `instead`, for a reason. Where the
    phrase stands inside one of `unless` it is meant otherwise."""

    phrase: str
    instead: str
    why: str = ""
    since: date | None = None
    until: date | None = None
    unless: tuple[str, ...] = ()

    def applies(self, on: date) -> bool:
        """Whether the rule is in force that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Finding:
    """A phrase found, what to write instead, why, and the words around it."""

    phrase: str
    instead: str
    why: str
    around: str


def findings(texts: Iterable[str], rules: Sequence[Rule], on: date) -> list[Finding]:
    """Every place where a rule of that day is not kept, in the order of the text."""
    found = []
    in_force = [rule for rule in rules if rule.applies(on)]
    for text in texts:
        places = [(place, rule) for rule in in_force for place in _places(text, rule.phrase)]
        for place, rule in sorted(places, key=lambda one: one[0]):
            if not _meant_otherwise(text, place, rule):
                end = place + len(rule.phrase)
                around = text[max(0, place - AROUND) : end + AROUND].strip()
                found.append(Finding(rule.phrase, rule.instead, rule.why, around))
    return found


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
