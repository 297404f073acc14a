"""Who has not been to any training of the cycle."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import day_field
from zhifa.learning.access import may_keep_results, may_see_coverage
from zhifa.learning.selectors.coverage import coverage_of, cycle_on
from zhifa.learning.services import set_cycle
from zhifa.learning.web.asking import asked as one_act


class CycleForm(forms.Form):
    """The cycle, and the day on which somebody is in post."""

    since = day_field(label=gettext_lazy("轮训周期从"))
    until = day_field(label=gettext_lazy("到"))
    on = day_field(label=gettext_lazy("在岗人员按哪一天"))


class CycleDraftForm(forms.Form):
    """A cycle to set."""

    since = day_field(label=gettext_lazy("轮训周期从"))
    until = day_field(label=gettext_lazy("到"))
    document = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("文件名称和文号")
    )


def cycle(request: HttpRequest) -> HttpResponse:
    """Set a cycle."""
    actor = asker(request)
    if not may_keep_results(actor):
        raise NotFound(_("没有这个页面"))
    form = CycleDraftForm(request.POST or None)
    here = "/work/training/coverage/"
    return one_act(
        request, form, lambda: set_cycle(actor, **form.cleaned_data, now=clock.now()), title=_("定轮训周期"), back=lambda: here,
        away=here, lead=_("一个周期里，在岗的人每人至少参加一次培训。"),
    )  # fmt: skip


def coverage(request: HttpRequest) -> HttpResponseBase:
    """By unit, the actor's own first: how many are in post, how many have been, who has not."""
    actor, today = asker(request), clock.today()
    if not may_see_coverage(actor):
        raise NotFound(_("没有这个页面"))
    since, until = cycle_on(today)
    begin = {"since": since, "until": until, "on": min(today, until)}
    form = CycleForm(request.GET if "since" in request.GET else None, initial=begin)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else begin
    rows = sorted(
        coverage_of(actor, asked["since"], asked["until"], asked["on"]), key=lambda row: not row.names_seen
    )
    columns = (_("单位"), _("姓名"), _("职务"))
    if exported := sheet_if_asked(
        request.GET, _("周期内还没有参加培训的人"), columns,
        lambda: ((row.unit_name, one.name, one.post_title) for row in rows for one in row.missing),
    ):  # fmt: skip
        return exported
    staff, been = sum(row.staff for row in rows), sum(row.been for row in rows)
    shown = {
        "form": form,
        "rows": rows,
        "staff": staff,
        "been": been,
        "left": staff - been,
        "may_keep": may_keep_results(actor),
    }
    return render(request, "learning/coverage.html", shown)
