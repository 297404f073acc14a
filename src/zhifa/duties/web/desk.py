"""The office's pages: the year by unit, the call, the review line by line, consideration, issue."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.accounts.api import SignatureForm
from zhifa.duties.access import may_issue, may_manage
from zhifa.duties.models import DutyYear
from zhifa.duties.selectors import (
    UnitProgress,
    clock_of,
    content_of,
    current_year,
    law_changes,
    lines_of,
    list_by_key,
    lists_of,
    organ_changes,
    unit_progress,
    version_by_key,
    versions,
    year_by_number,
    years,
)
from zhifa.duties.services import call_year, consider, finish_review, issue_text, issue_version, review_lines
from zhifa.duties.terms import ConsideredBy, LineVerdict, ListState
from zhifa.duties.web.forms import CallForm, ConsiderForm, IssueForm
from zhifa.duties.web.unit import own_units
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.kernel.calendar import add_working_days
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_refusal
from zhifa.kernel.wording import sentences
from zhifa.notices.api import working_calendar
from zhifa.people.api import ROLE_WORDS

COLUMNS = (
    gettext_lazy("责任单位"),
    gettext_lazy("责任（项）"),
    gettext_lazy("已到期（项）"),
    gettext_lazy("按时完成（项）"),
    gettext_lazy("逾期完成（项）"),
    gettext_lazy("到期未完成（项）"),
    gettext_lazy("到期未开展（项）"),
    gettext_lazy("完成率（%）"),
    gettext_lazy("按时率（%）"),
)


def work(request: HttpRequest) -> HttpResponseBase:
    """Where the work on duties begins: the district's roles see the year by unit, a unit its own page."""
    actor, today = asker(request), clock.today()
    if not (actor.sees_district or actor.is_system):
        units = own_units(actor)
        return redirect("duties_unit", units[0].code) if units else _nothing(request)
    found = current_year(today)
    return _year(request, found, today) if found else _nothing(request)


def year(request: HttpRequest, year: int) -> HttpResponseBase:
    """One year by unit."""
    if not asker(request).sees_district:
        raise NotFound(_("没有这个页面"))
    return _year(request, year_by_number(year), clock.today())


def _nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "duties/none.html", {"may_manage": may_manage(asker(request))})


def _year(request: HttpRequest, found: DutyYear, today: date) -> HttpResponseBase:
    actor = asker(request)
    progress = unit_progress(actor, found, today)
    if sheet := sheet_if_asked(request.GET, found.title, COLUMNS, lambda: map(_row, progress)):
        return sheet
    lists = lists_of(actor, found)
    by_unit = {one.unit.pk: one for one in progress}
    states = Counter(row.state for row in lists if row.unit_id)
    issued = versions(actor).filter(duty_year=found)
    latest = issued.first()
    running = clock_of(latest.issuer, latest.issued_on) if latest and latest.issued_on else None
    return render(
        request, "duties/year.html",
        {
            "year": found, "years": years(), "today": today,
            "common": next((row for row in lists if row.unit_id is None), None),
            "rows": [(row, by_unit.get(row.unit_id or 0)) for row in lists if row.unit_id],
            "states": [(state, states[state]) for state in ListState if states[state]],
            "versions": list(issued), "under_way": found.versions.filter(issued_on=None).first(),
            "clock": running,
            "publish_by": add_working_days(latest.issued_on, running.working_days, working_calendar())
            if latest and latest.issued_on and running and running.working_days else None,
            "totals": _totals(progress), "organs": organ_changes(actor, found, today), "laws": law_changes(actor, found, today),
            "may_manage": may_manage(actor), "may_issue": may_issue(actor),
            "is_overdue": today > found.due_on,
        },
    )  # fmt: skip


def _totals(progress: list[UnitProgress]) -> dict[str, int]:
    return {
        "units": len(progress),
        "duties": sum(one.total for one in progress),
        "due": sum(one.rates.due for one in progress),
        "in_time": sum(one.rates.in_time for one in progress),
        "late": sum(one.rates.late for one in progress),
        "partial": sum(one.rates.partial for one in progress),
        "missing": sum(one.rates.missing for one in progress),
    }


def _row(one: UnitProgress) -> tuple[object, ...]:
    rate = one.rates
    return (
        one.unit.name, one.total, rate.due, rate.in_time, rate.late, rate.partial, rate.missing, rate.complete, rate.on_time,
    )  # fmt: skip


def call(request: HttpRequest) -> HttpResponse:
    """Call for the lists of a year."""
    actor, today = asker(request), clock.today()
    if not may_manage(actor):
        raise NotFound(_("没有这个页面"))
    asked = request.GET.get("year", "")
    wanted = int(asked) if asked.isdigit() else today.year
    title = _("%(year)s年普法责任清单") % {"year": wanted}
    form = CallForm(request.POST or None, initial={"year": wanted, "title": title, "called_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = call_year(actor, form.draft(), now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已开始征集；各单位的联络员会在待办里看到。"))
            return redirect("duties_year", made.year)
    return render(request, "duties/form.html", {
        "form": form, "title": _("征集责任清单"), "button": _("开始征集"), "away": "/work/duties/",
        "lead": _("开始后，每个单位得到一份空的清单；共性责任由普法办写一次，各单位采用。"),
    })  # fmt: skip


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a verdict on each line of a unit's list; then merge it or send it back."""
    actor = asker(request)
    if not may_manage(actor):
        raise NotFound(_("没有这个页面"))
    found = list_by_key(actor, pk)
    lines = lines_of(found)
    faults: dict[str, str] = {}
    if request.method == "POST":
        verdicts = {
            line.key: (
                request.POST.get(f"verdict-{line.key}", ""),
                request.POST.get(f"remarks-{line.key}", ""),
            )
            for line in lines
            if request.POST.get(f"verdict-{line.key}", "") in LineVerdict.values
        }
        try:
            review_lines(actor, pk, verdicts, now=clock.now())
            done = finish_review(actor, pk, now=clock.now())
        except Refusal as refusal:
            faults = {fault.field: fault.what for fault in refusal.faults}
            messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
            for line in lines:
                line.verdict, line.remarks = verdicts.get(line.key, (line.verdict, line.remarks))
        else:
            merged = done.state == ListState.MERGED
            messages.success(
                request, _("已并入全区清单。") if merged else _("已退回，单位会看到每项的意见。")
            )
            return redirect("duties_year", found.duty_year.year)
    return render(
        request, "duties/review.html",
        {
            "list": found, "faults": faults, "is_open": found.state == ListState.REVIEW,
            "lines": [
                (line, told, faults.get(f"remarks-{line.key}", ""))
                for line, told in zip(lines, content_of("", {}, lines, clock.today())["duties"], strict=True)
            ],
        },
    )  # fmt: skip


def consider_year(request: HttpRequest, year: int) -> HttpResponse:
    """Write down who considered the merged list."""
    actor = asker(request)
    if not may_manage(actor):
        raise NotFound(_("没有这个页面"))
    found = year_by_number(year)
    form = ConsiderForm(request.POST or None, initial={"on": clock.today(), "by": ConsideredBy.JOINT_MEETING})
    if request.method == "POST" and form.is_valid():
        try:
            consider(actor, year, form.said(), now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已登记审议；清单内容从此固定，等区司法局领导签发。"))
            return redirect("duties_year", year)
    merged = sum(row.state == ListState.MERGED and row.unit_id is not None for row in lists_of(actor, found))
    return render(request, "duties/form.html", {
        "form": form, "title": _("登记审议"), "button": _("登记"), "away": f"/work/duties/year/{year}/",
        "lead": _("已并入 %(merged)s 个单位的清单。没有并入的，可以在以后的版本里补上。") % {"merged": merged},
    })  # fmt: skip


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Give number and days, read the whole, sign it for issue."""
    actor, today = asker(request), clock.today()
    found = version_by_key(actor, pk)
    if not may_issue(actor) or found.issued_on is not None:
        raise NotFound(_("没有这个页面"))
    # Number and days stand in the address, to which the signature is sent.
    given = request.GET if request.GET.get("document_number") else None
    number = IssueForm(given, initial={"issued_on": today, "effective_on": today})
    signature = None
    if number.is_bound and number.is_valid():
        signature = SignatureForm(request, issue_text(found, number.issue()))
        if request.method == "POST" and signature.is_valid():
            try:
                issue_version(actor, pk, number.issue(), proof=signature.proof, now=clock.now())
            except Refusal as refusal:
                show_refusal(number, refusal)
                signature = None
            else:
                messages.success(request, _("已签发；自生效之日起按这份清单算进度。公开还要经过公开审核。"))
                return redirect("duties_version", pk)
    return render(
        request, "duties/issue.html",
        {"version": found, "form": number, "signature": signature, "post": ROLE_WORDS[Role.LEAD]},
    )  # fmt: skip
