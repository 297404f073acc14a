"""The pages of plans: plans and campaigns for everyone, the year's tasks for the office."""

from __future__ import annotations

import secrets
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.accounts.api import METHOD_WORDS, SignatureForm, signatures_of
from zhifa.deeds.api import DeedFilter, deed_list, sheet_columns, sheet_lines, totals
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import sentences
from zhifa.laws.api import cited_views
from zhifa.ledger.api import Subject
from zhifa.people.api import ROLE_WORDS
from zhifa.plans.access import may_issue_plans, may_manage_plans, may_read_oaths, units_taking_part
from zhifa.plans.selectors import (
    TaskLine,
    campaign_by_code,
    campaigns,
    honours,
    plan_by_code,
    plan_on,
    plan_shown,
    plans,
    taking_part,
    tasks_of,
    text_of,
    year_shown,
)
from zhifa.plans.services import change_campaign, issue_plan, open_campaign
from zhifa.plans.terms import CAMPAIGN, HONOUR, PLAN
from zhifa.plans.web.forms import CampaignForm, initial_of
from zhifa.publishing.api import imprint_of, imprints_of, tell_if_withdrawn


@login_not_required
def listing(request: HttpRequest) -> HttpResponse:
    """All plans."""
    return render(request, "plans/list.html", {"plans": plans(asker(request))})


@login_not_required
def plan(request: HttpRequest, code: str) -> HttpResponseBase:
    """One plan: goals, campaigns, the tasks of a year."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(PLAN, code)
    found = plan_by_code(actor, code)
    today = clock.today()
    year = min(max(_year(request, year_shown(found, today)), found.since.year), found.until.year)
    lines = tasks_of(actor, found, year, today)
    if sheet := sheet_if_asked(request.GET, _tasks_name(year), TASK_COLUMNS, lambda: map(_task_row, lines)):
        return sheet
    may_manage = may_manage_plans(actor)
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found, "imprint": imprint_of(PLAN, code), "year": year,
            "may_manage": may_manage, "may_shape": may_manage and found.issued_at is None,
            "years": range(found.since.year, found.until.year + 1),
            "lines": lines,
            "campaigns": campaigns(asker(request)).filter(plan=found),
            "may_issue": may_issue_plans(asker(request)) and found.issued_at is None,
            "signatures": [
                (one, ROLE_WORDS[one.role], METHOD_WORDS[one.method])
                for one in signatures_of(Subject("plan", found.code))
            ],
        },
    )  # fmt: skip


@login_not_required
def campaign_list(request: HttpRequest) -> HttpResponseBase:
    """Campaigns, newest first."""
    columns = (_("名称"), _("种类"), _("起"), _("止"), _("牵头单位"))
    if sheet := sheet_if_asked(
        request.GET,
        _("专题活动"),
        columns,
        lambda: (
            (row.title, row.get_kind_display(), row.since, row.until, row.lead.name if row.lead else "")
            for row in campaigns(asker(request)).select_related("lead").iterator(chunk_size=500)
        ),
    ):
        return sheet
    page = Paginator(campaigns(asker(request)), 30).get_page(request.GET.get("page"))
    return render(
        request, "plans/campaigns.html", {"page": page, "may_manage": may_manage_plans(asker(request))}
    )


@login_not_required
def campaign(request: HttpRequest, code: str) -> HttpResponseBase:
    """One campaign: what was done for it, and what it reached."""
    actor = asker(request)
    if actor.is_stranger:
        tell_if_withdrawn(CAMPAIGN, code)
    found = campaign_by_code(actor, code)
    served = deed_list(actor, DeedFilter()).filter(served__purpose="campaign", served__code=code)
    if sheet := sheet_if_asked(request.GET, found.title, sheet_columns(), lambda: sheet_lines(served)):
        return sheet
    page = Paginator(served, 30).get_page(request.GET.get("page"))
    parts, shifts = taking_part(actor, found)
    return render(
        request,
        "plans/campaign.html",
        {
            "campaign": found, "imprint": imprint_of(CAMPAIGN, code), "page": page,
            "totals": totals(served.filter(state="confirmed").order_by()),
            "laws": cited_views(actor, found.laws.all()),
            "parts": parts, "shifts": shifts,
            "shows_parts": not actor.is_stranger and bool(parts or shifts or found.until >= clock.today()),
            "may_take_part": not actor.is_stranger and units_taking_part(actor).exists(),
            "may_manage": may_manage_plans(actor),
        },
    )  # fmt: skip


@login_not_required
def honour_list(request: HttpRequest) -> HttpResponseBase:
    """The register of honours."""
    columns = (_("年度"), _("名称"), _("级别"), _("授予单位"), _("授予日期"), _("依据文件"))
    if sheet := sheet_if_asked(
        request.GET,
        _("荣誉"),
        columns,
        lambda: (
            (row.year, row.title, row.get_level_display(), row.awarded_by, row.awarded_on, row.document)
            for row in honours(asker(request))
        ),
    ):
        return sheet
    return render(
        request,
        "plans/honours.html",
        {
            "honours": honours(asker(request)),
            "may_manage": may_manage_plans(asker(request)),
            "imprints": imprints_of(HONOUR),
        },
    )


def work(request: HttpRequest) -> HttpResponseBase:
    """The tasks of a year with progress: of the year asked for, else this year's, else the last that has some."""
    today = clock.today()
    shown = plan_shown(today)
    year = _year(request, today.year if shown is None else shown[1])
    found = plan_on(today.replace(year=year, month=6, day=30)) if 1950 <= year <= 2100 else None
    lines = tasks_of(asker(request), found, year, today) if found else []
    if sheet := sheet_if_asked(request.GET, _tasks_name(year), TASK_COLUMNS, lambda: map(_task_row, lines)):
        return sheet
    return render(
        request, "plans/work.html",
        {
            "plan": found, "year": year, "lines": lines,
            "is_last": "year" not in request.GET and year != today.year, "plans": plans(asker(request)),
            "may_manage": may_manage_plans(asker(request)),
            "years": range(found.since.year, found.until.year + 1) if found else (),
            "reads_oaths": may_read_oaths(asker(request)),
        },
    )  # fmt: skip


def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Read a plan's text and sign it."""
    actor = asker(request)
    found = plan_by_code(actor, code)
    if not may_issue_plans(actor) or found.issued_at is not None:
        raise NotFound(_("没有这个页面"))
    form = SignatureForm(request, text_of(found))
    if request.method == "POST" and form.is_valid():
        issue_plan(actor, code, proof=form.proof, now=clock.now())
        messages.success(request, _("已签发，文本和签署已写进存证日志。"))
        return redirect("plans_plan", code)
    return render(
        request, "plans/issue.html", {"plan": found, "signature": form, "post": ROLE_WORDS[Role.LEAD]}
    )


def new_campaign(request: HttpRequest) -> HttpResponse:
    """Open a campaign."""
    return _campaign_form(request, None)


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a campaign."""
    return _campaign_form(request, code)


def _campaign_form(request: HttpRequest, code: str | None) -> HttpResponse:
    actor = asker(request)
    if not may_manage_plans(actor):
        raise NotFound(_("没有这个页面"))
    found = campaign_by_code(actor, code) if code else None
    form = CampaignForm(request.POST or None, initial=initial_of(found) if found else None)
    if request.method == "POST" and form.is_valid():
        in_force = plan_on(form.cleaned_data["since"])
        draft = form.draft(code or f"topic-{secrets.token_hex(4)}", in_force.code if in_force else "")
        try:
            saved = (change_campaign if found else open_campaign)(actor, draft, now=clock.now())
        except Refusal as refusal:
            for fault in refusal.faults:
                form.add_error(
                    fault.field if fault.field in form.fields else None, sentences(fault.what, fault.mend)
                )
        else:
            messages.success(request, _("已保存；符合条件的记录已计入。"))
            return redirect("plans_campaign", saved.code)
    return render(request, "plans/campaign_form.html", {"form": form, "campaign": found})


TASK_COLUMNS = (
    gettext_lazy("年度"), gettext_lazy("目标"), gettext_lazy("任务"), gettext_lazy("单位"), gettext_lazy("数字"),
    gettext_lazy("数值"), gettext_lazy("目标值"), gettext_lazy("计量单位"), gettext_lazy("完成（%）"), gettext_lazy("时限"),
)  # fmt: skip


def _tasks_name(year: int) -> str:
    return _("%(year)s 年任务") % {"year": year}


def _task_row(line: TaskLine) -> tuple[object, ...]:
    """A task as the sheet gives it; without a value where its figure is no longer offered."""
    task, value, reached = line.task, line.value, line.progress
    return (
        task.year, task.goal.title, task.title, task.unit.name if task.unit else "", value.name if value else task.figure,
        _short(reached.done) if reached else None, _short(task.target), str(value.unit.label) if value else "",
        int(reached.share * 100) if reached else None, task.due_on,
    )  # fmt: skip


def _short(amount: Decimal) -> Decimal | int:
    """12 for 12.00: a cell holds no zeros that say nothing."""
    return int(amount) if amount == int(amount) else amount


def _year(request: HttpRequest, default: int) -> int:
    given = request.GET.get("year", "")
    return int(given) if given.isdigit() else default
