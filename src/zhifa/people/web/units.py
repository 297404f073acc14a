"""The pages of units: the register, "as then" and "as now", the trees, names, mergers."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.people import access
from zhifa.people.models import Holding, UnitSuccession
from zhifa.people.selectors import (
    AGENCIES_FIRST,
    tree_on,
    unit_by_code,
    units_standing,
    units_without_liaison,
    valid_on,
    visible_units,
)
from zhifa.people.services import mark_enforcing, merge_unit, place_unit, rename_unit
from zhifa.people.terms import MOVABLE_TREES, Tree
from zhifa.people.web.forms import EnforcingForm, MergeForm, PlaceForm, RenameForm, TreeFilter, UnitFilter


def units(request: HttpRequest) -> HttpResponseBase:
    """The register of units today, or "as then" on a day that the address names."""
    form = UnitFilter(request.GET or None)
    today = clock.today()
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("on") and asked["on"] != today:
        return _units_then(request, form, asked["on"], today)
    rows = visible_units(asker(request))
    if asked.get("without") == "liaison":
        rows = rows.filter(pk__in=units_without_liaison(today))
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("q"):
        rows = rows.filter(names__name__icontains=asked["q"]).distinct()
    columns = (_("代码"), _("名称"), _("类别"), _("所在区域"), _("成立日期"), _("撤销日期"))
    if sheet := sheet_if_asked(
        request.GET,
        _("单位"),
        columns,
        lambda: (
            (
                row.code, row.name, row.get_kind_display(), row.area.name if row.area else "", row.valid_from,
                row.valid_until,
            )
            for row in rows.order_by(*AGENCIES_FIRST).iterator(chunk_size=500)
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(rows.order_by(*AGENCIES_FIRST), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "people/units.html",
        {"form": form, "page": page, "without": asked.get("without"), "today": today},
    )


def _units_then(request: HttpRequest, form: UnitFilter, day: date, today: date) -> HttpResponse:
    """The units of a day by their names of that day, each with where it is found now."""
    asked = form.cleaned_data
    rows = [
        one
        for one in units_standing(asker(request), day, today)
        if (not asked["kind"] or one.unit.kind == asked["kind"])
        and (not asked["q"] or asked["q"] in one.name_then)
    ]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "people/units_then.html", {"form": form, "page": page, "day": day, "today": today})


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: what it was called when, what it came from and became, who holds its posts, its places in the trees."""
    found = unit_by_code(code)
    held = Holding.objects.filter(valid_on(clock.today())).select_related("person")
    return render(
        request,
        "people/unit.html",
        {
            "unit": found,
            "names": found.names.all(),
            "places": found.places.exclude(parent=None)
            .select_related("parent")
            .order_by("tree", "valid_from"),
            "posts": found.posts.prefetch_related(Prefetch("holdings", held, "held_now")),
            "became": UnitSuccession.objects.filter(old=found).select_related("new").order_by("on"),
            "came_from": UnitSuccession.objects.filter(new=found).select_related("old").order_by("on"),
            "may_change": access.may_manage_bodies(asker(request)) and found.valid_until is None,
            "may_see_people": access.may_see_people(asker(request)),
            "may_manage_people": access.may_manage_people(asker(request)),
        },
    )


def unit_tree(request: HttpRequest) -> HttpResponse:
    """One of the parallel trees as it stood on a day."""
    today = clock.today()
    form = TreeFilter({"tree": Tree.SECTOR, "on": today, **request.GET.dict()})
    asked = form.cleaned_data if form.is_valid() else {}
    tree, day = Tree(asked.get("tree") or Tree.SECTOR), asked.get("on") or today
    actor = asker(request)
    context = {
        "form": form, "tree": tree, "day": day, "today": today, "lines": tree_on(actor, tree, day),
        "may_change": access.may_manage_bodies(actor) and tree in MOVABLE_TREES,
    }  # fmt: skip
    return render(request, "people/unit_tree.html", context)


def place(request: HttpRequest, code: str) -> HttpResponse:
    """Another place for a unit in its line of business or in the party's organisation, from a day on."""
    found = unit_by_code(code)
    actor = _changing(request)
    form = PlaceForm(request.POST or None, unit=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        above = data["parent"].code if data["parent"] else ""
        try:
            place_unit(
                actor, code, data["tree"], above, on=data["on"], document=data["document"], now=clock.now()
            )
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记，以前的位置仍留在沿革里。"))
            return redirect("people_unit", code)
    context = {"form": form, "unit": found, "title": _("登记上下级"), "action": _("登记上下级")}
    return render(request, "people/unit_form.html", context)


def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name for a unit, from a day on."""
    found = unit_by_code(code)
    actor = _changing(request)
    form = RenameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rename_unit(actor, code, data["name"], on=data["on"], document=data["document"], now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记更名，以前的记录仍写当时的名称。"))
            return redirect("people_unit", code)
    context = {"form": form, "unit": found, "title": _("登记更名"), "action": _("登记更名")}
    return render(request, "people/unit_form.html", context)


def merge(request: HttpRequest, code: str) -> HttpResponse:
    """A unit goes over into others."""
    found = unit_by_code(code)
    actor = _changing(request)
    form = MergeForm(request.POST or None, unit=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            merge_unit(
                actor,
                code,
                [taker.code for taker in data["into"]],
                on=data["on"],
                document=data["document"],
                now=clock.now(),
            )
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记，原单位的职务同时结束；以前的记录仍写原单位。"))
            return redirect("people_unit", code)
    context = {"form": form, "unit": found, "title": _("登记并入或改设"), "action": _("登记并入")}
    return render(request, "people/unit_form.html", context)


def enforcing(request: HttpRequest, code: str) -> HttpResponse:
    """Which of a unit's posts enforce law."""
    actor, found = asker(request), unit_by_code(code)
    if not access.may_manage_people(actor):
        raise NotFound(_("没有这个页面"))
    form = EnforcingForm(request.POST if request.method == "POST" else None, unit=found)
    if request.method == "POST" and form.is_valid():
        mark_enforcing(actor, code, form.said(), now=clock.now())
        messages.success(request, _("已登记。"))
        return redirect("people_unit", code)
    context = {
        "form": form,
        "unit": found,
        "title": _("行政执法岗位"),
        "action": _("登记"),
        "lead": _("同一个职务，谁担任都一样。"),
    }
    return render(request, "people/unit_form.html", context)


def _changing(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not access.may_manage_bodies(actor):
        raise NotFound(_("没有这个页面"))
    return actor
