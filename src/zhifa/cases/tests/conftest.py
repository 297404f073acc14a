"""A small real district with an office, two units, and one invented law of two articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.once import Once
from zhifa.accounts.api import Account, Proof, digest_of
from zhifa.cases.models import Case
from zhifa.cases.rules.spans import Decision
from zhifa.cases.rules.text import CaseText, text_from
from zhifa.cases.selectors import case_by_key, decisions_of, masked_text, proposal, words_of_move
from zhifa.cases.services import CaseDraft, approve, decide, mask, move_on, reopen, submit, write_case
from zhifa.cases.terms import Move
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
    ("clerk", "U1", Role.OFFICE), ("lead", "U1", Role.LEAD), ("auditor", "U1", Role.AUDITOR), ("head", "U2", Role.HEAD),
    ("liaison", "U2", Role.LIAISON), ("deputy", "U2", Role.LIAISON), ("other", "U3", Role.HEAD),
)  # fmt: skip
TEXT = CaseText(
    title="张建国诉李秀英、张小军民间借贷案",
    subtitle="借条写清楚，讨债有依据",
    facts="2017年3月，张建国向李秀英出借5万元。李秀英身份证号11010519491231002X，电话13812345678。张小军系保证人。",
    handling="法院判决李秀英归还5万元，张小军承担保证责任。判决已生效。",
    analysis="借款合同成立。张建国持有借条，事实清楚。",
    meaning="出借款项要留下书面凭证。",
)


def make_district() -> None:
    now = clock.now()
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=now)
    units = [UnitDraft(code, f"{code}局", UnitKind.GOVERNMENT, SINCE) for code in ("U1", "U2", "U3")]
    load_units(SYSTEM, units, now=now)
    for name, unit, role in PEOPLE:
        post = HoldingDraft(unit, f"{name}的职务", role, SINCE)
        add_person(SYSTEM, PersonDraft(name, f"{name}某", (post,), username=name), now=now)


@pytest.fixture(scope="module")
def district_once(once: Once) -> None:
    once(make_district)


@pytest.fixture
def district(district_once: None, db: None) -> None:
    """The district."""


@pytest.fixture
def law(district: None) -> Instrument:
    """《测试借款法》 with articles 1 and 2, in force since 2010."""
    return loan_law({1: "借款合同应当采用书面形式。", 2: "保证人承担保证责任。"})


def actor(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), clock.today())


def draft(law: Instrument, **changes: Any) -> CaseDraft:
    """A complete draft of the liaison's unit."""
    day = date(2018, 5, 4)
    made = CaseDraft(
        "court",
        "debt",
        "U2",
        TEXT,
        "某区人民法院",
        "本单位办理",
        day,
        parse_citations("《测试借款法》第一条", day),
        (),
        True,
    )
    return replace(made, **changes)


def proof(who: Actor, case: Case, move: str) -> Proof:
    """That the actor has just stood before the text of a move."""
    fresh = case_by_key(who, case.key)
    text = None
    if move == Move.MASK:
        text = masked_text(text_from(fresh.original.words), decisions_of(fresh)[0])
    assert who.account_id is not None
    return Proof(who.account_id, "password", digest_of(words_of_move(fresh, move, text)), clock.now())


def to_masking(law: Instrument, **changes: Any) -> Case:
    """Written by the liaison, submitted, passed by the head."""
    liaison, head = actor("liaison"), actor("head")
    case = write_case(liaison, draft(law, **changes), now=clock.now())
    submit(liaison, case.key, proof=proof(liaison, case, Move.SUBMIT), now=clock.now())
    return move_on(head, case.key, Move.PASS, proof=proof(head, case, Move.PASS), now=clock.now())


def decide_all(who: Actor, case: Case) -> list[Decision]:
    """Everything as the machine proposes."""
    words = text_from(case.original.words)
    made = [Decision(span, group.replacement) for group in proposal(words) for span in group.spans]
    decide(who, case.key, made, now=clock.now())
    return made


def to_ready(law: Instrument, **changes: Any) -> Case:
    """The whole way to an approved case."""
    return approved(to_masking(law, **changes))


def again(case: Case) -> Case:
    """The whole way once more, of a recalled case."""
    liaison, head = actor("liaison"), actor("head")
    reopen(liaison, case.key, now=clock.now())
    submit(liaison, case.key, proof=proof(liaison, case, Move.SUBMIT), now=clock.now())
    return approved(move_on(head, case.key, Move.PASS, proof=proof(head, case, Move.PASS), now=clock.now()))


def approved(case: Case) -> Case:
    """From the masking to the second person's word."""
    deputy, lead = actor("deputy"), actor("lead")
    decide_all(deputy, case)
    mask(deputy, case.key, proof=proof(deputy, case, Move.MASK), now=clock.now())
    return approve(lead, case.key, proof=proof(lead, case, Move.APPROVE), now=clock.now())


@pytest.fixture
def signed_in(district: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser signed in as somebody."""
    return browser_of
