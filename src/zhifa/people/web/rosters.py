"""The pages of frozen lists: all of them, one by unit and class of posts and name by name, a new one."""

from __future__ import annotations

import csv
import secrets
from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.ledger.api import Subject, demonstration_mark
from zhifa.lookups.api import What, note_lookup
from zhifa.people import access
from zhifa.people.models import Roster
from zhifa.people.selectors import roster_lines, rosters
from zhifa.people.services import freeze_roster
from zhifa.people.terms import PostClass
from zhifa.people.web.forms import RosterFilter, RosterForm


def roster_list(request: HttpRequest) -> HttpResponse:
    """Frozen lists, and for the office and administrators a form to freeze another."""
    actor = _seeing(request)
    may_freeze = access.may_freeze_rosters(actor)
    form = RosterForm(request.POST or None, initial={"on": clock.today()}) if may_freeze else None
    if request.method == "POST":
        if form is None:
            raise NotFound(_("没有这个页面"))
        if form.is_valid() and (made := _frozen(actor, form)):
            messages.success(request, _("已冻结，以后的调动不会改变它。"))
            return redirect("people_roster", made.code)
    rows = rosters(actor).annotate(size=Count("members"))
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "people/rosters.html", {"page": page, "form": form})


def _frozen(actor: Actor, form: RosterForm) -> Roster | None:
    """The list that the form asks for, or None and the refusal beside its field."""
    data = form.cleaned_data
    try:
        return freeze_roster(
            actor, f"R{clock.today():%Y%m%d}{secrets.token_hex(3)}", data["title"], data["purpose"], units=form.units(), on=data["on"],
            now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_as_one(form, refusal)
        return None


def roster(request: HttpRequest, code: str) -> HttpResponse:
    """One frozen list: how many by unit and class of posts, and its members as they stood that day."""
    found = _roster(request, code)
    form = RosterFilter(request.GET or None)
    members = found.members.select_related("person", "unit").order_by("unit__pinyin", "person__pinyin")
    page = Paginator(form.narrow(members), 100).get_page(request.GET.get("page"))
    note_lookup(asker(request), Subject("roster", code), What.NAMES, people=len(page), now=clock.now())
    lines = roster_lines(found)
    totals: Counter[PostClass] = Counter()
    for line in lines:
        totals.update(dict(line.classes))
    context = {
        "roster": found, "form": form, "page": page, "lines": lines, "size": sum(one.size for one in lines), "classes": PostClass,
        "totals": [(one.label, totals[one]) for one in PostClass if totals[one]],
    }  # fmt: skip
    return render(request, "people/roster.html", context)


def roster_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The list as CSV that spreadsheets open; in a demonstration its first row says so."""
    found = _roster(request, code)
    note_lookup(
        asker(request), Subject("roster", code), What.EXPORT, people=found.members.count(), now=clock.now()
    )
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.csv"'
    writer = csv.writer(answer)
    if mark := demonstration_mark():
        writer.writerow([mark])
    writer.writerow([_("姓名"), _("单位"), _("职务"), _("岗位类别"), _("冻结日期")])
    for row in found.members.select_related("person", "unit").order_by("unit__pinyin", "person__pinyin"):
        writer.writerow(
            [
                _plain(row.person.name),
                _plain(row.unit.name),
                _plain(row.post_title),
                row.get_post_class_display(),
                found.frozen_on,
            ]
        )
    return answer


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _roster(request: HttpRequest, code: str) -> Roster:
    found = rosters(_seeing(request)).filter(code=code).first()
    if found is None:
        raise NotFound(_("没有这份名册"))
    return found


def _seeing(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not access.may_see_people(actor):
        raise NotFound(_("没有这个页面"))
    return actor
