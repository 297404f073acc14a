"""The lists that the office keeps: topics, what stops a case, which kinds need the parties' consent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.cases.access import may_keep_lists
from zhifa.cases.selectors import lines_entered, lines_ever, lines_of
from zhifa.cases.services import keep_line
from zhifa.cases.terms import CaseKind, ListSort
from zhifa.cases.web.desk import reader
from zhifa.cases.web.forms import LineForm
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one


def lists(request: HttpRequest) -> HttpResponse:
    """The three lists as they hold today, with their sources."""
    if not may_keep_lists(reader(request)):
        raise NotFound(_("没有这个页面"))
    today = clock.today()
    sections = [
        {
            "sort": sort, "lines": [(line, _called(sort, line.code)) for line in lines_of(sort, today).values()],
            "rows": [(row, _called(sort, row.code)) for row in lines_entered(sort)],
        }
        for sort in ListSort
    ]  # fmt: skip
    return render(request, "cases/lists.html", {"sections": sections})


def line(request: HttpRequest, sort: str, code: str = "") -> HttpResponse:
    """One more dated row: a new line, or another word for one, or its end."""
    actor = asker(request)
    known = lines_ever(sort) if sort in ListSort.values else {}
    if not may_keep_lists(actor) or sort not in ListSort.values or (code and code not in known):
        raise NotFound(_("没有这个页面"))
    standing = known.get(code)
    initial: dict[str, Any] = {"code": code}
    if standing is not None:
        initial |= {"words": standing.words, "signs": "、".join(standing.signs)}
    form = LineForm(request.POST or None, initial=initial, sort=sort)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "code"}
        try:
            keep_line(actor, sort, code or form.cleaned_data.get("code", ""), **said, now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记。"))
            return redirect("cases_lists")
    context = {"form": form, "sort": ListSort(sort), "standing": standing}
    return render(request, "cases/line.html", context)


def _called(sort: str, code: str) -> str:
    """For a list about kinds of cases: which kind."""
    return str(CaseKind(code).label) if sort == ListSort.CONSENT and code in CaseKind.values else ""
