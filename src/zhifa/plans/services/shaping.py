"""Shaping a plan before it is issued, and adding each year's tasks: goals and tasks added, changed, removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.deeds.api import rematch
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.api import unit_by_code
from zhifa.plans.errors import PlanAlreadyIssued, TaskTwice, WindowOutsidePlan
from zhifa.plans.models import AnnualTask, Goal, Plan
from zhifa.plans.services.planning import GoalDraft, PlanDraft, TaskDraft, must_be_measurable, must_manage
from zhifa.plans.terms import PLAN
from zhifa.publishing.api import recheck


@transaction.atomic
def change_plan(actor: Actor, code: str, draft: PlanDraft, *, now: datetime) -> Plan:
    """Change a plan's name, days and document before it is issued; goals and tasks stay.

    Refused: after issuing, and when a task would fall outside the new days.
    """
    must_manage(actor)
    plan = _open_plan(code)
    first, last = min(plan.since, draft.since), max(plan.until, draft.until)
    for task in AnnualTask.objects.filter(goal__plan=plan):
        _must_lie_inside(task.year, task.title, draft.since, draft.until)
    plan.title, plan.since, plan.until, plan.document = draft.title, draft.since, draft.until, draft.document
    plan.save()
    facts = {"title": plan.title, "since": plan.since, "until": plan.until, "document": plan.document}
    _note(actor, "plans.change_plan", Subject("plan", code), facts, now=now)
    rematch(first, last)
    return plan


@transaction.atomic
def add_goal(actor: Actor, plan_code: str, draft: GoalDraft, *, now: datetime) -> Goal:
    """A further goal of a plan that is not issued; deeds that match it are counted to it at once."""
    must_manage(actor)
    plan = _open_plan(plan_code)
    last = plan.goals.order_by("-position").values_list("position", flat=True).first()
    goal = Goal.objects.create(
        plan=plan, code=draft.code, title=draft.title, position=0 if last is None else last + 1,
        audiences=list(draft.audiences), kinds=list(draft.kinds),
    )  # fmt: skip
    _note(actor, "plans.add_goal", Subject("plan", plan.code), _goal_facts(draft), now=now)
    rematch(plan.since, plan.until)
    return goal


@transaction.atomic
def change_goal(actor: Actor, draft: GoalDraft, *, now: datetime) -> Goal:
    """Change a goal's words or rule before its plan is issued; what it matched is computed anew."""
    must_manage(actor)
    goal = _goal(draft.code)
    plan = _open_plan(goal.plan.code)
    goal.title, goal.audiences, goal.kinds = draft.title, list(draft.audiences), list(draft.kinds)
    goal.save()
    _note(actor, "plans.change_goal", Subject("plan", plan.code), _goal_facts(draft), now=now)
    rematch(plan.since, plan.until)
    return goal


@transaction.atomic
def remove_goal(actor: Actor, code: str, *, now: datetime) -> Plan:
    """Take a goal with its tasks out of a plan that is not issued."""
    must_manage(actor)
    goal = _goal(code)
    plan = _open_plan(goal.plan.code)
    tasks = [task.title for task in goal.tasks.all()]
    goal.tasks.all().delete()
    goal.delete()
    facts = {"goal": code, "title": goal.title, "tasks": tasks}
    _note(actor, "plans.remove_goal", Subject("plan", plan.code), facts, now=now)
    rematch(plan.since, plan.until)
    return plan


@transaction.atomic
def add_task(actor: Actor, goal_code: str, draft: TaskDraft, *, now: datetime) -> AnnualTask:
    """A yearly task under a goal. It may be added after issuing too, each year anew: it then stands beside the
    signed text and not in it. Refused: outside the plan's years, or without a figure that may measure it."""
    goal = _checked(actor, goal_code, draft)
    task = AnnualTask(goal=goal)
    _fill(task, draft)
    _once(task.save, draft)
    _note(actor, "plans.add_task", Subject("plan", goal.plan.code), _task_facts(goal, draft), now=now)
    return task


@transaction.atomic
def change_task(actor: Actor, pk: int, draft: TaskDraft, *, now: datetime) -> AnnualTask:
    """Change a task before its plan is issued; what was signed stays as it was."""
    task = _task(pk)
    _open_plan(task.goal.plan.code)
    goal = _checked(actor, task.goal.code, draft)
    _fill(task, draft)
    _once(task.save, draft)
    _note(actor, "plans.change_task", Subject("plan", goal.plan.code), _task_facts(goal, draft), now=now)
    return task


@transaction.atomic
def remove_task(actor: Actor, pk: int, *, now: datetime) -> Plan:
    """Take a task out of a plan that is not issued."""
    must_manage(actor)
    task = _task(pk)
    plan = _open_plan(task.goal.plan.code)
    facts = {"goal": task.goal.code, "year": task.year, "figure": task.figure, "title": task.title}
    task.delete()
    _note(actor, "plans.remove_task", Subject("plan", plan.code), facts, now=now)
    return plan


def _note(actor: Actor, act: str, subject: Subject, facts: Mapping[str, object], *, now: datetime) -> None:
    """The act's entry; a public plan whose text it changed is public no more until it has passed the gate again."""
    record(actor, act, subject, facts, now=now)
    recheck(actor, PLAN, [subject.key], now=now)


def _open_plan(code: str) -> Plan:
    """The plan for changing, locked. Refused once it is issued."""
    plan = Plan.objects.select_for_update().filter(code=code).first()
    if plan is None:
        raise NotFound(_("没有这个规划"))
    if plan.issued_at is not None:
        raise PlanAlreadyIssued(
            _("%(plan)s已经签发，不能再改") % {"plan": plan.title},
            next_step=_("签发的文本不再改动；以后年度的任务可以增列，其他调整请另立规划。"),
        )
    return plan


def _goal(code: str) -> Goal:
    goal = Goal.objects.select_related("plan").filter(code=code).first()
    if goal is None:
        raise NotFound(_("没有这个目标"))
    return goal


def _task(pk: int) -> AnnualTask:
    task = (
        AnnualTask.objects.select_for_update(of=("self",)).select_related("goal__plan").filter(pk=pk).first()
    )
    if task is None:
        raise NotFound(_("没有这项任务"))
    return task


def _checked(actor: Actor, goal_code: str, draft: TaskDraft) -> Goal:
    must_manage(actor)
    goal = _goal(goal_code)
    _must_lie_inside(draft.year, draft.title, goal.plan.since, goal.plan.until)
    must_be_measurable(draft)
    return goal


def _must_lie_inside(year: int, title: str, since: date, until: date) -> None:
    if not since.year <= year <= until.year:
        raise WindowOutsidePlan(
            _("任务“%(task)s”的年度 %(year)s 不在规划期内") % {"task": title, "year": year}, field="year"
        )


def _fill(task: AnnualTask, draft: TaskDraft) -> None:
    task.year, task.title, task.figure, task.target = draft.year, draft.title, draft.figure, draft.target
    task.due_on, task.unit = draft.due_on, unit_by_code(draft.unit) if draft.unit else None


def _once(save: Callable[[], None], draft: TaskDraft) -> None:
    """One task a goal, year and figure: two targets for one number would contradict each other."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        raise TaskTwice(
            _("这个目标在 %(year)s 年已有一项用同一个数字衡量的任务") % {"year": draft.year},
            next_step=_("请改那一项，或换一个数字。"),
            field="figure",
        ) from error


def _goal_facts(draft: GoalDraft) -> dict[str, object]:
    return {
        "goal": draft.code, "title": draft.title, "audiences": list(draft.audiences), "kinds": list(draft.kinds),
    }  # fmt: skip


def _task_facts(goal: Goal, draft: TaskDraft) -> dict[str, object]:
    return {"goal": goal.code, **vars(replace(draft, unit=draft.unit or ""))}
