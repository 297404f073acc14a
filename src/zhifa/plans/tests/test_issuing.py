"""Issuing a plan: its very text is signed, once, by the lead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from zhifa.accounts.api import Account, Proof, TextChanged, prove_identity, signatures_of
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotAllowed
from zhifa.kernel.registry import Awaiting, offered
from zhifa.ledger.api import Subject, entries_of
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
from zhifa.plans.api import GoalDraft, Plan, PlanDraft, TaskDraft, issue_plan, open_plan
from zhifa.plans.errors import PlanAlreadyIssued
from zhifa.plans.models import AnnualTask
from zhifa.plans.rules.text import GoalWords, TaskWords, plan_text
from zhifa.plans.selectors import text_of
from zhifa.publishing.tests.passing import publish_all

SYSTEM, NOW = Actor.system("test"), clock.now()
TEXT = """第八个五年法治宣传教育规划
期限：2026年1月1日至2030年12月31日
依据：某委发〔2026〕1号

目标1　宪法学习宣传
　2026 年：办好法治讲座，不少于 1,200 场（以“法治讲座”计），2026年12月31日前完成。
目标2　法治文化建设"""


def test_the_text_follows_from_the_rows() -> None:
    task = TaskWords(2026, "办好法治讲座", Decimal("1200.00"), "场", "法治讲座", date(2026, 12, 31))
    written = plan_text(
        "第八个五年法治宣传教育规划",
        date(2026, 1, 1),
        date(2030, 12, 31),
        "某委发〔2026〕1号",
        [GoalWords("宪法学习宣传", (task,)), GoalWords("法治文化建设", ())],
    )
    assert written == TEXT


@pytest.fixture
def plan(db: None) -> Plan:
    """A real district with a lead and a clerk who have passwords, and a plan that is not issued."""
    ensure_definitions(now=NOW)
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    load_units(SYSTEM, [UnitDraft("U001", "测试区司法局", UnitKind.GOVERNMENT, date(2010, 1, 1))], now=NOW)
    for code, name, role in (("lead", "李某", Role.LEAD), ("clerk", "周某", Role.OFFICE)):
        held = HoldingDraft("U001", f"{name}的职务", role, date(2020, 1, 1))
        person = add_person(SYSTEM, PersonDraft(code, name, (held,), username=code), now=NOW)
        assert person.account is not None
        person.account.set_password("long-enough-secret")
        person.account.save()
    task = TaskDraft(2026, "办好法治讲座", "outreach.lectures", Decimal(1200), date(2026, 12, 31))
    goals = (GoalDraft("g1", "宪法学习宣传", tasks=(task,)), GoalDraft("g2", "法治文化建设"))
    draft = PlanDraft(
        "eight",
        "第八个五年法治宣传教育规划",
        date(2026, 1, 1),
        date(2030, 12, 31),
        "某委发〔2026〕1号",
        goals,
    )
    return open_plan(SYSTEM, draft, now=NOW)


def account_of(username: str) -> Actor:
    return actor_of(Account.objects.get(username=username), clock.today())


def proof_for(actor: Actor, text: str) -> Proof:
    assert actor.account_id is not None
    return prove_identity(actor.account_id, text, password="long-enough-secret", now=NOW)


def test_the_lead_issues_the_plan_once(plan: Plan) -> None:
    lead = account_of("lead")
    assert text_of(plan) == TEXT
    issued = issue_plan(lead, "eight", proof=proof_for(lead, TEXT), now=NOW)
    assert (issued.issued_text, issued.issued_at) == (TEXT, NOW)
    (signature,) = signatures_of(Subject("plan", "eight"))
    assert signature.role == Role.LEAD
    acts = [entry.act for entry in entries_of(Subject("plan", "eight"))]
    assert acts == ["plans.open_plan", "accounts.sign", "plans.issue_plan"]
    with pytest.raises(PlanAlreadyIssued):
        issue_plan(lead, "eight", proof=proof_for(lead, TEXT), now=NOW)


def test_nobody_else_issues_it(plan: Plan) -> None:
    clerk = account_of("clerk")
    with pytest.raises(NotAllowed):
        issue_plan(clerk, "eight", proof=proof_for(clerk, TEXT), now=NOW)


def test_a_task_changed_while_the_lead_reads_stops_the_signature(plan: Plan) -> None:
    lead = account_of("lead")
    proof = proof_for(lead, TEXT)
    AnnualTask.objects.update(target=Decimal(12))
    with pytest.raises(TextChanged):
        issue_plan(lead, "eight", proof=proof, now=NOW)
    plan.refresh_from_db()
    assert plan.issued_at is None


def test_it_waits_for_the_lead_until_it_is_issued(plan: Plan) -> None:
    (waiting,) = [offer for offer in offered(Awaiting) if offer.code == "plans-to-issue"]
    lead = account_of("lead")
    assert [item.subject for item in waiting.find(lead, date(2026, 6, 1))] == ["plan:eight"]
    assert waiting.find(account_of("clerk"), date(2026, 6, 1)) == []
    issue_plan(lead, "eight", proof=proof_for(lead, TEXT), now=NOW)
    assert waiting.find(lead, date(2026, 6, 1)) == []


def test_the_page_shows_the_text_and_takes_the_signature(plan: Plan, client: Client) -> None:
    client.post("/accounts/login/", {"login": "lead", "password": "long-enough-secret"})
    page = client.get("/work/plans/eight/issue/")
    assert TEXT in page.content.decode()
    digest = page.context["signature"].digest
    wrong = client.post("/work/plans/eight/issue/", {"shown": digest, "password": "wrong"})
    assert (wrong.status_code, "密码不对" in wrong.content.decode()) == (200, True)
    right = client.post("/work/plans/eight/issue/", {"shown": digest, "password": "long-enough-secret"})
    assert right.status_code == 302
    client.logout()
    assert client.get("/plans/eight/").status_code == 404
    publish_all("plan")
    public = client.get("/plans/eight/").content.decode()
    assert digest in public
    assert "李某" not in public


def test_the_page_does_not_exist_for_the_clerk(plan: Plan, client: Client) -> None:
    client.post("/accounts/login/", {"login": "clerk", "password": "long-enough-secret"})
    assert client.get("/work/plans/eight/issue/").status_code == 404
