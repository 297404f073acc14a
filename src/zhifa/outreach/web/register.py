"""The pages on which the office keeps programmes with their rotas and the register of places."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.deeds.api import show_refusal
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.outreach.access import may_manage
from zhifa.outreach.models import Place, Programme
from zhifa.outreach.selectors import place_by_key, programme_by_code, rotas
from zhifa.outreach.services import change_place, change_programme, load_places, open_programme
from zhifa.outreach.web.register_forms import (
    PlaceForm,
    ProgrammeForm,
    TurnFormSet,
    place_values,
    programme_draft,
    programme_values,
    turn_lines,
)

ROTA_COLUMNS = (
    gettext_lazy("栏目"), gettext_lazy("种类"), gettext_lazy("起"), gettext_lazy("止"), gettext_lazy("合作单位"),
    gettext_lazy("期次"), gettext_lazy("单位"), gettext_lazy("计划日期"), gettext_lazy("状态"),
)  # fmt: skip
TURN_WORDS = {"held": gettext_lazy("已记录"), "missed": gettext_lazy("到期未记录")}


def programme_list(request: HttpRequest) -> HttpResponseBase:
    """Programmes with whose turn it is, what was held and what was missed."""
    actor = asker(request)
    if sheet := sheet_if_asked(request.GET, _("栏目与轮值"), ROTA_COLUMNS, lambda: _rota_rows(actor)):
        return sheet
    shown = {"rotas": rotas(actor, clock.today()), "may_manage": may_manage(actor)}
    return render(request, "outreach/programmes.html", shown)


def _rota_rows(actor: Actor) -> Iterator[tuple[object, ...]]:
    """A line a turn; a programme without a rota has one line."""
    for rota in rotas(actor, clock.today()):
        one = rota.programme
        head = (one.title, one.get_kind_display(), one.since, one.until, one.partners)
        for line in rota.lines:
            words = TURN_WORDS.get(line.state, _("未到"))
            yield (*head, line.turn.number, line.turn.unit.name, line.turn.planned_on, words)
        if not rota.lines:
            yield (*head, None, "", None, "")


def new_programme(request: HttpRequest) -> HttpResponse:
    """Open a programme with its rota."""
    return _programme_form(request, None)


def change_one_programme(request: HttpRequest, code: str) -> HttpResponse:
    """Change a programme or its rota."""
    return _programme_form(request, code)


def _programme_form(request: HttpRequest, code: str | None) -> HttpResponse:
    actor = _office(request)
    found: Programme | None = programme_by_code(actor, code) if code else None
    posted = request.POST if request.method == "POST" else None
    form = ProgrammeForm(posted, initial=programme_values(found) if found else None)
    lines = turn_lines(found) if found else []
    turns = TurnFormSet(posted, initial=[*lines, {}] if lines else [{"number": 1}], prefix="turns")
    if posted is not None and form.is_valid() and turns.is_valid():
        draft = programme_draft(code or f"programme-{secrets.token_hex(4)}", form, turns)
        try:
            (change_programme if found else open_programme)(actor, draft, now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已保存；轮到的单位会在待办里看到。"))
            return redirect("outreach_programmes")
    return render(request, "outreach/programme_form.html", {"form": form, "turns": turns, "found": found})


def new_place(request: HttpRequest) -> HttpResponse:
    """Put a place into the register."""
    return _place_form(request, None)


def change_one_place(request: HttpRequest, place: int) -> HttpResponse:
    """Put a place right, or close it."""
    return _place_form(request, place)


def _place_form(request: HttpRequest, pk: int | None) -> HttpResponse:
    actor = _office(request)
    found: Place | None = place_by_key(pk) if pk else None
    form = PlaceForm(request.POST or None, initial=place_values(found) if found else None)
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        try:
            if found is not None:
                change_place(actor, found.pk, draft, now=clock.now())
            elif not load_places(actor, [draft], now=clock.now()):
                form.add_error("name", _("这个区域已有同名的场所。请改那一个，或换一个名称。"))
        except Refusal as refusal:
            show_refusal(form, refusal)
        if not form.errors:
            messages.success(request, _("已保存。"))
            return redirect("outreach_places")
    return render(request, "outreach/place_form.html", {"form": form, "found": found})


def _office(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_manage(actor):
        raise NotFound(_("没有这个页面"))
    return actor
