"""A small district with a known number of activities, made through the doors, and documents made in Word."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from docx import Document

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.deeds.api import CountDraft, DeedDraft, confirm_deeds
from zhifa.evidence.api import attach
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.ledger.api import Subject
from zhifa.outreach.api import ActivityDraft, load_activities
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    load_people,
    load_units,
    open_district,
)
from zhifa.reports.api import ensure_outlines

SYSTEM = Actor.system("test")
SINCE, UNTIL = date(2018, 1, 1), date(2018, 6, 30)
PEOPLE = [("clerk", "U09", Role.OFFICE), ("liaison", "U01", Role.LIAISON), ("auditor", "U09", Role.AUDITOR)]


class Here:
    """Who is who, and what was recorded: in 2018 three lectures of 100, 120 and 80 人次 and one livestream of 25,000
    人次; in 2017 one lecture of 200 人次."""

    def __init__(self) -> None:
        self.accounts = {account.username: account for account in Account.objects.all()}
        self.clerk = actor_of(self.accounts["clerk"], clock.today())
        self.liaison = actor_of(self.accounts["liaison"], clock.today())
        self.auditor = actor_of(self.accounts["auditor"], clock.today())

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client


def make_here() -> None:
    now = clock.now()
    open_district(SYSTEM, "999901", "测试区", demonstration=True, now=now)
    since = date(2016, 1, 1)
    load_units(
        SYSTEM,
        [UnitDraft("U01", "区甲局", "government", since), UnitDraft("U09", "区司法局", "government", since)],
        now=now,
    )
    load_people(
        SYSTEM,
        [
            PersonDraft(f"P{n}", f"人{n}", (HoldingDraft(unit, f"职务{n}", role, since),), username=name)
            for n, (name, unit, role) in enumerate(PEOPLE)
        ],
        now=now,
    )
    ensure_definitions(now=now)
    ensure_outlines(now=now)
    add_activities(
        [
            ("lecture", "宪法进机关", date(2018, 3, 1), 100),
            ("lecture", "民法总则进社区", date(2018, 4, 2), 120),
            ("lecture", "监察法讲座", date(2018, 5, 3), 80),
            ("livestream", "走进法庭", date(2018, 5, 20), 25_000),
            ("lecture", "上年讲座", date(2017, 4, 5), 200),
        ]
    )


@pytest.fixture(scope="module")
def here_once(once: Once) -> None:
    once(make_here)


@pytest.fixture
def here(here_once: None, db: None) -> Here:
    return Here()


def add_activities(rows: list[tuple[str, str, date, int]]) -> None:
    """Record, prove and confirm activities."""
    now = clock.now()
    drafts = [
        ActivityDraft(
            DeedDraft(
                kind=kind, title=title, occurred_on=day, unit="U01", audience="staff",
                counts=(CountDraft("attendances", "onsite", "sign_in", times),),
            )
        )
        for kind, title, day, times in rows
    ]  # fmt: skip
    made = load_activities(SYSTEM, drafts, sheet=f"test-{rows[0][1]}", now=now)
    for deed in made:
        file = ContentFile(f"通知：{deed.title}".encode(), name="通知.txt")
        attach(SYSTEM, Subject("deed", deed.key), file, kind="notice", now=now)
    confirm_deeds(SYSTEM, [deed.key for deed in made], now=now)


@pytest.fixture
def word() -> Callable[[Callable[[object], None]], bytes]:
    """Makes a .docx with whatever the function writes into it."""

    def make(write: Callable[[object], None]) -> bytes:
        document = Document()
        write(document)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return make
