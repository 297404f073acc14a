"""A small real district with an office of two, a unit's liaison, and one invented law of three articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.once import Once
from zhifa.accounts.api import Account
from zhifa.exams.models import Item
from zhifa.exams.rules.questions import Question
from zhifa.exams.services import ItemDraft, approve_versions, write_item
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.laws.api import Instrument, parse_citations
from zhifa.laws.tests.invented import loan_law
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
    ("clerk", "U1", Role.OFFICE), ("clerk2", "U1", Role.OFFICE), ("auditor", "U1", Role.AUDITOR), ("liaison", "U2", Role.LIAISON),
)  # fmt: skip
SINGLE = Question(
    "single",
    "《测试借款法》规定，借款合同应当采用什么形式？",
    ("书面形式", "口头形式", "默示", "公证"),
    ("A",),
    "见第一条。",
)


def make_district() -> None:
    now = clock.now()
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=now)
    load_units(
        SYSTEM, [UnitDraft(code, f"{code}局", UnitKind.GOVERNMENT, SINCE) for code in ("U1", "U2")], now=now
    )
    for name, unit, role in PEOPLE:
        post = HoldingDraft(unit, f"{name}的职务", role, SINCE)
        add_person(SYSTEM, PersonDraft(name, f"{name}某", (post,), username=name), now=now)


@pytest.fixture(scope="module")
def district_once(once: Once) -> None:
    once(make_district)


@pytest.fixture
def district(district_once: None, db: None) -> None:
    """The district with its people."""


@pytest.fixture
def law(district: None) -> Instrument:
    """《测试借款法》 with articles 1 to 3, in force since 2010."""
    return loan_law({1: "借款合同应当采用书面形式。", 2: "保证人承担保证责任。", 3: "利息不得预先扣除。"})


def actor(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), clock.today())


def draft(question: Question = SINGLE, **changes: Any) -> ItemDraft:
    """A complete draft citing article 1."""
    made = ItemDraft(question, "借款", citations=parse_citations("《测试借款法》第一条", clock.today()))
    return replace(made, **changes)


def approved(question: Question = SINGLE, *, despite: bool = False, **changes: Any) -> Item:
    """Written by one clerk, passed by the other."""
    item = write_item(actor("clerk"), draft(question, **changes), now=clock.now(), despite=despite)
    approve_versions(actor("clerk2"), [item.key], now=clock.now())
    return item


@pytest.fixture
def signed_in(district: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser signed in as somebody."""
    return browser_of
