"""A small real district with a conference of three units: an office, a lead, heads and liaisons who have passwords."""

from __future__ import annotations

from datetime import date

import pytest

from tests.once import Once
from zhifa.accounts.api import Account, Proof, prove_identity
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.meetings.api import (
    MatterDraft,
    MemberDraft,
    Part,
    SeriesDraft,
    Sitting,
    admit_members,
    open_series,
    raise_matter,
)
from zhifa.meetings.models import Matter, Meeting
from zhifa.meetings.services import (
    MeetingDraft,
    agree_to_minutes,
    call_meeting,
    circulate_minutes,
    hold_meeting,
    issue_minutes,
    plan_meeting,
    record_attendance,
)
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

SYSTEM, NOW, TODAY = Actor.system("test"), clock.now(), clock.today()
PASSWORD = "long-enough-secret"
UNITS = (("U01", "测试区司法局"), ("U02", "测试区教育局"), ("U03", "测试区民政局"))
PEOPLE = (
    ("lead", "李某", Role.LEAD, "U01"), ("clerk", "周某", Role.OFFICE, "U01"), ("head1", "钱某", Role.HEAD, "U01"),
    ("head2", "孙某", Role.HEAD, "U02"), ("liaison2", "王某", Role.LIAISON, "U02"), ("head3", "吴某", Role.HEAD, "U03"),
    ("liaison3", "郑某", Role.LIAISON, "U03"), ("outsider", "冯某", Role.LIAISON, "U04"),
)  # fmt: skip
CODE = "joint"
HERE = Sitting("present", "钱某", "局长")
SENT = Sitting("delegate", "王某", "科长", authority="局长3月1日书面委托")
AWAY = Sitting("apology", reason="参加市里的会议")


def make_conference() -> None:
    ensure_definitions(now=NOW)
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    drafts = [
        UnitDraft(code, name, UnitKind.GOVERNMENT, date(2010, 1, 1))
        for code, name in (*UNITS, ("U04", "测试区水务局"))
    ]
    load_units(SYSTEM, drafts, now=NOW)
    for code, name, role, unit in PEOPLE:
        held = HoldingDraft(unit, f"{name}的职务", role, date(2020, 1, 1))
        person = add_person(SYSTEM, PersonDraft(code, name, (held,), username=code), now=NOW)
        assert person.account is not None
        person.account.set_password(PASSWORD)
        person.account.save()
    open_series(SYSTEM, SeriesDraft(CODE, "测试区普法工作联席会议", "某办发〔2016〕1号", "U01", 4), now=NOW)
    parts = (Part.CONVENOR, Part.MEMBER, Part.MEMBER)
    admit_members(
        SYSTEM, CODE, [MemberDraft(unit, date(2016, 1, 1), part) for (unit, _name), part in zip(UNITS, parts, strict=True)], now=NOW
    )  # fmt: skip


@pytest.fixture(scope="module")
def conference_once(once: Once) -> None:
    once(make_conference)


@pytest.fixture
def conference(conference_once: None, db: None) -> str:
    """The conference; U04 is no member."""
    return CODE


def account_of(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), TODAY)


def proof_for(actor: Actor, text: str) -> Proof:
    """That the actor has just stood before the text."""
    assert actor.account_id is not None
    return prove_identity(actor.account_id, text, password=PASSWORD, now=NOW)


def matter(title: str) -> Matter:
    """A matter in the backlog."""
    return raise_matter(SYSTEM, CODE, MatterDraft(title, TODAY), now=NOW)


def called(day: date = TODAY) -> Meeting:
    """The next meeting, its units told."""
    meeting = plan_meeting(SYSTEM, CODE, MeetingDraft(day, "区政府一楼会议室", "赵某（副区长）"), now=NOW)
    return call_meeting(SYSTEM, key_of(meeting), now=NOW)


def held() -> Meeting:
    """The next meeting, held today: one unit came, one sent a delegate, one is excused."""
    meeting = called()
    record_attendance(SYSTEM, key_of(meeting), {"U01": HERE, "U02": SENT, "U03": AWAY}, now=NOW)
    return hold_meeting(SYSTEM, key_of(meeting), now=NOW)


def issued(meeting: Meeting) -> Meeting:
    """The same with its minutes agreed to and issued."""
    key = key_of(meeting)
    text = circulate_minutes(SYSTEM, key, now=NOW).minutes
    for who, unit in (("head1", "U01"), ("head2", "U02")):
        agree_to_minutes(account_of(who), key, unit, proof=proof_for(account_of(who), text), now=NOW)
    lead = account_of("lead")
    return issue_minutes(lead, key, proof=proof_for(lead, text), now=NOW)


def key_of(meeting: Meeting) -> tuple[str, int]:
    """How services name a meeting."""
    return meeting.series.code, meeting.number
