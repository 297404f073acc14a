"""A small district for the tests of learning: a party school, two agencies, the office; who works where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from zhifa.accounts.api import Account
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.learning.api import ClassDraft, SessionDraft, TrainingClass, plan_class, set_session
from zhifa.learning.rules.rolls import Member
from zhifa.learning.selectors import roll_on
from zhifa.learning.services import open_sign_up
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    load_people,
    load_units,
    open_district,
)

SYSTEM = Actor.system("test")
SINCE = date(2016, 1, 1)
NOW = clock.now()
TODAY = clock.civil_day(NOW)
YESTERDAY = TODAY - timedelta(days=1)
# code of the person, name, unit, role, user name; the two 王芳 are two persons.
PEOPLE = (
    ("P1", "周一", "U08", Role.LIAISON, "school"), ("P2", "吴二", "U01", Role.LIAISON, "liaison"),
    ("P3", "郑三", "U01", Role.HEAD, "head"), ("P4", "王芳", "U01", Role.COMMUNITY, "fang"),
    ("P5", "王芳", "U02", Role.HEAD, "other"), ("P6", "冯六", "U02", Role.COMMUNITY, ""),
    ("P7", "陈七", "U09", Role.OFFICE, "clerk"), ("P8", "褚八", "U09", Role.AUDITOR, "auditor"),
)  # fmt: skip


@dataclass(frozen=True)
class Here:
    """Who is who."""

    accounts: dict[str, Account]

    def __getattr__(self, name: str) -> Actor:
        return actor_of(self.accounts[name], TODAY)

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture
def here(db: None) -> Here:
    open_district(SYSTEM, "999901", "测试区", demonstration=False, now=NOW)
    load_units(
        SYSTEM,
        [
            UnitDraft("U01", "区教育局", "government", SINCE),
            UnitDraft("U02", "区民政局", "government", SINCE),
            UnitDraft("U08", "区委党校", "party", SINCE),
            UnitDraft("U09", "区司法局", "government", SINCE),
        ],
        now=NOW,
    )
    load_people(
        SYSTEM,
        [
            PersonDraft(code, name, (HoldingDraft(unit, f"职务{code}", role, SINCE),), username=username)
            for code, name, unit, role, username in PEOPLE
        ],
        now=NOW,
    )
    ensure_definitions(now=NOW)
    return Here({account.username: account for account in Account.objects.all()})


Make = Callable[..., TrainingClass]


@pytest.fixture
def make(here: Here) -> Make:
    """A class of the party school, open, with sessions on the days given (yesterday where none is)."""

    def made(
        title: str = "轮训班", *, days: tuple[date, ...] = (YESTERDAY,), **changes: object
    ) -> TrainingClass:
        draft = ClassDraft(**{"title": title, "organiser": "U08", **changes})  # type: ignore[arg-type]
        training = plan_class(here.school, draft, now=NOW)
        for number, day in enumerate(days):
            told = SessionDraft(
                day, time(9 + 2 * (number % 5)), time(10 + 2 * (number % 5)), f"第{number + 1}讲"
            )
            set_session(here.school, training.key, told, now=NOW)
        open_sign_up(here.school, training.key, now=NOW)
        training.refresh_from_db()
        return training

    return made


def members(*codes: str, day: date = YESTERDAY) -> list[Member]:
    """Persons as they stood on a day."""
    roll = roll_on(day).by_code
    return [roll[code] for code in codes]


def later(days: int) -> datetime:
    """That many days after now."""
    return NOW + timedelta(days=days)
