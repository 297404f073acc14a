"""A small district for the tests of outreach, made through the doors: two agencies, the office, a street."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.deeds.api import CountDraft, DeedDraft
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.outreach.api import ActivityDraft
from zhifa.people.api import (
    AreaDraft,
    HoldingDraft,
    PersonDraft,
    PopulationDraft,
    UnitDraft,
    actor_of,
    load_areas,
    load_people,
    load_populations,
    load_units,
    open_district,
)

SYSTEM = Actor.system("test")
SINCE = date(2016, 1, 1)
PEOPLE = (
    ("liaison", "U01", Role.LIAISON), ("head", "U01", Role.HEAD), ("other", "U02", Role.LIAISON),
    ("clerk", "U09", Role.OFFICE), ("auditor", "U09", Role.AUDITOR),
)  # fmt: skip


@dataclass(frozen=True)
class Here:
    """Who is who."""

    accounts: dict[str, Account]

    def __getattr__(self, name: str) -> Actor:
        return actor_of(self.accounts[name], clock.today())

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client


def make_here() -> None:
    now = clock.now()
    open_district(SYSTEM, "999901", "测试区", demonstration=False, now=now)
    load_areas(SYSTEM, [AreaDraft("S1", "一街", "street", "999901", SINCE, "测试")], now=now)
    load_populations(
        SYSTEM,
        [PopulationDraft("999901", "resident", date(2017, 12, 31), date(2018, 3, 1), 50_000, "公报")],
        now=now,
    )
    load_units(
        SYSTEM,
        [
            UnitDraft("U01", "区教育局", "government", SINCE, former=(("区教委", date(2016, 12, 31)),)),
            UnitDraft("U02", "区民政局", "government", SINCE),
            UnitDraft("U09", "区司法局", "government", SINCE),
        ],
        now=now,
    )
    load_people(
        SYSTEM,
        [
            PersonDraft(f"P{n}", f"人{n}", (HoldingDraft(unit, f"职务{n}", role, SINCE),), username=name)
            for n, (name, unit, role) in enumerate(PEOPLE)
        ],
        now=now,
    )
    ensure_definitions(now=now)


@pytest.fixture(scope="module")
def here_once(once: Once) -> None:
    once(make_here)


@pytest.fixture
def here(here_once: None, db: None) -> Here:
    return Here({account.username: account for account in Account.objects.all()})


@pytest.fixture
def draft() -> Callable[..., ActivityDraft]:
    """An activity that can stand; change what the test is about."""

    def make(
        *, speaker_rank: str = "", programme: str = "", issue: int | None = None, **changes: object
    ) -> ActivityDraft:
        parts: dict[str, object] = {
            "kind": "lecture",
            "title": "宪法进机关讲座",
            "occurred_on": date(2018, 3, 1),
            "unit": "U01",
            "audience": "staff",
            "counts": (CountDraft("attendances", "onsite", "sign_in", 120),),
        }
        deed = DeedDraft(**{**parts, **changes})  # type: ignore[arg-type]
        return ActivityDraft(deed, speaker_rank=speaker_rank, programme=programme, issue=issue)

    return make
