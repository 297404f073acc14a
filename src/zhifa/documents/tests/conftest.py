"""A small district with an office, an auditor and two bureaus; no documents yet."""

from __future__ import annotations

from datetime import date

import pytest

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.documents.services import DocumentDraft
from zhifa.documents.terms import Kind
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    add_person,
    load_units,
    open_district,
)

SYSTEM, NOW, TODAY = Actor.system("test"), clock.now(), clock.today()
SINCE = date(2010, 1, 1)
ISSUER = "某区普法办"


def make_home() -> None:
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    units = (("U1", "区司法局"), ("U2", "区教育局"), ("U3", "区民政局"))
    load_units(SYSTEM, [UnitDraft(code, name, "government", SINCE) for code, name in units], now=NOW)
    for username, unit, role in (
        ("clerk", "U1", Role.OFFICE), ("auditor", "U1", Role.AUDITOR), ("liaison", "U2", Role.LIAISON),
        ("other", "U3", Role.LIAISON),
    ):  # fmt: skip
        held = HoldingDraft(unit, f"{username}的职务", role, SINCE)
        add_person(SYSTEM, PersonDraft(username, f"{username}某", (held,), username=username), now=NOW)


@pytest.fixture(scope="module")
def home_once(once: Once) -> None:
    once(make_home)


@pytest.fixture
def home(home_once: None, db: None) -> None:
    """The district and its people."""


def account_of(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), TODAY)


def paper(
    number: str, day: date = date(2018, 3, 1), title: str = "普法考核办法", **more: object
) -> DocumentDraft:
    """A document of the office."""
    return DocumentDraft(Kind.RULES, title, ISSUER, day, number, **more)  # type: ignore[arg-type]
