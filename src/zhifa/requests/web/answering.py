"""The page of a unit that answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.forms import show_refusal
from zhifa.people.api import unit_by_code
from zhifa.requests import services
from zhifa.requests.access import may_answer
from zhifa.requests.selectors import answers_of, fields_of, form_by_key, held_values
from zhifa.requests.services.answering import field_name
from zhifa.requests.terms import State
from zhifa.requests.web.composing import reader
from zhifa.requests.web.forms import AnswerForm


def answer(request: HttpRequest, key: str, unit: str) -> HttpResponse:
    """What is asked of the unit, with what it answered before and what the system fills in."""
    actor = reader(request)
    found, of = form_by_key(actor, key), unit_by_code(unit)
    if not may_answer(actor, of) or not found.recipients.filter(pk=of.pk).exists():
        raise NotFound(_("这张表没有发给这个单位"))
    fields = fields_of(found)
    asked = [field for field in fields if not field.held]
    before = {field_name(*place): value for place, value in answers_of(found, of).items()}
    typed = AnswerForm(request.POST or None, asked=found, of=asked, initial=before)
    if request.method == "POST" and typed.is_valid():
        minutes = typed.cleaned_data["minutes"]
        try:
            services.hand_in(actor, key, of, typed.given(), minutes=minutes, now=clock.now())
        except Refusal as refusal:
            show_refusal(typed, refusal)
        else:
            messages.success(request, _("已报送。截止以前可以再改。"))
            return redirect("requests_form", key)
    held = held_values(found, fields, [of.code])
    filled = [(field, held[field.pk].get(of.code, "")) for field in fields if field.pk in held]
    context = {
        "asked": found,
        "unit": of,
        "form": typed,
        "filled": filled,
        "is_open": found.state == State.ISSUED,
    }
    return render(request, "requests/answer.html", context)
