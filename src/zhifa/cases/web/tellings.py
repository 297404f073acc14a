"""The talk and the radio version of a case: made from its record, edited here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.cases.access import may_write
from zhifa.cases.selectors import case_by_key, held, telling_of
from zhifa.cases.services import keep_telling
from zhifa.cases.terms import STATES_MASKED, Form
from zhifa.cases.web.desk import reader
from zhifa.cases.web.forms import TellingForm
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.forms import show_as_one


def telling(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Read it, copy it, change it."""
    actor = reader(request)
    case = case_by_key(actor, key)
    if form not in Form.values or case.state not in STATES_MASKED:
        raise NotFound(_("没有这份稿子"), why=_("脱敏以后才有宣讲稿和广播稿。"))
    text, kept = telling_of(case, form)
    written = TellingForm(request.POST or None, initial={"text": text})
    if request.method == "POST" and written.is_valid():
        try:
            keep_telling(actor, key, form, written.cleaned_data["text"], now=clock.now())
        except Refusal as refusal:
            show_as_one(written, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("cases_telling", key, form)
    context = {
        "case": case, "form": written, "text": text, "kept": kept, "title": Form(form).label,
        "may_write": may_write(actor), "hold": held([case], clock.today()).get(case.pk),
        "minutes": max(1, round(len(text) / 240)),
    }  # fmt: skip
    return render(request, "cases/telling.html", context)
