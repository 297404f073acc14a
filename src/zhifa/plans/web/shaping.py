"""The pages on which the office opens a plan, shapes its goals and yearly tasks, and registers honours."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked
from zhifa.plans.access import may_manage_plans
from zhifa.plans.models import Plan
from zhifa.plans.selectors import goal_by_code, honour_by_key, plan_by_code, task_by_key
from zhifa.plans.services import (
    add_goal,
    add_task,
    change_goal,
    change_honour,
    change_plan,
    change_task,
    load_honours,
    open_plan,
    remove_goal,
    remove_task,
)
from zhifa.plans.web.shaping_forms import GoalForm, HonourForm, PlanForm, TaskForm, values_of


def new_plan(request: HttpRequest) -> HttpResponse:
    """Open a five-year plan; goals and tasks follow on its page."""
    actor = _office(request)
    form = PlanForm(request.POST or None)
    code = f"plan-{secrets.token_hex(3)}"
    return _asked(
        request, form, lambda: open_plan(actor, form.draft(code), now=clock.now()), _("建立五年规划"),
        back=lambda: reverse("plans_plan", args=[code]), away=reverse("plans_work"),
    )  # fmt: skip


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a plan's name, days and document."""
    actor, plan = _office(request), plan_by_code(_office(request), code)
    form = PlanForm(request.POST or None, initial=values_of(plan))
    return _asked(
        request, form, lambda: change_plan(actor, code, form.draft(code), now=clock.now()), _("修改规划"),
        back=lambda: _of(plan),
    )  # fmt: skip


def new_goal(request: HttpRequest, code: str) -> HttpResponse:
    """A further goal of a plan."""
    actor, plan = _office(request), plan_by_code(_office(request), code)
    form = GoalForm(request.POST or None)
    draft = f"goal-{secrets.token_hex(4)}"
    return _asked(
        request, form, lambda: add_goal(actor, code, form.draft(draft), now=clock.now()), _("增加目标"),
        back=lambda: _of(plan), lead=_("符合对象和种类的记录自动算作服务于这个目标，单位不用再报一遍。"),
    )  # fmt: skip


def change_one_goal(request: HttpRequest, goal: str) -> HttpResponse:
    """Change a goal."""
    actor, found = _office(request), goal_by_code(goal)
    form = GoalForm(request.POST or None, initial=values_of(found))
    return _asked(
        request, form, lambda: change_goal(actor, form.draft(goal), now=clock.now()), _("修改目标"),
        back=lambda: _of(found.plan), remove=reverse("plans_remove_goal", args=[goal]),
        remove_words=_("删除这个目标和它的任务"),
    )  # fmt: skip


@require_POST
def remove_one_goal(request: HttpRequest, goal: str) -> HttpResponse:
    """Take a goal out."""
    plan = remove_goal(_office(request), goal, now=clock.now())
    messages.success(request, _("已删除。"))
    return redirect("plans_plan", plan.code)


def new_task(request: HttpRequest, goal: str) -> HttpResponse:
    """A yearly task under a goal."""
    actor, found = _office(request), goal_by_code(goal)
    year = request.GET.get("year", "")
    first = min(max(clock.today().year, found.plan.since.year), found.plan.until.year)
    form = TaskForm(
        request.POST or None, plan=found.plan, initial={"year": int(year) if year.isdigit() else first}
    )
    return _asked(
        request, form, lambda: add_task(actor, goal, form.draft(), now=clock.now()), _("增加年度任务"),
        back=lambda: f"{_of(found.plan)}?year={form.cleaned_data['year']}", lead=found.title, away=_of(found.plan),
    )  # fmt: skip


def change_one_task(request: HttpRequest, task: int) -> HttpResponse:
    """Change a yearly task."""
    actor, found = _office(request), task_by_key(task)
    form = TaskForm(request.POST or None, plan=found.goal.plan, initial=values_of(found))
    return _asked(
        request, form, lambda: change_task(actor, task, form.draft(), now=clock.now()), _("修改年度任务"),
        back=lambda: f"{_of(found.goal.plan)}?year={form.cleaned_data['year']}", lead=found.goal.title,
        remove=reverse("plans_remove_task", args=[task]), remove_words=_("删除这项任务"), away=_of(found.goal.plan),
    )  # fmt: skip


@require_POST
def remove_one_task(request: HttpRequest, task: int) -> HttpResponse:
    """Take a yearly task out."""
    plan = remove_task(_office(request), task, now=clock.now())
    messages.success(request, _("已删除。"))
    return redirect("plans_plan", plan.code)


def new_honour(request: HttpRequest) -> HttpResponse:
    """Register an honour."""
    actor = _office(request)
    form = HonourForm(request.POST or None)
    return _asked(
        request, form, lambda: load_honours(actor, [form.draft()], now=clock.now()), _("登记荣誉"),
        back=lambda: reverse("plans_honours"),
    )  # fmt: skip


def change_one_honour(request: HttpRequest, honour: int) -> HttpResponse:
    """Put an honour right."""
    actor, found = _office(request), honour_by_key(honour)
    form = HonourForm(request.POST or None, initial=values_of(found))
    return _asked(
        request, form, lambda: change_honour(actor, honour, form.draft(), now=clock.now()), _("更正荣誉"),
        back=lambda: reverse("plans_honours"),
    )  # fmt: skip


def _asked(
    request: HttpRequest,
    form: Form,
    act: Callable[[], object],
    title: str,
    *,
    back: Callable[[], str],
    away: str = "",
    **shown: Any,
) -> HttpResponse:
    """One form, one act: done, it leads on; refused, the reason stands beside the field."""
    return asked(request, form, act, "plans/shape.html", back=back, title=title, away=away or back(), **shown)


def _of(plan: Plan) -> str:
    return reverse("plans_plan", args=[plan.code])


def _office(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_manage_plans(actor):
        raise NotFound(_("没有这个页面"))
    return actor
