"""A small real district: an office, the heads of two units, a lead and an auditor who handle nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.once import Once
from zhifa.accounts.api import Account
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
SINCE = date(2010, 1, 1)
PEOPLE = (
    ("clerk", "U1", Role.OFFICE), ("lead", "U1", Role.LEAD), ("auditor", "U1", Role.AUDITOR), ("head", "U2", Role.HEAD),
    ("other", "U3", Role.HEAD), ("liaison", "U2", Role.LIAISON),
)  # fmt: skip


def make_district() -> None:
    now = clock.now()
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=now)
    units = [UnitDraft(code, f"{code}局", UnitKind.GOVERNMENT, SINCE) for code in ("U1", "U2", "U3")]
    load_units(SYSTEM, units, now=now)
    for name, unit, role in PEOPLE:
        add_person(
            SYSTEM,
            PersonDraft(
                name, f"{name}某", (HoldingDraft(unit, f"{name}的职务", role, SINCE),), username=name
            ),
            now=now,
        )


@pytest.fixture(scope="module")
def district_once(once: Once) -> None:
    once(make_district)


@pytest.fixture
def district(district_once: None, db: None) -> None:
    """The district."""


def actor(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), clock.today())


@pytest.fixture
def signed_in(district: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser signed in as somebody."""
    return browser_of
