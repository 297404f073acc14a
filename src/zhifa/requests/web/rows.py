"""The clauses, the times to answer, and the minutes that were asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.forms import show_as_one
from zhifa.requests import services
from zhifa.requests.access import may_compose
from zhifa.requests.models import Clause
from zhifa.requests.selectors import minutes_asked, times
from zhifa.requests.terms import Kind
from zhifa.requests.web.composing import reader
from zhifa.requests.web.forms import ClauseForm, TimeForm, clause_of


def clauses(request: HttpRequest) -> HttpResponse:
    """All clauses with their rules, and a form for one more."""
    return _clause(request, None)


def clause(request: HttpRequest, number: int) -> HttpResponse:
    """Change one."""
    return _clause(request, Clause.objects.filter(pk=number).first() or _nothing())


def minutes(request: HttpRequest) -> HttpResponseBase:
    """What was asked of each unit in each month."""
    actor = reader(request)
    year = (
        int(given)
        if (given := request.GET.get("year", "")).isdecimal() and 1990 < int(given) < 2200
        else clock.today().year
    )
    since, until = (
        clock.today().replace(year=year, month=1, day=1),
        clock.today().replace(year=year, month=12, day=31),
    )
    told = minutes_asked(actor, since, until)
    columns = (_("月份"), _("单位"), _("几张表"), _("几项"), _("分钟"), _("是否估计"))
    lines = (
        [
            one.month.strftime("%Y-%m"),
            one.unit,
            one.forms,
            one.fields,
            str(one.minutes),
            _("估计") if one.is_estimate else "",
        ]
        for one in told
    )
    if sheet := sheet_if_asked(request.GET, _("向基层要数的分钟"), columns, lambda: lines):
        return sheet
    total = sum((one.minutes for one in told), start=0)
    return render(
        request,
        "requests/minutes.html",
        {"rows": told, "year": year, "total": total, "may_compose": may_compose(actor)},
    )


def times_page(request: HttpRequest) -> HttpResponse:
    """How long a field takes, by kind, and a form for a dated row."""
    actor = _keeper(request)
    typed = TimeForm(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and typed.is_valid():
        try:
            services.settle_time(actor, **typed.cleaned_data, now=clock.now())
        except Refusal as refusal:
            show_as_one(typed, refusal)
        else:
            messages.success(request, _("已登记，从那一天起下发的表按它算。"))
            return redirect("requests_times")
    return render(
        request,
        "requests/times.html",
        {"form": typed, "rows": [(Kind(kind).label, rows) for kind, rows in times().items()]},
    )


def _clause(request: HttpRequest, found: Clause | None) -> HttpResponse:
    actor = _keeper(request)
    typed = ClauseForm(
        request.POST or None,
        initial=clause_of(found) if found else {"since": clock.today(), "to_confirm": True},
    )
    if request.method == "POST" and typed.is_valid():
        try:
            services.settle_clause(actor, found.pk if found else None, **typed.cleaned_data, now=clock.now())
        except Refusal as refusal:
            show_as_one(typed, refusal)
        else:
            messages.success(request, _("已登记。"))
            return redirect("requests_clauses")
    return render(
        request, "requests/clauses.html", {"form": typed, "rows": Clause.objects.all(), "changed": found}
    )


def _keeper(request: HttpRequest) -> Actor:
    actor = reader(request)
    if not may_compose(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def _nothing() -> Clause:
    raise NotFound(_("没有这一条"))
