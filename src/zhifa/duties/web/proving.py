"""Which duties a record serves, corrected with a click."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.deeds.api import deed_by_key, may_record, served_by
from zhifa.duties.models import SaidServed
from zhifa.duties.selectors import duties_of_units
from zhifa.duties.services import say_served
from zhifa.duties.terms import DUTY
from zhifa.duties.web.forms import SaidForm
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import sentences

ANSWERS = {"yes": True, "no": False, "rule": None}


def of_deed(request: HttpRequest, key: str) -> HttpResponse:
    """Every duty that the record's units owe that year: served or not, why, and who says otherwise."""
    actor = asker(request)
    deed = deed_by_key(actor, key)
    if not may_record(actor, deed.unit):
        raise NotFound(_("没有这个页面"))
    form = SaidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            say_served(actor, key, data["duty"], ANSWERS[data["answer"]], data["reason"], now=clock.now())
        except Refusal as refusal:
            messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
        else:
            messages.success(request, _("已记住；进度已重新算过。"))
        return redirect("duties_of_deed", key)
    matches = {
        match.key: match.because for match in served_by(actor, [deed.pk])[deed.pk] if match.purpose == DUTY
    }
    said = {one.duty_key: one for one in SaidServed.objects.filter(deed=deed)}
    rows = [(duty, matches.get(duty.key, ""), said.get(duty.key)) for duty in duties_of_units(deed)]
    return render(
        request, "duties/of_deed.html",
        {"deed": deed, "rows": sorted(rows, key=lambda row: (not row[1], row[2] is None))},
    )  # fmt: skip
