"""Which deeds serve a duty, and the words that say why: unit, period, kind, audience, law."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhifa.duties.terms import ABOUT_LAW, FITTING, IN_TIME, NAMED_LIKE


@dataclass(frozen=True)
class LawAsked:
    """Law that a duty makes known: its instrument, the place where one is named, how it is called."""

    instrument: int
    provision: int | None
    label: str
    short_title: str


@dataclass(frozen=True)
class Owed:
    """What is looked at of a duty."""

    key: str
    unit: str
    since: date
    until: date
    kinds: Collection[str]
    audiences: Collection[str]
    laws: tuple[LawAsked, ...]


@dataclass(frozen=True)
class Done:
    """What is looked at of a deed: the units that have part in it and those above or after them (code → how it is called),
    the places that it cites (instrument, provision or None)."""

    title: str
    kind: str
    audience: str
    day: date
    units: Mapping[str, str]
    cited: Sequence[tuple[int, int | None]] = field(default=())


def why(done: Done, owed: Owed, say: Callable[[str], str] = str) -> str:
    """The reason why a deed serves a duty, in words; empty when it does not. `say` puts them into the reader's language.

    Law: the deed cites the instrument, and where both name a place, the same one; of a deed that cites nothing, its title holds the
    instrument's short name.
    """
    if owed.unit not in done.units or not owed.since <= done.day <= owed.until:
        return ""
    if done.kind not in owed.kinds or done.audience not in owed.audiences:
        return ""
    law = _law(done, owed, say)
    if not law:
        return ""
    return say("，").join((done.units[owed.unit], law, say(IN_TIME), say(FITTING)))


def _law(done: Done, owed: Owed, say: Callable[[str], str]) -> str:
    for law in owed.laws:
        for instrument, provision in done.cited:
            if instrument == law.instrument and (
                law.provision is None or provision is None or provision == law.provision
            ):
                return say(ABOUT_LAW) % {"law": law.label}
        if not done.cited and law.short_title and law.short_title in done.title:
            return say(NAMED_LIKE) % {"name": law.short_title}
    return ""
