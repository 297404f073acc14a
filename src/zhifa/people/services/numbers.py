"""A person's phone number in the table: encrypted, and found again by a keyed mark."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhifa.kernel.errors import BadInput
from zhifa.kernel.secrecy import encrypt, keyed_mark
from zhifa.people.models import Person
from zhifa.people.rules.phones import plain_number
from zhifa.people.terms import PHONES


def hold_number(person: Person, number: str) -> str:
    """Keep the number, or take it away where it is empty; answers its digits. The caller records the act."""
    plain = plain_number(number)
    if plain is None:
        raise BadInput(
            _("这不像一个电话号码"), field="phone", next_step=_("手机写 11 位，座机写区号和号码。")
        )
    person.phone_cipher = encrypt(plain, PHONES) if plain else None
    person.phone_mark = mark_of(plain) if plain else ""
    person.save(update_fields=["phone_cipher", "phone_mark"])
    return plain


def mark_of(plain: str) -> str:
    """By what the bearer of a number is found."""
    return keyed_mark(plain, PHONES)


def phone_mark_of(text: str) -> str:
    """By what the bearer of a number as somebody wrote it is found; empty for what is no number."""
    plain = plain_number(text)
    return mark_of(plain) if plain else ""
