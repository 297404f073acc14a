"""A small district for the tests of deeds, made through the doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.deeds.api import CountDraft, DeedDraft
from zhifa.kernel import clock, registry
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.quantities import EVENTS
from zhifa.kernel.registry import DeedKind
from zhifa.people.api import (
    AreaDraft,
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    load_areas,
    load_people,
    load_units,
    open_district,
)

SYSTEM = Actor.system("test")
SINCE = date(2016, 1, 1)
PEOPLE = [
    ("liaison", "U01", "普法联络员", Role.LIAISON),
    ("head", "U01", "分管负责人", Role.HEAD),
    ("clerk", "U09", "普法办干事", Role.OFFICE),
    ("street", "S01", "司法所所长", Role.STREET),
    ("secretary", "C01", "社区书记", Role.COMMUNITY),
    ("writer", "C01", "社区工作者", Role.LIAISON),
    ("other", "U02", "普法联络员", Role.LIAISON),
]


@dataclass(frozen=True)
class District:
    """Who is who in the small district."""

    actors: dict[str, Actor]
    accounts: dict[str, Account]

    def __getattr__(self, name: str) -> Actor:
        return self.actors[name]


def make_here() -> None:
    now = clock.now()
    open_district(SYSTEM, "999901", "测试区", demonstration=False, now=now)
    load_areas(
        SYSTEM,
        [
            AreaDraft("S1", "一街", "street", "999901", SINCE, "测试"),
            AreaDraft("S1C1", "一街一社区", "community", "S1", SINCE, "测试"),
        ],
        now=now,
    )
    load_units(
        SYSTEM,
        [
            UnitDraft("U01", "区甲局", "government", SINCE),
            UnitDraft("U02", "区乙局", "government", SINCE),
            UnitDraft("U09", "区司法局", "government", SINCE),
            UnitDraft("S01", "一街", "street", SINCE, area="S1"),
            UnitDraft("C01", "一街一社区", "community", SINCE, parent="S01", area="S1C1"),
        ],
        now=now,
    )
    load_people(
        SYSTEM,
        [
            PersonDraft(f"P{n}", f"人{n}", (HoldingDraft(unit, title, role, SINCE),), username=name)
            for n, (name, unit, title, role) in enumerate(PEOPLE)
        ],
        now=now,
    )


@pytest.fixture(scope="module")
def here_once(once: Once) -> None:
    once(make_here)


@pytest.fixture
def here(here_once: None, db: None) -> District:
    """One street with one community, two agencies, the district office."""
    accounts = {account.username: account for account in Account.objects.all()}
    return District({name: actor_of(account, clock.today()) for name, account in accounts.items()}, accounts)


@pytest.fixture(autouse=True)
def a_kind() -> object:
    """A deed kind for the tests, while no mechanism above owns one; taken back afterwards."""
    kind = DeedKind("talk", "讲座", "tests", EVENTS)
    registry._offers.append(kind)
    yield kind
    registry._offers.remove(kind)


@pytest.fixture
def draft() -> Callable[..., DeedDraft]:
    """A draft that can stand; change what the test is about."""

    def make(**changes: object) -> DeedDraft:
        parts: dict[str, object] = {
            "kind": "talk",
            "title": "宪法进机关讲座",
            "occurred_on": date(2018, 3, 1),
            "unit": "U01",
            "audience": "staff",
            "counts": (CountDraft("attendances", "onsite", "sign_in", 120),),
        }
        return DeedDraft(**{**parts, **changes})  # type: ignore[arg-type]

    return make
