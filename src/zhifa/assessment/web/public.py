"""Results that went through the gate, for anyone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhifa.assessment.access import public_evaluations
from zhifa.assessment.rules.text import summary
from zhifa.assessment.selectors import public_evaluation
from zhifa.assessment.terms import EVALUATION
from zhifa.intake.api import sheet_if_asked
from zhifa.publishing.api import imprint_of, imprints_of, tell_if_withdrawn


@login_not_required
def listing(request: HttpRequest) -> HttpResponseBase:
    """The results that are public."""
    found = list(public_evaluations())
    if sheet := sheet_if_asked(
        request.GET, _("规划评估结果"), (_("评估"), _("起"), _("止"), _("自评得分"), _("核定得分")),
        lambda: (
            (one.frozen["title"], one.since, one.until, one.frozen["self"]["points"], one.frozen["checked"]["points"])
            for one in found
        ),
    ):  # fmt: skip
        return sheet
    return render(
        request, "assessment/public.html", {"evaluations": found, "imprints": imprints_of(EVALUATION)}
    )


@login_not_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One result: both totals and every line, as it was signed."""
    tell_if_withdrawn(EVALUATION, str(pk))
    found = public_evaluation(pk)
    return render(
        request, "assessment/public_one.html",
        {"evaluation": found, "content": found.frozen, "summary": summary(found.frozen or {}), "imprint": imprint_of(EVALUATION, str(pk))},
    )  # fmt: skip
