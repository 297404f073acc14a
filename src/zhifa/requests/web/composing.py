"""The pages of those who ask: the list, a form's head, its fields with their questions, its way out and what came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.kernel.wording import sentences
from zhifa.requests import services
from zhifa.requests.access import may_answer, may_compose, may_see
from zhifa.requests.models import Field, Form
from zhifa.requests.rules.burden import minutes_of, parts_of
from zhifa.requests.selectors import (
    answer_rows,
    columns_of,
    fields_of,
    form_by_key,
    forms_seen,
    questions,
    recipients_of,
    seconds_on,
)
from zhifa.requests.terms import State
from zhifa.requests.web.forms import FieldForm, HeadForm, ReasonForm, head_of

ACTS = {
    "issue": (services.issue_form, gettext_lazy("已下发，进入各单位的待办。")),
    "close": (services.close_form, gettext_lazy("已截止。")),
    "withdraw": (services.withdraw_form, gettext_lazy("已撤回。")),
}


def forms_page(request: HttpRequest) -> HttpResponseBase:
    """The forms that the reader sees."""
    actor = reader(request)
    seen = forms_seen(actor)
    columns = (_("名称"), _("状态"), _("数据从"), _("到"), _("报送期限"), _("已报单位"), _("下发单位"))
    if sheet := sheet_if_asked(
        request.GET, _("填报"), columns,
        lambda: (
            (one.title, one.get_state_display(), one.since, one.until, one.due_on, one.answered, one.asked_of)
            for one in seen.iterator()
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(seen, 30).get_page(request.GET.get("page"))
    return render(
        request,
        "requests/forms.html",
        {"page": page, "may_compose": may_compose(actor), "today": clock.today()},
    )


def head(request: HttpRequest, key: str = "") -> HttpResponse:
    """A new form, or the head of a draft."""
    actor = reader(request)
    if not may_compose(actor):
        raise NotFound(_("没有这个页面"))
    found = form_by_key(actor, key) if key else None
    typed = HeadForm(request.POST or None, actor=actor, initial=head_of(found) if found else None)
    if request.method == "POST" and typed.is_valid():
        try:
            if found:
                services.change_form(actor, key, typed.draft(), now=clock.now())
            else:
                found = services.compose_form(actor, typed.draft(), now=clock.now())
        except Refusal as refusal:
            show_as_one(typed, refusal)
        else:
            return redirect("requests_form", found.key)
    return render(request, "requests/head.html", {"form": typed, "asked": found})


def form(request: HttpRequest, key: str) -> HttpResponseBase:
    """One form: a draft with its fields and questions; one that is out with its answers. A POST adds a field."""
    actor = reader(request)
    found = form_by_key(actor, key)
    typed = FieldForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            services.add_field(actor, key, typed.draft(), now=clock.now())
        except Refusal as refusal:
            show_as_one(typed, refusal)
        else:
            return redirect("requests_form", key)
    fields = fields_of(found)
    if found.state != State.DRAFT and may_compose(actor):
        columns = columns_of(found, fields)
        if sheet := sheet_if_asked(request.GET, found.title, columns, lambda: answer_rows(found, fields)):
            return sheet
    return _page(request, actor, found, fields, typed)


@require_POST
def remove(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a field out."""
    services.remove_field(reader(request), key, number, now=clock.now())
    return redirect("requests_form", key)


@require_POST
def take(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Fill it in from what is held."""
    services.take_held(reader(request), key, number, request.POST.get("other", ""), now=clock.now())
    messages.success(request, _("不再要各单位填，由系统取数。"))
    return redirect("requests_form", key)


@require_POST
def ask(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Ask all the same, with a reason."""
    typed = ReasonForm(request.POST)
    try:
        services.ask_anyway(
            reader(request),
            key,
            number,
            request.POST.get("other", ""),
            typed.data.get("reason", ""),
            now=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, sentences(refusal.what, refusal.next_step))
    return redirect("requests_form", key)


@require_POST
def move(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Send out, end, withdraw."""
    actor = reader(request)
    if move not in ACTS:
        raise NotFound(_("没有这个页面"))
    act, done = ACTS[move]
    try:
        act(actor, key, now=clock.now())
    except Refusal as refusal:
        found = form_by_key(actor, key)
        return _page(request, actor, found, fields_of(found), FieldForm(), refusal)
    messages.success(request, done)
    return redirect("requests_form", key)


def _page(  # noqa: PLR0917
    request: HttpRequest,
    actor: Actor,
    found: Form,
    fields: list[Field],
    typed: FieldForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "asked": found,
        "form": typed,
        "refusal": refusal,
        "may_compose": may_compose(actor),
        "today": clock.today(),
    }
    if found.state == State.DRAFT:
        against = questions(found, fields, clock.today())
        seconds, is_estimate = seconds_on(clock.today())
        parts = [
            (one.kind, len(parts_of(one.grain, found.since, found.until))) for one in fields if not one.held
        ]
        context |= {
            "fields": [(field, UNITS[field.unit].label if field.unit else "", against[field.pk]) for field in fields],
            "open": sum(one.is_open for told in against.values() for one in told),
            "units": found.recipients.count(), "minutes": minutes_of(parts, seconds), "is_estimate": is_estimate,
        }  # fmt: skip
        return render(request, "requests/draft.html", context)
    handed = {one.unit_id: one for one in found.hand_ins.all()}
    units = [
        unit
        for unit in recipients_of(found)
        if may_compose(actor) or actor.sees_district or may_answer(actor, unit)
    ]
    context |= {
        "fields": fields, "rows": [(unit, handed.get(unit.pk), may_answer(actor, unit)) for unit in units],
        "missing": sum(unit.pk not in handed for unit in units), "asked_minutes": found.asked.first(),
    }  # fmt: skip
    return render(request, "requests/out.html", context)


def reader(request: HttpRequest) -> Actor:
    """Who asks; for others the pages do not exist."""
    actor = asker(request)
    if not may_see(actor):
        raise NotFound(_("没有这个页面"))
    return actor
