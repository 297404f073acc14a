"""A plan from nothing to its yearly tasks, by the office and nobody else; what issuing fixes and what it leaves open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.accounts.api import prove_identity
from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, entries_of
from zhifa.plans.api import GoalDraft, Plan, PlanDraft, TaskDraft, add_goal, add_task, issue_plan, open_plan
from zhifa.plans.errors import PlanAlreadyIssued, TaskNotMeasurable, TaskTwice, WindowOutsidePlan
from zhifa.plans.models import AnnualTask, Goal, Honour
from zhifa.plans.selectors import measures, plan_shown, tasks_of, text_of, year_shown
from zhifa.plans.services import change_goal, change_plan, change_task, remove_goal, remove_task
from zhifa.plans.tests.conftest import PASSWORD, SYSTEM, account_of

NOW = clock.now()
NINTH = PlanDraft("nine", "第九个五年规划", date(2026, 1, 1), date(2030, 12, 31), "某委发〔2026〕1号")
SignedIn = Callable[[str], Client]


def task(year: int = 2026, figure: str = "outreach.lectures", target: str = "12") -> TaskDraft:
    return TaskDraft(year, "办好法治讲座", figure, Decimal(target), date(year, 12, 31))


@pytest.fixture
def plan(district: None) -> Plan:
    opened = open_plan(SYSTEM, NINTH, now=NOW)
    add_goal(SYSTEM, "nine", GoalDraft("g1", "领导干部带头学法", ("leaders",)), now=NOW)
    return opened


def issue() -> None:
    lead, found = account_of("lead"), Plan.objects.get(code="nine")
    assert lead.account_id is not None
    proof = prove_identity(lead.account_id, text_of(found), password=PASSWORD, now=NOW)
    issue_plan(lead, "nine", proof=proof, now=NOW)


def test_goals_and_tasks_are_added_changed_and_removed(plan: Plan) -> None:
    clerk = account_of("clerk")
    added = add_task(clerk, "g1", task(), now=NOW)
    change_task(clerk, added.pk, task(target="20"), now=NOW)
    change_goal(clerk, GoalDraft("g1", "领导干部学法用法", ("leaders",), ("lecture",)), now=NOW)
    goal = Goal.objects.get()
    assert (goal.title, goal.kinds, goal.tasks.get().target) == ("领导干部学法用法", ["lecture"], Decimal(20))
    remove_task(clerk, added.pk, now=NOW)
    add_task(clerk, "g1", task(), now=NOW)
    remove_goal(clerk, "g1", now=NOW)
    assert not Goal.objects.exists()
    assert [entry.act for entry in entries_of(Subject("plan", "nine"))][2:] == [
        "plans.add_task", "plans.change_task", "plans.change_goal", "plans.remove_task", "plans.add_task",
        "plans.remove_goal",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (task(2031), WindowOutsidePlan),
        (task(figure="outreach.none"), TaskNotMeasurable),
        (
            task(figure="deeds.views"),
            TaskNotMeasurable,
        ),  # views never reach a score, so no task stands on them
        (task(), TaskTwice),
    ],
)
def test_a_task_that_cannot_stand(plan: Plan, draft: TaskDraft, refusal: type[BadInput]) -> None:
    add_task(SYSTEM, "g1", task(), now=NOW)
    with pytest.raises(refusal):
        add_task(SYSTEM, "g1", draft, now=NOW)
    assert AnnualTask.objects.count() == 1


def test_nothing_may_measure_a_task_that_may_not_be_scored() -> None:
    codes = {code for code, _title in measures()}
    assert {"outreach.lectures", "outreach.copies", "deeds.attendances"} <= codes
    assert "deeds.views" not in codes


def test_what_was_signed_stays_and_a_later_year_is_added_beside_it(plan: Plan) -> None:
    signed = add_task(SYSTEM, "g1", task(), now=NOW)
    issue()
    clerk = account_of("clerk")
    for act in (
        lambda: change_plan(clerk, "nine", NINTH, now=NOW),
        lambda: add_goal(clerk, "nine", GoalDraft("g2", "又一个"), now=NOW),
        lambda: change_goal(clerk, GoalDraft("g1", "改名"), now=NOW),
        lambda: remove_goal(clerk, "g1", now=NOW),
        lambda: change_task(clerk, signed.pk, task(target="1"), now=NOW),
        lambda: remove_task(clerk, signed.pk, now=NOW),
    ):
        with pytest.raises(PlanAlreadyIssued):
            act()
    add_task(clerk, "g1", task(2027), now=NOW)
    found = Plan.objects.get(code="nine")
    assert [line.is_added for line in tasks_of(clerk, found, 2026, date(2026, 6, 1))] == [False]
    assert [line.is_added for line in tasks_of(clerk, found, 2027, date(2027, 6, 1))] == [True]


def test_the_days_of_a_plan_keep_its_tasks_inside(plan: Plan) -> None:
    add_task(SYSTEM, "g1", task(), now=NOW)
    later = PlanDraft("nine", "规划", date(2027, 1, 1), date(2031, 12, 31), "文件")
    with pytest.raises(WindowOutsidePlan):
        change_plan(SYSTEM, "nine", later, now=NOW)


def test_nobody_else_shapes_a_plan(plan: Plan, signed_in: SignedIn) -> None:
    for who in ("lead", "liaison"):
        with pytest.raises(NotAllowed):
            add_task(account_of(who), "g1", task(), now=NOW)
    addresses = (
        "plans/new/",
        "plans/nine/change/",
        "plans/nine/goals/new/",
        "plans/goal/g1/tasks/new/",
        "plans/honours/new/",
    )
    for address in addresses:
        assert signed_in("liaison").get(f"/work/{address}").status_code == 404
        assert Client().get(f"/work/{address}").status_code == 302
    assert "增加目标" not in signed_in("liaison").get("/plans/nine/").content.decode()


def test_the_office_opens_a_plan_on_its_pages(signed_in: SignedIn) -> None:
    clerk = signed_in("clerk")
    assert "建立五年规划" in clerk.get("/work/plans/").content.decode()
    wrong = clerk.post(
        "/work/plans/new/", {"title": "九五", "since": "2026-01-01", "until": "2025-01-01", "document": "文"}
    )
    assert "结束日期早于开始日期" in wrong.content.decode()
    opened = clerk.post(
        "/work/plans/new/",
        {"title": "九五", "since": "2026-01-01", "until": "2030-12-31", "document": "文件"},
    )
    code = Plan.objects.get().code
    assert opened["Location"] == f"/plans/{code}/"
    clerk.post(f"/work/plans/{code}/goals/new/", {"title": "青少年普法", "audiences": ["youth"]})
    goal = Goal.objects.get()
    assert goal.audiences == ["youth"]
    form = {"year": "2026", "title": "进校园", "figure": "outreach.lectures", "target": "30", "due_on": ""}
    clerk.post(f"/work/plans/goal/{goal.code}/tasks/new/", form)
    one = AnnualTask.objects.get()
    assert (one.target, one.due_on) == (Decimal(30), date(2026, 12, 31))
    page = clerk.get(f"/plans/{code}/?year=2026").content.decode()
    assert all(words in page for words in ("青少年普法", "进校园", "/ 30", "修改任务：进校园"))
    again = clerk.post(f"/work/plans/goal/{goal.code}/tasks/new/", form)
    assert "已有一项用同一个数字衡量的任务" in again.content.decode()
    clerk.post(f"/work/plans/task/{one.pk}/remove/")
    clerk.post(f"/work/plans/goal/{goal.code}/remove/")
    assert not Goal.objects.exists()


def test_an_honour_is_registered_and_put_right(signed_in: SignedIn) -> None:
    clerk = signed_in("clerk")
    form = {
        "series": "立功单位", "title": "绩效立功单位", "level": "city", "year": "2025", "awarded_on": "2026-02-01",
        "awarded_by": "市委", "document": "某发〔2026〕3号",
    }  # fmt: skip
    assert clerk.post("/work/plans/honours/new/", form)["Location"] == "/honours/"
    assert "2025 年已登记" in clerk.post("/work/plans/honours/new/", form).content.decode()
    assert (
        "还没有到"
        in clerk.post(
            "/work/plans/honours/new/", {**form, "year": "2024", "awarded_on": "2098-01-01"}
        ).content.decode()
    )
    honour = Honour.objects.get()
    clerk.post(f"/work/plans/honours/{honour.pk}/change/", {**form, "year": "2024"})
    honour.refresh_from_db()
    assert honour.year == 2024
    (entry,) = entries_of(Subject("honour", str(honour.pk)))
    assert (entry.facts["before"]["year"], entry.facts["after"]["year"]) == ("2025", "2024")


def test_the_page_of_a_plan_asks_as_much_for_three_tasks_as_for_one(plan: Plan, signed_in: SignedIn) -> None:
    clerk = signed_in("clerk")

    def asked() -> int:
        clerk.get("/plans/nine/?year=2026")
        with CaptureQueriesContext(connection) as seen:
            clerk.get("/plans/nine/?year=2026")
        return len(seen)

    add_task(SYSTEM, "g1", task(), now=NOW)
    one = asked()
    for figure in ("outreach.group_studies", "outreach.consultations"):
        add_task(SYSTEM, "g1", task(figure=figure), now=NOW)
    assert asked() == one


def test_a_task_whose_figure_is_gone_says_so_and_the_page_stands(plan: Plan, signed_in: SignedIn) -> None:
    add_task(account_of("clerk"), "g1", task(), now=NOW)
    AnnualTask.objects.create(
        goal=Goal.objects.get(), year=2026, title="旧任务", figure="outreach.gone", target=Decimal(3), due_on=date(2026, 12, 31)
    )  # fmt: skip
    for address in ("/plans/nine/?year=2026", "/work/plans/?year=2026", "/work/"):
        page = signed_in("clerk").get(address).content.decode()
        assert "outreach.gone" in page, address
        assert "已经停用" in page, address
        assert "/figures/outreach.lectures/?since=2026-01-01&amp;until=2026-" in page, address
    rows = b"".join(signed_in("clerk").get("/plans/nine/?year=2026&format=csv").streaming_content)  # type: ignore[attr-defined]
    lines = rows.decode().splitlines()
    assert "办好法治讲座,,法治讲座,0,12,场,0,2026-12-31" in lines[1]
    assert "旧任务,,outreach.gone,,3,,,2026-12-31" in lines[2]


def test_the_home_shows_the_last_year_that_has_tasks(district: None, signed_in: SignedIn) -> None:
    assert plan_shown(date(2026, 6, 1)) is None
    open_plan(
        SYSTEM,
        PlanDraft("seven", "第七个五年规划", date(2016, 1, 1), date(2020, 12, 31), "某发〔2016〕1号"),
        now=NOW,
    )
    add_goal(SYSTEM, "seven", GoalDraft("s1", "领导干部带头学法", ("leaders",)), now=NOW)
    for year in (2017, 2018):
        add_task(SYSTEM, "s1", task(year), now=NOW)
    found = plan_shown(date(2026, 6, 1))
    assert found is not None
    assert (found[0].code, found[1]) == ("seven", 2018)
    assert plan_shown(date(2017, 6, 1)) == (found[0], 2017)
    assert year_shown(found[0], date(2026, 6, 1)) == 2018
    home = signed_in("clerk").get("/work/").content.decode()
    assert "第七个五年规划，2018 年" in home
    assert "最近有任务的一年" in home
    assert "第七个五年规划" not in signed_in("liaison").get("/work/").content.decode()
