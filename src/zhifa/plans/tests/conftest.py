"""A small real district for the tests of plans: an office that shapes, a lead who signs, a liaison who may do neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    UnitKind,
    actor_of,
    add_person,
    load_units,
    open_district,
)

SYSTEM = Actor.system("test")
PASSWORD = "long-enough-secret"
PEOPLE = (("lead", "李某", Role.LEAD), ("clerk", "周某", Role.OFFICE), ("liaison", "王某", Role.LIAISON))


def make_district() -> None:
    now = clock.now()
    ensure_definitions(now=now)
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=now)
    load_units(SYSTEM, [UnitDraft("U001", "测试区司法局", UnitKind.GOVERNMENT, date(2010, 1, 1))], now=now)
    for code, name, role in PEOPLE:
        held = HoldingDraft("U001", f"{name}的职务", role, date(2020, 1, 1))
        person = add_person(SYSTEM, PersonDraft(code, name, (held,), username=code), now=now)
        assert person.account is not None
        person.account.set_password(PASSWORD)
        person.account.save()


@pytest.fixture(scope="module")
def district_once(once: Once) -> None:
    once(make_district)


@pytest.fixture
def district(district_once: None, db: None) -> None:
    """The district with its people, each with a password."""


def account_of(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), clock.today())


@pytest.fixture
def signed_in(district: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser signed in as somebody."""
    return browser_of
