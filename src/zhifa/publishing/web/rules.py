"""The page of the gate's dated rows: who reviews, how many working days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.publishing.access import may_keep_gate
from zhifa.publishing.rules.moves import SHIPPED
from zhifa.publishing.selectors import gate_on, gate_rows, post_words
from zhifa.publishing.services import GateDraft, settle_gate
from zhifa.publishing.web.forms import GateForm, show_refusal
from zhifa.publishing.web.views import reader


def gate(request: HttpRequest) -> HttpResponse:
    """The rule in force, the rows, and a form for one more."""
    actor, today = reader(request), clock.today()
    now_holds = gate_on(today)
    initial = {
        "since": today, "first": sorted(now_holds.first), "second": sorted(now_holds.second),
        "final": sorted(now_holds.final), "check": sorted(now_holds.check), "review_source": now_holds.review_source,
        "working_days": now_holds.working_days, "clock_source": now_holds.clock_source,
    }  # fmt: skip
    form = GateForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if not may_keep_gate(actor):
            raise NotFound(_("没有这个页面"))
        if form.is_valid():
            try:
                settle_gate(actor, GateDraft(**form.cleaned_data), now=clock.now())
            except Refusal as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("已登记，从那一天起按它审核。"))
                return redirect("publishing_rules")
    words = post_words()
    stages = [
        (title, [words[role] for role in sorted(roles) if role in words])
        for title, roles in (
            (_("初审"), now_holds.first),
            (_("复审"), now_holds.second),
            (_("终审"), now_holds.final),
            (_("公开属性与保密审查"), now_holds.check),
        )
    ]
    context = {
        "gate": now_holds, "is_shipped": now_holds is SHIPPED, "stages": stages, "rows": gate_rows(), "form": form,
        "may_write": may_keep_gate(actor),
    }  # fmt: skip
    return render(request, "publishing/rules.html", context)
