"""A small district with a five-year plan, lectures in it, and the worked scheme of docs/mechanisms/assessment.md."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhifa.accounts.api import Account
from zhifa.assessment.models import Evaluation, Scheme
from zhifa.assessment.services import (
    AnswerDraft,
    LineDraft,
    SchemeDraft,
    answer_line,
    draft_evaluation,
    load_scheme,
)
from zhifa.deeds.api import DeedDraft, confirm_deeds, load_deeds
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    add_person,
    load_units,
    open_district,
)
from zhifa.plans.api import PlanDraft, open_plan

SYSTEM, NOW, TODAY = Actor.system("test"), clock.now(), clock.today()
SINCE, UNTIL = date(2016, 1, 1), date(2018, 6, 30)
PASSWORD = "long-enough-secret"
SCHEME = SchemeDraft(
    "qiwu", "mid", "中期评估办法", Decimal(100), Decimal(20), "某普法〔2018〕5号", to_confirm=True
)
D = Decimal
LECTURES = LineDraft(
    "重点对象", "已确认的履职记录", D(40), "figure", "deeds.confirmed", target=D(8), step=D(2), per_step=D(2)
)
KNOWN = LineDraft(
    "社会效果", "知晓率", D(30), "survey", target=D(90), step=D(1), per_step=D(3), must_meet=True
)
ORGANISED = LineDraft("组织领导", "机构和人员落实", D(30), "judged")
BONUS = LineDraft(
    "加分", "记录超过三条", D(15), "figure", "deeds.confirmed", target=D(3), step=D(1), per_step=D(5), is_bonus=True
)  # fmt: skip
PRAISE = LineDraft("加分", "经验被推广", D(25), "judged", is_bonus=True)


@pytest.fixture
def home(db: None) -> None:
    """The district, its people, its plan and five confirmed deeds in its window."""
    ensure_definitions(now=NOW)
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    units = [
        UnitDraft(code, name, "government", date(2010, 1, 1))
        for code, name in (("U1", "区司法局"), ("U2", "区教育局"))
    ]
    load_units(SYSTEM, units, now=NOW)
    for username, unit, role in (
        ("clerk", "U1", Role.OFFICE), ("second", "U1", Role.OFFICE), ("lead", "U1", Role.LEAD), ("auditor", "U1", Role.AUDITOR),
        ("liaison", "U2", Role.LIAISON),
    ):  # fmt: skip
        held = HoldingDraft(unit, f"{username}的职务", role, date(2010, 1, 1))
        person = add_person(
            SYSTEM, PersonDraft(username, f"{username}某", (held,), username=username), now=NOW
        )
        assert person.account is not None
        person.account.set_password(PASSWORD)
        person.account.save()
    open_plan(
        SYSTEM, PlanDraft("qiwu", "第七个五年规划", SINCE, date(2020, 12, 31), "某办发〔2016〕1号"), now=NOW
    )
    add_deeds(
        [
            date(2016, 5, 1),
            date(2017, 5, 1),
            date(2017, 6, 1),
            date(2018, 5, 1),
            date(2018, 6, 30),
            date(2018, 7, 1),
        ]
    )


def add_deeds(days: list[date]) -> None:
    """Confirmed lectures on these days."""
    drafts = [
        DeedDraft("lecture", f"讲座{day}", day, "U2", audience="youth", reported_on=day) for day in days
    ]
    made = load_deeds(SYSTEM, drafts, sheet=f"test-{days[0]}-{len(days)}", now=NOW)
    confirm_deeds(SYSTEM, [deed.key for deed in made], now=NOW)


def account_of(username: str) -> Actor:
    """The actor of an account."""
    return actor_of(Account.objects.get(username=username), TODAY)


@pytest.fixture
def scheme(home: None) -> Scheme:
    """The worked scheme, settled."""
    return load_scheme(SYSTEM, SCHEME, [LECTURES, KNOWN, ORGANISED, BONUS, PRAISE], now=NOW)


def begun(scheme: Scheme) -> Evaluation:
    """Drafted by the clerk."""
    return draft_evaluation(account_of("clerk"), scheme.pk, SINCE, UNTIL, now=NOW)


def filled(scheme: Scheme, known: str = "91.2") -> Evaluation:
    """Drafted, and every line that a person answers answered."""
    made, clerk = begun(scheme), account_of("clerk")
    told = {
        KNOWN.title: AnswerDraft(amount=D(known), source="某调查公司，600 人", surveyed_on=date(2018, 6, 1)),
        ORGANISED.title: AnswerDraft(points=D(27), words="人员还差两名"),
        PRAISE.title: AnswerDraft(points=D(25), words="市级简报三次"),
    }
    for line in scheme.lines.filter(title__in=told):
        answer_line(clerk, made.pk, line.pk, told[line.title], now=NOW)
    return made
