"""The pages of areas: the register with its populations, one area, ending it, correcting a population."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.people import access
from zhifa.people.models import Area
from zhifa.people.selectors import AGENCIES_FIRST, valid_on, visible_areas
from zhifa.people.services import correct_population, end_area
from zhifa.people.terms import AreaKind
from zhifa.people.web.forms import AreaFilter, EndAreaForm, PopulationForm


def areas(request: HttpRequest) -> HttpResponseBase:
    """Areas from the district down to the community, each with its populations by basis, date and source; in the sheet a
    row a population."""
    form = AreaFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    today = clock.today()
    rows = visible_areas(asker(request)).order_by("path")
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("q"):
        rows = rows.filter(Q(name__icontains=asked["q"]) | Q(code__startswith=asked["q"]))
    if not asked.get("all"):
        rows = rows.filter(valid_on(today))
    columns = (
        _("代码"),
        _("名称"),
        _("层级"),
        _("上级"),
        _("口径"),
        _("统计时点"),
        _("人数"),
        _("公布日期"),
        _("来源"),
    )
    if sheet := sheet_if_asked(request.GET, _("区域与人口"), columns, lambda: _area_rows(rows)):
        return sheet
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "people/areas.html", {"form": form, "page": page, "today": today})


def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: its days, its parts and units, its populations; for those who keep the register, ending it."""
    found, actor, today = _visible(request, code), asker(request), clock.today()
    may_manage = access.may_manage_bodies(actor)
    may_end = may_manage and found.valid_until is None and found.kind != AreaKind.DISTRICT
    form = EndAreaForm(request.POST or None, initial={"last_day": today}) if may_end else None
    if request.method == "POST":
        if form is None:
            raise NotFound(_("没有这个页面"))
        if form.is_valid():
            data = form.cleaned_data
            try:
                end_area(actor, code, last_day=data["last_day"], document=data["document"], now=clock.now())
            except Refusal as refusal:
                show_as_one(form, refusal)
            else:
                messages.success(request, _("已登记停用，以前的记录仍写这个区域。"))
                return redirect("people_area", code)
    context = {
        "area": found, "form": form, "today": today, "may_manage": may_manage,
        "parts": found.parts.filter(valid_on(today)).order_by("path"),
        "units": found.units.filter(valid_on(today)).order_by(*AGENCIES_FIRST),
    }  # fmt: skip
    return render(request, "people/area.html", context)


def population(request: HttpRequest, code: str, population_id: int) -> HttpResponse:
    """Correct a number that was entered otherwise than its source says."""
    found, actor = _visible(request, code), asker(request)
    row = found.populations.filter(pk=population_id).first()
    if row is None or not access.may_manage_bodies(actor):
        raise NotFound(_("没有这个页面"))
    form = PopulationForm(request.POST or None, initial={"value": row.value})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            correct_population(actor, population_id, data["value"], reason=data["reason"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已更正，原来的数和理由留在存证日志里。"))
            return redirect("people_area", code)
    return render(request, "people/population.html", {"form": form, "area": found, "row": row})


def _visible(request: HttpRequest, code: str) -> Area:
    found = visible_areas(asker(request)).filter(code=code).first()
    if found is None:
        raise NotFound(_("没有代码为 %(code)s 的区域") % {"code": code})
    return found


def _area_rows(rows: QuerySet[Area]) -> Iterator[tuple[Any, ...]]:
    for area in rows.iterator(chunk_size=500):
        told = (area.code, area.name, area.get_kind_display(), area.parent.name if area.parent else "")
        populations = area.populations.all()
        for one in populations:
            yield (*told, one.get_basis_display(), one.as_of, one.value, one.published_on, one.source)
        if not populations:
            yield (*told, "", "", "", "", area.source)
