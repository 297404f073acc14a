"""The pages of those who handle complaints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhifa.complaints import services
from zhifa.complaints.access import may_keep_time, may_see_desk, moves_of
from zhifa.complaints.models import Complaint
from zhifa.complaints.rules.keeping import SHIPPED_KEEPING
from zhifa.complaints.rules.moves import SHIPPED
from zhifa.complaints.selectors import (
    answer_time_on,
    answer_times,
    complaint_by_number,
    complaints_seen,
    keeping_on,
    keeping_rows,
    kept_long_enough,
)
from zhifa.complaints.terms import SUBJECT, Move
from zhifa.complaints.web.forms import AnswerForm, CloseForm, GiveBackForm, HandForm, KeepingForm, TimeForm
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.ledger.api import Subject
from zhifa.lookups.api import What, note_lookup
from zhifa.publishing.api import thing_at


def desk(request: HttpRequest) -> HttpResponse:
    """What is open, those due first; or what is settled."""
    actor = _reader(request)
    settled = request.GET.get("state") == "settled"
    page = Paginator(complaints_seen(actor, settled=settled), 30).get_page(request.GET.get("page"))
    context = {"page": page, "settled": settled, "today": clock.today(), "may_keep": may_keep_time(actor)}
    return render(request, "complaints/desk.html", context)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """One of them whole, but for the contact, which is looked at by an act of its own; and what may be done."""
    actor = _reader(request)
    found = complaint_by_number(actor, number)
    return _page(request, actor, found, None)


@require_POST
def move(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Answer, close, hand on, give back."""
    actor = _reader(request)
    found = complaint_by_number(actor, number)
    if move not in moves_of(actor, found):
        raise NotFound(_("这一步现在不能办"), why=_("可能刚有人办过。"))
    form = _form(Move(move), actor, found, request.POST)
    if form.is_valid():
        try:
            _ACTS[Move(move)](actor, number, form.cleaned_data)
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已办，写进了存证日志。"))
            still = move != Move.GIVE_BACK
            return redirect("complaints_one", number) if still else redirect("complaints_desk")
    return _page(request, actor, found, (Move(move), form))


@require_POST
def contact(request: HttpRequest, number: int) -> HttpResponse:
    """The contact in full, once; the look is noted before it is shown."""
    actor = _reader(request)
    found = complaint_by_number(actor, number)
    if found.contact is None:
        raise NotFound(_("没有留联系方式"))
    note_lookup(actor, Subject(SUBJECT, str(found.pk)), What.CONTACT, now=clock.now())
    return render(request, "complaints/contact.html", {"complaint": found})


def times(request: HttpRequest) -> HttpResponse:
    """The time to answer: what holds, the rows, and a form for one more."""
    actor = _reader(request)
    if not may_keep_time(actor):
        raise NotFound(_("没有这个页面"))
    form = _time_form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_answer_time(actor, **form.cleaned_data, now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记，从那一天起收到的按它算。"))
            return redirect("complaints_times")
    return _times_page(request, form, _keeping_form())


def _times_page(request: HttpRequest, form: TimeForm, keeping: KeepingForm) -> HttpResponse:
    today = clock.today()
    holds, kept = answer_time_on(today), keeping_on(today)
    context = {
        "holds": holds, "is_shipped": holds is SHIPPED, "rows": answer_times(), "form": form, "kept": kept,
        "kept_is_shipped": kept is SHIPPED_KEEPING, "keeping_rows": keeping_rows(), "keeping_form": keeping,
        "over": kept_long_enough(today).count(),
    }  # fmt: skip
    return render(request, "complaints/times.html", context)


@require_POST
def settle_keeping(request: HttpRequest) -> HttpResponse:
    """One more row of the keeping time."""
    actor = _reader(request)
    if not may_keep_time(actor):
        raise NotFound(_("没有这个页面"))
    form = _keeping_form(request.POST)
    if form.is_valid():
        try:
            services.settle_keeping(actor, **form.cleaned_data, now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("保存期限已登记。"))
            return redirect("complaints_times")
    return _times_page(request, _time_form(), form)


@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase what has been kept long enough, once somebody said that it is no longer needed: it does not come back."""
    actor = _reader(request)
    if may_keep_time(actor) and request.POST.get("sure") != "on":
        messages.error(request, _("没有删除：请先勾选“我已核对”。"))
        return redirect(f"{reverse('complaints_times')}#keeping")
    count = services.erase_kept_long_enough(actor, now=clock.now())
    said = ngettext("删除了 %(n)d 件的内容和联系方式。", "删除了 %(n)d 件的内容和联系方式。", count) % {
        "n": count
    }
    messages.success(request, said)
    return redirect("complaints_times")


def _time_form(data: Any = None) -> TimeForm:
    holds = answer_time_on(clock.today())
    source = "" if holds is SHIPPED else holds.source
    return TimeForm(data, initial={"working_days": holds.working_days, "source": source})


def _keeping_form(data: Any = None) -> KeepingForm:
    kept = keeping_on(clock.today())
    source = "" if kept is SHIPPED_KEEPING else kept.source
    return KeepingForm(data, initial={"months": kept.months, "source": source}, prefix="keeping")


def _page(
    request: HttpRequest, actor: Actor, found: Complaint, tried: tuple[Move, forms.Form] | None
) -> HttpResponse:
    """The page of one, with a form for each move; the one that was tried keeps what was typed."""
    sections = []
    for possible in moves_of(actor, found):
        was_tried = tried is not None and tried[0] == possible
        form = tried[1] if tried is not None and was_tried else _form(possible, actor, found)
        sections.append({"move": possible, "title": possible.label, "form": form, "tried": was_tried})
    context = {
        "complaint": found, "thing": thing_at(found.about), "sections": sections,
        "late": found.settled_at is None and found.due_on < clock.today(),
    }  # fmt: skip
    return render(request, "complaints/one.html", context)


def _form(move: Move, actor: Actor, found: Complaint, data: Any = None) -> forms.Form:
    prefix = move.value  # four forms stand on one page
    if move == Move.HAND:
        thing = thing_at(found.about)
        return HandForm(data, actor=actor, responsible=thing.unit if thing else "", prefix=prefix)
    return {Move.ANSWER: AnswerForm, Move.CLOSE: CloseForm, Move.GIVE_BACK: GiveBackForm}[move](
        data, prefix=prefix
    )


def _reader(request: HttpRequest) -> Actor:
    """Who asks; for others the pages do not exist."""
    actor = asker(request)
    if not may_see_desk(actor):
        raise NotFound(_("没有这个页面"))
    return actor


_Act = Callable[[Actor, int, dict[str, Any]], Complaint]
_ACTS: dict[Move, _Act] = {
    Move.ANSWER: lambda actor, number, said: services.answer(actor, number, said["words"], now=clock.now()),
    Move.CLOSE: lambda actor, number, said: services.close(actor, number, said["words"], now=clock.now()),
    Move.GIVE_BACK: lambda actor, number, said: services.give_back(
        actor, number, said["words"], now=clock.now()
    ),
    Move.HAND: lambda actor, number, said: services.hand_to(
        actor, number, said["unit"], said["words"], now=clock.now()
    ),
}
