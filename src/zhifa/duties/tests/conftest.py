"""A small real district for the tests of duties: two bureaus with head and liaison, an office of two, a lead; two laws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.once import Once
from zhifa.accounts.api import Account, prove_identity
from zhifa.deeds.api import CiteDraft, Deed, DeedDraft, confirm_deeds, load_deeds
from zhifa.duties.models import ListVersion, UnitList
from zhifa.duties.rules.lines import LawWords, LineDraft
from zhifa.duties.selectors import text_to_sign
from zhifa.duties.services import (
    CallDraft,
    Consideration,
    Issue,
    call_year,
    consider,
    finish_review,
    hand_on,
    issue_text,
    issue_version,
    keep_line,
    pass_legal,
    review_lines,
    sign_list,
)
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.laws.api import DocumentDraft, add_document, parse_citations
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    add_person,
    load_units,
    open_district,
)

SYSTEM, NOW = Actor.system("test"), clock.now()
PASSWORD = "long-enough-secret"
SINCE = date(2010, 1, 1)
UNITS = (("U1", "区司法局"), ("U2", "区教育局"), ("U3", "区民政局"))
PEOPLE = (
    ("lead", "U1", Role.LEAD), ("clerk", "U1", Role.OFFICE), ("second", "U1", Role.OFFICE),
    ("head", "U2", Role.HEAD), ("liaison", "U2", Role.LIAISON), ("other", "U3", Role.LIAISON),
)  # fmt: skip
LAW = "《校园法治条例》"


def open_home() -> None:
    """The district, its people with passwords, one local law of 2010."""
    ensure_definitions(now=NOW)
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    load_units(SYSTEM, [UnitDraft(code, name, "government", SINCE) for code, name in UNITS], now=NOW)
    for username, unit, role in PEOPLE:
        held = HoldingDraft(unit, f"{username}的职务", role, SINCE)
        person = add_person(
            SYSTEM, PersonDraft(username, f"{username}某", (held,), username=username), now=NOW
        )
        assert person.account is not None
        person.account.set_password(PASSWORD)
        person.account.save()
    add_document(
        SYSTEM, DocumentDraft("policy_document", "校园法治条例", "某市人大", SINCE, source="公报"), NOW
    )


@pytest.fixture(scope="module")
def home_once(once: Once) -> None:
    once(open_home)


@pytest.fixture
def home(home_once: None, db: None) -> None:
    """The small district."""


def account_of(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), clock.today())


def law(line: str = LAW, on: date = date(2018, 1, 1)) -> tuple[LawWords, ...]:
    """A citation as a line of a list keeps it."""
    return tuple(
        LawWords(ref.version_id, ref.provision_text_id, ref.label) for ref in parse_citations([line], on)
    )


def line(**changes: object) -> LineDraft:
    """A complete line of 区教育局 for 2018: two lectures on the law for youth by 4 December."""
    whole = LineDraft(
        "own", law(), ("youth",), date(2018, 1, 1), date(2018, 12, 31), "校园法治专题讲座", ("lecture",), 2, date(2018, 12, 4),
        "国家宪法日", "法规科", "李某", ("notice",), "师生知晓本条例",
    )  # fmt: skip
    return replace(whole, **changes)


def proof(username: str, text: str):  # type: ignore[no-untyped-def]
    """That somebody stands before a text."""
    account = account_of(username).account_id
    assert account is not None
    return prove_identity(account, text, password=PASSWORD, now=NOW)


def called() -> UnitList:
    """The year 2018 called; the list of 区教育局."""
    call_year(
        account_of("clerk"),
        CallDraft(2018, "测试区2018年普法责任清单", date(2018, 1, 5), date(2018, 2, 5)),
        now=NOW,
    )
    return UnitList.objects.get(unit__code="U2")


def merged(*lines: LineDraft) -> UnitList:
    """The list of 区教育局 drafted, signed and merged."""
    found = UnitList.objects.filter(unit__code="U2").first() or called()
    liaison, clerk = account_of("liaison"), account_of("clerk")
    for one in lines:
        keep_line(liaison, found.pk, one, now=NOW)
    hand_on(liaison, found.pk, now=NOW)
    pass_legal(liaison, found.pk, "法规科李某，无意见", now=NOW)
    found.refresh_from_db()
    sign_list(account_of("head"), found.pk, proof=proof("head", text_to_sign(found)), now=NOW)
    keys = found.lines.filter(version=None).values_list("key", flat=True)
    review_lines(clerk, found.pk, dict.fromkeys(keys, ("accepted", "")), now=NOW)
    return finish_review(clerk, found.pk, now=NOW)


def issued(on: date = date(2018, 3, 1), number: str = "测普法〔2018〕1号") -> ListVersion:
    """What is merged, considered and issued."""
    said = Consideration("joint-meeting", on, "联席会议第1次会议纪要")
    version = consider(account_of("clerk"), 2018, said, now=NOW)
    issue = Issue(number, on, on)
    return issue_version(
        account_of("lead"), version.pk, issue, proof=proof("lead", issue_text(version, issue)), now=NOW
    )


def done(
    title: str,
    day: date,
    *,
    unit: str = "U2",
    cites: str = LAW,
    audience: str = "youth",
    kind: str = "lecture",
) -> Deed:
    """A confirmed deed."""
    refs = parse_citations([cites], day) if cites else []
    cited = tuple(CiteDraft(ref.version_id, ref.provision_text_id, ref.label) for ref in refs)
    draft = DeedDraft(kind, title, day, unit, audience=audience, cites=cited, reported_on=day)
    (deed,) = load_deeds(SYSTEM, [draft], sheet="test", now=NOW)
    confirm_deeds(SYSTEM, [deed.key], now=NOW)
    return deed


@pytest.fixture
def signed_in(home: None, browser_of: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser signed in as somebody."""
    return browser_of
