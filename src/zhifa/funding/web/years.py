"""The desk of money: all years with growth, one year with what is left, opening, closing, the standard."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.figures.api import values
from zhifa.funding.access import may_manage, may_post, visible_to
from zhifa.funding.selectors import (
    corrected_after_closing,
    must_see,
    sheet_of,
    sheets,
    standards,
    year_by_number,
)
from zhifa.funding.services import close_year, open_year, set_standard
from zhifa.funding.terms import YEAR
from zhifa.funding.web.asking import asked, office_of
from zhifa.funding.web.forms import StandardForm, YearForm
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import district, unit_named
from zhifa.publishing.api import imprint_of


def work(request: HttpRequest) -> HttpResponseBase:
    """Every year: money, what is left, the least floor; growth on the one definition, its rival beside it."""
    actor = asker(request)
    must_see(actor)
    found = sheets(list(visible_to(actor).select_related("finance")))
    told = [(sheet, sheet.publicity.whole) for sheet in found if sheet.publicity is not None]
    columns = (
        _("年度"),
        _("预算（元）"),
        _("拨付（元）"),
        _("约定（元）"),
        _("支出（元）"),
        _("可用（元）"),
        _("执行率（%）"),
    )
    if exported := sheet_if_asked(
        request.GET, _("普法经费"), columns,
        lambda: (
            (one.year.year, whole.budget, whole.released, whole.committed, whole.spent, whole.left, whole.rate) for one, whole in told
        ),
    ):  # fmt: skip
        return exported
    growths = (
        values(
            actor,
            district=district().code,
            until=clock.today(),
            codes=["funding.growth", "funding.growth_simple"],
        )
        if len(told) > 1
        else []
    )
    return render(
        request, "funding/work.html",
        {"sheets": found, "growths": growths, "standards": standards(), "may_manage": may_manage(actor)},
    )  # fmt: skip


def year(request: HttpRequest, year: int) -> HttpResponseBase:
    """One year: each kind by itself, its items, the floors, the acts."""
    actor = asker(request)
    found = year_by_number(actor, year)
    sheet = sheet_of(found)
    columns = (
        _("经费类别"), _("来源"), _("使用单位"), _("项目"), _("预算（元）"), _("拨付（元）"), _("约定（元）"), _("支出（元）"),
        _("可用（元）"), _("执行率（%）"),
    )  # fmt: skip
    if exported := sheet_if_asked(
        request.GET, _("%(year)s 年经费") % {"year": year}, columns,
        lambda: (
            (kind.kind.label, line.item.get_source_display(), line.item.unit.name, line.item.title, line.standing.budget,
             line.standing.released, line.standing.committed, line.standing.spent, line.standing.left, line.standing.rate)
            for kind in sheet.kinds for line in kind.lines
        ),
    ):  # fmt: skip
        return exported
    manages = may_manage(actor)
    return render(
        request, "funding/year.html",
        {
            "sheet": sheet, "may_manage": manages, "may_post": may_post(actor, found),
            "may_close": manages and not found.is_closed and clock.today().year > year,
            "corrections": corrected_after_closing(found) if found.is_closed else [],
            "imprint": imprint_of(YEAR, str(year)), "entries": entries_of(Subject(YEAR, str(year))),
        },
    )  # fmt: skip


def new_year(request: HttpRequest) -> HttpResponse:
    """Begin the books of a year."""
    actor = office_of(request)
    last = visible_to(actor).select_related("finance").first()
    finance = last.finance if last else unit_named("财政局")
    initial = {
        "year": last.year + 1 if last else clock.today().year,
        "finance": finance.code if finance else None,
    }
    form = YearForm(request.POST or None, initial=initial)
    return asked(
        request, form,
        lambda: open_year(actor, form.cleaned_data["year"], form.cleaned_data["finance"].code, now=clock.now()),
        title=_("开设年度"), back=lambda: reverse("funding_year", args=[form.cleaned_data["year"]]),
        away=reverse("funding_work"), lead=_("财政部门的负责人和联络员与区普法办一起记这一年的账。"),
    )  # fmt: skip


def standard(request: HttpRequest) -> HttpResponse:
    """Set the standard per head from a year on."""
    actor = office_of(request)
    form = StandardForm(request.POST or None, initial={"since": clock.today().year})
    here = reverse("funding_work")

    def act() -> object:
        data = form.cleaned_data
        return set_standard(actor, data["since"], data["per_head"], data["document"], now=clock.now())

    return asked(
        request, form, act, title=_("定人均标准"), back=lambda: here, away=here,
        lead=_("全国没有统一的人均标准，以本地文件为准。已封账的年度不受影响。"),
    )  # fmt: skip


def close(request: HttpRequest, year: int) -> HttpResponse:
    """Close a year's books."""
    actor = office_of(request)
    found = year_by_number(actor, year)
    form, here = Form(request.POST if request.method == "POST" else None), found.get_absolute_url()
    return asked(
        request, form, lambda: close_year(actor, year, now=clock.now()), title=_("%(year)s 年封账") % {"year": year},
        back=lambda: here, away=here, done=_("已封账。"), button=_("封账"), sheet=sheet_of(found),
        lead=_("封账以后只能更正，更正要写理由；人口基数和人均标准按现在的固定下来，以后改了也不影响这一年。"),
    )  # fmt: skip
