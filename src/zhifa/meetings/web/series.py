"""The pages of a conference: its meetings, backlog and members."""

from __future__ import annotations

import secrets

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.meetings.access import may_manage, may_see_meetings, own_paths
from zhifa.meetings.models import Matter, Membership, Series
from zhifa.meetings.rules.moves import AHEAD
from zhifa.meetings.selectors import (
    all_series,
    backlog,
    matter_by_key,
    meetings_of,
    members_on,
    membership_by_key,
    past_members,
    series_by_code,
    units_by_path,
)
from zhifa.meetings.services import admit_members, end_membership, open_series, raise_matter, withdraw_matter
from zhifa.meetings.web.asking import asked, office_of
from zhifa.meetings.web.forms import EndForm, MatterForm, MemberForm, ReasonForm, SeriesForm


def work(request: HttpRequest) -> HttpResponseBase:
    """The conferences; where there is one, its page."""
    _must_see(request)
    found = all_series()
    if len(found) == 1:
        return _page(request, found[0])
    return render(
        request, "meetings/work.html", {"all_series": found, "may_manage": may_manage(asker(request))}
    )


def series(request: HttpRequest, code: str) -> HttpResponseBase:
    """One conference."""
    _must_see(request)
    return _page(request, series_by_code(code))


def _page(request: HttpRequest, found: Series) -> HttpResponseBase:
    actor, today = asker(request), clock.today()
    rows = meetings_of(actor, found)
    columns = (
        _("次"),
        _("日期"),
        _("会议类型"),
        _("地点"),
        _("到会单位"),
        _("应到单位"),
        _("督办事项"),
        _("状态"),
    )
    if sheet := sheet_if_asked(
        request.GET, found.title, columns,
        lambda: (
            (row.number, row.held_on, row.get_kind_display(), row.place, row.attended, row.asked, row.decided, row.get_state_display())
            for row in rows
        ),
    ):  # fmt: skip
        return sheet
    return render(
        request, "meetings/series.html",
        {
            "series": found, "ahead": rows.filter(state__in=AHEAD).order_by("held_on"), "backlog": backlog(found),
            "page": Paginator(rows.exclude(state__in=AHEAD), 20).get_page(request.GET.get("page")),
            "members": members_on(found, today), "past": past_members(found, today),
            "may_manage": may_manage(actor), "may_raise": may_manage(actor) or bool(own_paths(actor)),
        },
    )  # fmt: skip


def new_series(request: HttpRequest) -> HttpResponse:
    """Set a conference up."""
    actor, code = office_of(request), f"joint-{secrets.token_hex(2)}"
    form = SeriesForm(request.POST or None)
    return asked(
        request, form, lambda: open_series(actor, form.draft(code), now=clock.now()), title=_("设立联席会议"),
        back=lambda: reverse("meetings_series", args=[code]), away=reverse("meetings_work"),
    )  # fmt: skip


def change_series(request: HttpRequest, code: str) -> HttpResponse:
    """Change a conference."""
    actor, found = office_of(request), series_by_code(code)
    initial = {
        "title": found.title, "document": found.document, "office": found.office.code, "per_year": found.per_year,
    }  # fmt: skip
    form = SeriesForm(request.POST or None, initial=initial)
    here = _of(code)
    return asked(
        request, form, lambda: open_series(actor, form.draft(code), now=clock.now()), title=_("修改联席会议"),
        back=lambda: here, away=here,
    )  # fmt: skip


def new_member(request: HttpRequest, code: str) -> HttpResponse:
    """Units take their part."""
    actor, found = office_of(request), series_by_code(code)
    form = MemberForm(request.POST or None, initial={"valid_from": clock.today()})
    here = _of(code)
    return asked(
        request, form, lambda: admit_members(actor, code, form.drafts(), now=clock.now()), title=_("登记成员单位"),
        back=lambda: here, away=here, lead=found.title,
    )  # fmt: skip


def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's part ends."""
    actor, found = office_of(request), membership_by_key(pk)
    form = EndForm(request.POST or None, initial={"valid_until": clock.today()})
    here = _of(found.series.code)

    def act() -> Membership:
        return end_membership(actor, pk, form.cleaned_data["valid_until"], now=clock.now())

    return asked(
        request,
        form,
        act,
        title=_("结束%(unit)s的成员任期") % {"unit": found.unit.name},
        back=lambda: here,
        away=here,
    )


def new_matter(request: HttpRequest, code: str) -> HttpResponse:
    """Raise a matter, as the office or for a unit."""
    actor, found = asker(request), series_by_code(code)
    paths = own_paths(actor)
    if not may_manage(actor) and not paths:
        raise NotFound(_("没有这个页面"))
    form = MatterForm(request.POST or None, units=None if may_manage(actor) else units_by_path(paths))
    here = _of(code)
    return asked(
        request, form, lambda: raise_matter(actor, code, form.draft(clock.today()), now=clock.now()), title=_("提出议题"),
        back=lambda: here, away=here, lead=found.title, done=_("已提出，排进下一次会议之前在待议题里。"),
    )  # fmt: skip


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a matter out of the backlog."""
    actor, found = office_of(request), matter_by_key(pk)
    form = ReasonForm(request.POST or None)
    here = _of(found.series.code)

    def act() -> Matter:
        return withdraw_matter(actor, pk, form.cleaned_data["reason"], now=clock.now())

    return asked(request, form, act, title=_("撤销议题"), back=lambda: here, away=here, lead=found.title)


def _of(code: str) -> str:
    return reverse("meetings_series", args=[code])


def _must_see(request: HttpRequest) -> None:
    if not may_see_meetings(asker(request)):
        raise NotFound(_("没有这个页面"))
