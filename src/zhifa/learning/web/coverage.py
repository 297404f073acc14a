"""Who has not been to any training of the cycle."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import day_field
from zhifa.learning.access import may_organise_any
from zhifa.learning.selectors.coverage import coverage_of


class CycleForm(forms.Form):
    """The cycle, and the day on which somebody is in post."""

    since = day_field(label=gettext_lazy("轮训周期从"))
    until = day_field(label=gettext_lazy("到"))
    on = day_field(label=gettext_lazy("在岗人员按哪一天"))


def coverage(request: HttpRequest) -> HttpResponseBase:
    """By unit, the actor's own first: how many are in post, how many have been, who has not."""
    actor, today = asker(request), clock.today()
    if not (may_organise_any(actor) or actor.sees_district):
        raise NotFound(_("没有这个页面"))
    begin = {"since": date(today.year - 2, 1, 1), "until": today, "on": today}
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
    shown = {"form": form, "rows": rows, "staff": staff, "been": been, "left": staff - been, "asked": asked}
    return render(request, "learning/coverage.html", shown)
