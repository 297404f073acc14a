"""Closed years that went through the gate, for anyone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhifa.funding.access import public_years
from zhifa.funding.selectors import corrected_after_closing, public_year, sheet_of, sheets
from zhifa.funding.terms import YEAR
from zhifa.intake.api import sheet_if_asked
from zhifa.publishing.api import imprint_of, imprints_of, tell_if_withdrawn


@login_not_required
def listing(request: HttpRequest) -> HttpResponseBase:
    """The years that are public."""
    found = sheets(list(public_years().select_related("finance")))
    if exported := sheet_if_asked(
        request.GET, _("普法经费公开"), (_("年度"), _("预算（元）"), _("拨付（元）"), _("支出（元）"), _("执行率（%）")),
        lambda: (
            (one.year.year, whole.budget, whole.released, whole.spent, whole.rate)
            for one in found if one.publicity is not None for whole in (one.publicity.whole,)
        ),
    ):  # fmt: skip
        return exported
    return render(request, "funding/public.html", {"sheets": found, "imprints": imprints_of(YEAR)})


@login_not_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One public year: each kind by source, the floor under each population, what was corrected after closing."""
    tell_if_withdrawn(YEAR, str(year))
    found = public_year(year)
    return render(
        request, "funding/public_year.html",
        {"sheet": sheet_of(found), "corrections": corrected_after_closing(found), "imprint": imprint_of(YEAR, str(year))},
    )  # fmt: skip
