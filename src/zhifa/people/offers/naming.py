"""What persons, accounts, frozen lists and the pages that list people are called, for those who know them by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Nameable, NamedThing
from zhifa.people.access import may_see_people
from zhifa.people.models import Person, Roster
from zhifa.people.terms import LISTS, PERSON_LISTS

MOST = 50  # things that words of a search may stand for


def _persons(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = Person.objects.filter(code__in=keys).values_list("code", "name")
    return {code: NamedThing(name, _page(actor, code)) for code, name in rows}


def _persons_found(words: str) -> Sequence[str]:
    return list(Person.objects.filter(name__icontains=words).values_list("code", flat=True)[:MOST])


def _accounts(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    numbers = [int(number) for key in keys if (number := key.removeprefix("account:")).isdigit()]
    rows = Person.objects.filter(account_id__in=numbers).values_list("account_id", "code", "name")
    return {f"account:{account}": NamedThing(name, _page(actor, code)) for account, code, name in rows}


def _accounts_found(words: str) -> Sequence[str]:
    rows = Person.objects.filter(name__icontains=words, account__isnull=False)
    return [f"account:{account}" for account in rows.values_list("account_id", flat=True)[:MOST]]


def _rosters(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = Roster.objects.filter(code__in=keys).values_list("code", "title")
    return {code: NamedThing(title, reverse("people_roster", args=[code])) for code, title in rows}


def _rosters_found(words: str) -> Sequence[str]:
    return list(Roster.objects.filter(title__icontains=words).values_list("code", flat=True)[:MOST])


def _lists(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    return {key: NamedThing(str(_words(key)), reverse(key)) for key in keys if key in PERSON_LISTS}


def _lists_found(words: str) -> Sequence[str]:
    return [key for key in PERSON_LISTS if words in str(_words(key))]


def _words(key: str) -> str | Promise:
    return PERSON_LISTS[key]


def _page(actor: Actor, code: str) -> str:
    return reverse("people_person", args=[code]) if may_see_people(actor) else ""


NAMED = (
    Nameable("person", _("人员"), _persons, _persons_found),
    Nameable("account", _("账号"), _accounts, _accounts_found),
    Nameable("roster", _("名册"), _rosters, _rosters_found),
    Nameable(LISTS, _("名单"), _lists, _lists_found),
)
