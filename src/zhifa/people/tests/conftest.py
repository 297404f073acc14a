"""A small real district: two streets, six bodies, an administrator, a clerk, liaisons with terms."""

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
    AreaDraft,
    AreaKind,
    HoldingDraft,
    Person,
    PersonDraft,
    UnitDraft,
    UnitKind,
    actor_of,
    add_person,
    load_areas,
    load_units,
    open_district,
)

SYSTEM, NOW = Actor.system("test"), clock.now()
BEGAN = date(2016, 1, 1)


def make_small_district() -> None:
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    streets = [
        AreaDraft(f"99000100{n}", name, AreaKind.STREET, "990001", BEGAN, "测试")
        for n, name in ((1, "东街"), (2, "西街"))
    ]
    load_areas(SYSTEM, streets, now=NOW)
    bodies = [
        ("U001", "测试区司法局"), ("U002", "测试区教育局"), ("U003", "测试区物价局"), ("U004", "测试区发展和改革局"),
    ]  # fmt: skip
    drafts = [UnitDraft(code, name, UnitKind.GOVERNMENT, BEGAN) for code, name in bodies]
    drafts += [
        UnitDraft(f"S0{n}", f"{name}街道办事处", UnitKind.STREET, BEGAN, area=f"99000100{n}")
        for n, name in ((1, "东街"), (2, "西街"))
    ]
    load_units(SYSTEM, drafts, now=NOW)
    for code, name, unit, title, role in (
        ("admin", "安某", "U001", "系统管理员", Role.ADMINISTRATOR),
        ("clerk", "周某", "U001", "普法办", Role.OFFICE),
        ("edu", "教某", "U002", "联络员", Role.LIAISON),
        ("price", "物某", "U003", "联络员", Role.LIAISON),
        ("east", "东某", "S01", "联络员", Role.LIAISON),
    ):
        held = HoldingDraft(unit, title, role, BEGAN)
        add_person(SYSTEM, PersonDraft(code, name, (held,), username=code), now=NOW)


@pytest.fixture(scope="module")
def small_district_once(once: Once) -> None:
    once(make_small_district)


@pytest.fixture
def small_district(small_district_once: None, db: None) -> None:
    """区司法局, 区教育局, 区物价局, 区发改局, two streets' offices; five persons."""


@pytest.fixture
def as_actor(small_district: None) -> Callable[[str], Actor]:
    """The Actor of one of the district's accounts today."""
    return lambda username: actor_of(Account.objects.get(username=username), clock.today())


@pytest.fixture
def person(small_district: None) -> Callable[[str], Person]:
    """One of the district's persons."""
    return lambda code: Person.objects.get(code=code)


def make_district() -> None:
    now, began = clock.now(), date(2016, 1, 1)
    open_district(SYSTEM, "990001", "测试区", demonstration=True, now=now)
    load_units(SYSTEM, [UnitDraft("U1", "测试区司法局", "government", began)], now=now)
    for code, name, title, role in (
        ("auditor", "汪某", "审计员", Role.AUDITOR), ("admin", "安某", "系统管理员", Role.ADMINISTRATOR),
        ("clerk", "周某", "普法办", Role.OFFICE),
    ):  # fmt: skip
        post = HoldingDraft("U1", title, role, began)
        add_person(SYSTEM, PersonDraft(code, name, (post,), username=code), now=now)
    add_person(SYSTEM, PersonDraft("lecturer", "龚某", ()), now=now)


@pytest.fixture(scope="module")
def district_once(once: Once) -> None:
    once(make_district)


@pytest.fixture
def district(district_once: None, db: None) -> None:
    """Three persons with accounts, one without."""


@pytest.fixture
def signed_in(district: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser in which one of them is signed in."""
    return browser_of
