"""Questions asked of the access log, by the auditor alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import Nameable, NamedThing, names_of, offered
from zhifa.ledger.api import entries_of_act
from zhifa.lookups.access import may_search, may_see_keeping
from zhifa.lookups.models import DayRoot, KeepingTime, Lookup
from zhifa.lookups.rules import Look
from zhifa.lookups.terms import DAY_SUBJECT, LEAST_MONTHS, PURGED, SEALED_DAY

ACTORS = "account"
FOUND_MOST = 200  # keys that words may stand for; more says that the words narrow nothing


@dataclass(frozen=True)
class LookupFilter:
    """What narrows the search: words of who and of what about, how, from which day to which, both inside."""

    who: str = ""
    about: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Narrowing:
    """A filter with its words turned into keys, so that no name is kept where the search is noted."""

    actors: tuple[str, ...] | None = None
    subjects: tuple[tuple[str, str], ...] | None = None
    codes: dict[str, str] = field(default_factory=dict)

    def as_facts(self) -> dict[str, Any]:
        """What is kept of it."""
        facts: dict[str, Any] = dict(self.codes)
        if self.actors is not None:
            facts["who"] = list(self.actors)
        if self.subjects is not None:
            facts["about"] = [":".join(subject) for subject in self.subjects]
        return facts


def narrowing_of(actor: Actor, asked: LookupFilter) -> Narrowing:
    """The keys that the filter's words stand for, as those who own them say. A question a kind of thing."""
    _must_search(actor)
    codes = {"what": asked.what} if asked.what else {}
    for name, day in (("since", asked.since), ("until", asked.until)):
        if day:
            codes[name] = day.isoformat()
    return Narrowing(
        actors=tuple(key for _kind, key in _found(asked.who, ACTORS)) if asked.who else None,
        subjects=tuple(_found(asked.about)) if asked.about else None,
        codes=codes,
    )


def lookups_seen(actor: Actor, asked: LookupFilter, narrowing: Narrowing) -> QuerySet[Lookup]:
    """The rows that fit, newest first."""
    _must_search(actor)
    where = Q()
    if narrowing.actors is not None:
        where &= Q(actor__in=narrowing.actors)
    if narrowing.subjects is not None:
        about = Q(pk__in=[])
        for kind, key in narrowing.subjects:
            about |= Q(subject_kind=kind, subject_key=key)
        where &= about
    if asked.what:
        where &= Q(what=asked.what)
    if asked.since:
        where &= Q(day__gte=asked.since)
    if asked.until:
        where &= Q(day__lte=asked.until)
    return Lookup.objects.filter(where).order_by("-at", "-pk")


def named(actor: Actor, rows: Sequence[Lookup]) -> list[tuple[Lookup, NamedThing, NamedThing]]:
    """Rows with what their actor and their subject are called today; a question a kind, for any number of rows."""
    keys: dict[str, set[str]] = {ACTORS: {row.actor for row in rows}}
    for row in rows:
        keys.setdefault(row.subject_kind, set()).add(row.subject_key)
    names = names_of(actor, keys)
    return [
        (
            row,
            names.get((ACTORS, row.actor), NamedThing(_system_words(row.actor))),
            names.get((row.subject_kind, row.subject_key), NamedThing(row.subject_key)),
        )
        for row in rows
    ]


def kind_words() -> dict[str, str]:
    """What the kinds of things are called."""
    return {offer.kind: str(offer.title) for offer in offered(Nameable)}


def keeping_times(actor: Actor) -> QuerySet[KeepingTime]:
    """The dated rows, newest first; for others than auditor and administrator the page does not exist."""
    if not may_see_keeping(actor):
        raise NotFound(_("没有这个页面"))
    return KeepingTime.objects.all()


def keeping_on(day: date) -> int:
    """For how many months rows are kept on a day; never under six."""
    found = KeepingTime.objects.filter(valid_from__lte=day).first()
    return max(found.months if found else LEAST_MONTHS, LEAST_MONTHS)


def look_of(row: Lookup) -> Look:
    """A row as it is hashed."""
    return Look(
        number=row.pk,
        at=row.at,
        actor=row.actor,
        roles=row.roles,
        acting=row.acting,
        subject=(row.subject_kind, row.subject_key),
        what=row.what,
        people=row.people,
        narrowed=row.narrowed,
    )


def days_sealed() -> list[tuple[date, int, dict[str, Any]]]:
    """The days that the ledger commits to: day, number of the entry, its facts; oldest first."""
    return [
        (date.fromisoformat(entry.subject.key), entry.id, entry.facts)
        for entry in entries_of_act(SEALED_DAY)
        if entry.subject.kind == DAY_SUBJECT
    ]


def purged_before() -> date:
    """The day before which rows were lawfully removed, as the ledger says."""
    return max(
        (date.fromisoformat(entry.facts["before"]) for entry in entries_of_act(PURGED)), default=date.min
    )


def rows_under_roots() -> dict[int, int]:
    """How many rows stand under each root."""
    counted = DayRoot.objects.annotate(n=Count("lookups")).values_list("entry_id", "n")
    return dict(counted)


def _found(words: str, only: str = "") -> list[tuple[str, str]]:
    keys: list[tuple[str, str]] = []
    for offer in offered(Nameable):
        if not only or offer.kind == only:
            keys += [(offer.kind, key) for key in offer.found(words)]
    return list(dict.fromkeys(keys))[:FOUND_MOST]


def _system_words(key: str) -> str:
    return str(_("系统")) if key.startswith("system:") else key


def _must_search(actor: Actor) -> None:
    if not may_search(actor):
        raise NotFound(_("没有这个页面"))
