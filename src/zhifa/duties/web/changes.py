"""What the list in force proposes to change of itself; completeness and timeliness by unit and quarter; the year-end report."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhifa.duties.access import may_manage
from zhifa.duties.selectors import (
    UnitQuarters,
    law_changes,
    organ_changes,
    unit_quarters,
    year_by_number,
    years,
)
from zhifa.duties.services import hand_over_duties
from zhifa.duties.services.yearly import year_report
from zhifa.duties.web.public import WORD
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import sentences
from zhifa.ledger.api import demonstration_mark

COLUMNS = (
    gettext_lazy("责任单位"),
    gettext_lazy("季度"),
    gettext_lazy("已到期（项）"),
    gettext_lazy("按时完成（项）"),
    gettext_lazy("逾期完成（项）"),
    gettext_lazy("到期未完成（项）"),
    gettext_lazy("到期未开展（项）"),
    gettext_lazy("完成率（%）"),
    gettext_lazy("按时率（%）"),
)


def changes(request: HttpRequest, year: int) -> HttpResponse:
    """The duties whose law changed, and those of bodies that were merged, each with what to do."""
    actor, today = asker(request), clock.today()
    if not actor.sees_district:
        raise NotFound(_("没有这个页面"))
    found = year_by_number(year)
    return render(
        request, "duties/changes.html",
        {
            "year": found, "organs": organ_changes(actor, found, today), "laws": law_changes(actor, found, today),
            "may_manage": may_manage(actor),
        },
    )  # fmt: skip


@require_POST
def hand_over(request: HttpRequest, year: int) -> HttpResponse:
    """Give what a merged body owes to one that took over from it."""
    try:
        target = hand_over_duties(
            asker(request), year, request.POST.get("unit", ""), request.POST.get("to", ""), now=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
        return redirect("duties_changes", year)
    messages.success(request, _("已移交；承接单位核对、签署后，印发新的版本。"))
    return redirect("duties_list", target.pk)


def by_quarter(request: HttpRequest, year: int) -> HttpResponseBase:
    """Each unit's rates in each quarter, late apart from missing."""
    actor = asker(request)
    if not actor.sees_district:
        raise NotFound(_("没有这个页面"))
    found = year_by_number(year)
    rows = unit_quarters(actor, found, clock.today())
    title = _("%(list)s按季度") % {"list": found.title}
    if sheet := sheet_if_asked(
        request.GET, title, COLUMNS, lambda: (line for row in rows for line in _lines(row))
    ):
        return sheet
    return render(request, "duties/quarters.html", {"year": found, "years": years(), "rows": rows})


def report(request: HttpRequest, year: int) -> HttpResponse:
    """The year-end report as a draft in Word, from the same figures."""
    actor = asker(request)
    if not actor.sees_district:
        raise NotFound(_("没有这个页面"))
    found = year_by_number(year)
    body = year_report(actor, found, clock.today(), demonstration_mark())
    response = HttpResponse(body, content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, f"{found.title}落实情况报告.docx")
    return response


def _lines(row: UnitQuarters) -> Iterator[tuple[object, ...]]:
    for number, rate in enumerate(row.quarters, start=1):
        yield (
            row.unit.name, number, rate.due, rate.in_time, rate.late, rate.partial, rate.missing, rate.complete, rate.on_time,
        )  # fmt: skip
