"""Schemes: one version with its lines, written, settled, followed by the next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhifa.assessment.access import may_manage
from zhifa.assessment.models import Line, Scheme
from zhifa.assessment.selectors import line_by_number, scheme_by_number, scorable
from zhifa.assessment.services import (
    change_scheme,
    keep_line,
    next_version,
    open_scheme,
    remove_line,
    settle_scheme,
)
from zhifa.assessment.web.forms import LineForm, SchemeForm
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked

COLUMNS = (
    gettext_lazy("序号"), gettext_lazy("一级指标"), gettext_lazy("评估内容"), gettext_lazy("分值"), gettext_lazy("加分项"),
    gettext_lazy("必须达到"), gettext_lazy("得分依据"), gettext_lazy("数字"), gettext_lazy("方向"), gettext_lazy("目标值"),
    gettext_lazy("单位"), gettext_lazy("每差（超）多少"), gettext_lazy("扣（加）几分"),
)  # fmt: skip


def office_of(request: HttpRequest) -> Actor:
    """Who asks, if it is the district office; for others the page does not exist."""
    actor = asker(request)
    if not may_manage(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def scheme(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One version: what each line asks and how its points follow."""
    actor = asker(request)
    found = scheme_by_number(actor, pk)
    titles = scorable()
    lines = [(line, titles.get(line.figure, ("", ""))[0], _unit(line)) for line in found.lines.all()]
    if sheet := sheet_if_asked(
        request.GET, found.title, COLUMNS,
        lambda: (
            (
                number, line.group, line.title, line.weight, _("是") if line.is_bonus else "", _("是") if line.must_meet else "",
                line.get_basis_display(), title, line.get_direction_display() if line.target is not None else "", line.target, unit,
                line.step, line.per_step,
            )
            for number, (line, title, unit) in enumerate(lines, start=1)
        ),
    ):  # fmt: skip
        return sheet
    manages = may_manage(actor)
    context = {
        "scheme": found, "lines": lines, "may_write": manages and found.settled_at is None,
        "weights": sum(line.weight for line, _title, _unit in lines if not line.is_bonus),
        "may_use": manages and found.settled_at is not None, "evaluations": found.evaluations.all(),
    }  # fmt: skip
    return render(request, "assessment/scheme.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Begin a scheme."""
    actor = office_of(request)
    form = SchemeForm(request.POST or None)
    made: list[Scheme] = []

    def back() -> str:
        return made[0].get_absolute_url()

    return asked(
        request, form, lambda: made.append(open_scheme(actor, form.draft(), now=clock.now())), "assessment/form.html", back=back,
        away=reverse("assessment_work"), title=_("起草评估办法"), lead=_("先写基本分和加分上限，再逐项写指标。"),
    )  # fmt: skip


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what stands above the lines."""
    actor = office_of(request)
    found = scheme_by_number(actor, pk)
    told = {name: getattr(found, name) for name in SchemeForm.base_fields}
    form = SchemeForm(request.POST or None, initial={**told, "plan": found.plan.code}, of=found)
    return _asked(
        request,
        form,
        lambda: change_scheme(actor, pk, form.draft(), now=clock.now()),
        found,
        title=_("修改评估办法"),
    )


def line(request: HttpRequest, pk: int, line_id: int | None = None) -> HttpResponse:
    """Write a line."""
    actor = office_of(request)
    found = scheme_by_number(actor, pk)
    told = line_by_number(found, line_id) if line_id else None
    initial = {name: getattr(told, name) for name in LineForm.base_fields} if told else {}
    form = LineForm(request.POST or None, initial=initial)
    return _asked(
        request, form, lambda: keep_line(actor, pk, form.draft(), line=line_id, now=clock.now()), found, title=_("评估指标"),
        remove=reverse("assessment_remove_line", args=[pk, line_id]) if line_id else "",
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, pk: int, line_id: int) -> HttpResponse:
    """Take a line out."""
    remove_line(office_of(request), pk, line_id, now=clock.now())
    messages.success(request, _("已删除。"))
    return redirect("assessment_scheme", pk)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on it stands."""
    settle_scheme(office_of(request), pk, now=clock.now())
    messages.success(request, _("已定稿，可以用来评估。"))
    return redirect("assessment_scheme", pk)


@require_POST
def begin_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    made = next_version(office_of(request), pk, now=clock.now())
    messages.success(request, _("新版次已起草，内容照上一版，改好后定稿。"))
    return redirect(made)


def _unit(line: Line) -> str:
    return str(UNITS[line.counted_in].label) if line.counted_in else ""


def _asked(request: HttpRequest, form: forms.Form, act: Any, found: Scheme, **shown: str) -> HttpResponse:
    here = found.get_absolute_url()
    return asked(request, form, act, "assessment/form.html", back=lambda: here, away=here, **shown)
