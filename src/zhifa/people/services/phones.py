"""Phone numbers: kept encrypted, looked at by an act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.kernel.secrecy import decrypt
from zhifa.ledger.api import Subject, commit_personal, record
from zhifa.people.access import may_reveal_phones
from zhifa.people.services.numbers import hold_number
from zhifa.people.services.persons import known_person
from zhifa.people.terms import PHONES


@transaction.atomic
def register_phone(actor: Actor, person_code: str, number: str, *, now: datetime) -> None:
    """Keep a person's phone number: encrypted, found again by a keyed mark, in the ledger only as a commitment.

    An empty number takes it away.
    """
    if not may_reveal_phones(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以登记电话"))
    person = known_person(person_code)
    plain = hold_number(person, number)
    committed = commit_personal(f"person:{person_code}", plain) if plain else ""
    record(actor, "people.register_phone", Subject("person", person_code), {"phone": committed}, now=now)


@transaction.atomic
def reveal_phone(actor: Actor, person_code: str, *, now: datetime) -> str:
    """The number in full; that it was looked at is an entry of the ledger."""
    if not may_reveal_phones(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以查看电话"))
    person = known_person(person_code)
    if person.phone_cipher is None:
        raise NotFound(_("没有登记电话"))
    record(actor, "people.reveal_phone", Subject("person", person_code), {}, now=now)
    return decrypt(person.phone_cipher, PHONES)
