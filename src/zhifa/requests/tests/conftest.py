"""A small real district: an office, two agencies with liaisons, a lead who reads everything, an administrator who reads nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    Unit,
    UnitDraft,
    UnitKind,
    actor_of,
    add_person,
    load_units,
    open_district,
)
from zhifa.requests.models import Form
from zhifa.requests.services import FieldDraft, FormDraft, add_field, compose_form
from zhifa.requests.terms import About, Grain, Kind

SYSTEM = Actor.system("test")
SINCE = date(2010, 1, 1)
PEOPLE = (
    ("clerk", "U1", Role.OFFICE), ("lead", "U1", Role.LEAD), ("liaison", "U2", Role.LIAISON), ("other", "U3", Role.LIAISON),
    ("admin", "U1", Role.ADMINISTRATOR),
)  # fmt: skip


def make_district() -> None:
    now = clock.now()
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=now)
    units = [UnitDraft(code, f"{code}局", UnitKind.GOVERNMENT, SINCE) for code in ("U1", "U2", "U3")]
    load_units(SYSTEM, units, now=now)
    for name, unit, role in PEOPLE:
        holding = HoldingDraft(unit, f"{name}的职务", role, SINCE)
        add_person(SYSTEM, PersonDraft(name, f"{name}某", (holding,), username=name), now=now)


@pytest.fixture(scope="module")
def district_once(once: Once) -> None:
    once(make_district)


@pytest.fixture
def district(district_once: None, db: None) -> None:
    """The district."""


def actor(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), clock.today())


def composed(title: str = "第三季度情况", *, of: tuple[str, ...] = ("U2", "U3"), year: int = 2025) -> Form:
    """A draft over a year, asked of units."""
    units = list(Unit.objects.filter(code__in=of))
    due = clock.today() + timedelta(days=10)
    draft = FormDraft(title, "写年度报告", date(year, 1, 1), date(year, 12, 31), due, units)
    return compose_form(actor("clerk"), draft, now=clock.now())


def with_field(  # noqa: PLR0917
    form: Form,
    fact: str,
    about: str = About.PLACE,
    kind: str = Kind.NUMBER,
    unit: str = "",
    grain: str = Grain.ONCE,
    *,
    required: bool = True,
) -> int:
    """One more field; answers its number."""
    return add_field(
        actor("clerk"), form.key, FieldDraft(about, fact, kind, unit, grain, required), now=clock.now()
    ).pk


@pytest.fixture
def signed_in(district: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser signed in as somebody."""
    return browser_of
