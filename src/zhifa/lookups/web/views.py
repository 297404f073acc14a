"""Searching the access log is itself a look; setting the keeping time shows no row of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Refusal
from zhifa.kernel.registry import SheetEngine, offered
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import sentences
from zhifa.ledger.api import Subject
from zhifa.lookups import access
from zhifa.lookups.models import Lookup
from zhifa.lookups.selectors import (
    keeping_on,
    keeping_times,
    kind_words,
    lookups_seen,
    named,
    narrowing_of,
)
from zhifa.lookups.services import note_lookup, set_keeping
from zhifa.lookups.terms import OWN_SUBJECT, What
from zhifa.lookups.web.forms import KeepingForm, LookupFilterForm

CHUNK = 500


@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """What was looked at, narrowed as the address says; the search is noted first."""
    actor, form = asker(request), LookupFilterForm(request.GET)
    asked = form.chosen()
    narrowing = narrowing_of(actor, asked)
    rows = lookups_seen(actor, asked, narrowing)
    sheet = request.GET.get("format", "")
    note_lookup(
        actor, Subject(OWN_SUBJECT, "log"), What.EXPORT if sheet else What.SEARCH,
        people=rows.count(), narrowed=narrowing.as_facts(), now=clock.now(),
    )  # fmt: skip
    columns = (
        _("时间"),
        _("谁"),
        _("角色"),
        _("做了什么"),
        _("类别"),
        _("看了什么"),
        _("涉及人数或行数"),
        _("存证"),
    )
    for engine in offered(SheetEngine):
        if out := engine.sheet_if_asked(request.GET, _("查阅记录"), columns, lambda: _sheet(actor, rows)):
            answer: HttpResponseBase = out
            return answer
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "lines": _lines(actor, list(page)), "months": keeping_on(clock.today()),
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }  # fmt: skip
    return render(request, "lookups/list.html", context)


def keeping(request: HttpRequest) -> HttpResponse:
    """The dated keeping times; an administrator adds another."""
    actor = asker(request)
    rows = keeping_times(actor)
    form = (
        KeepingForm(request.POST or None, initial={"valid_from": clock.today()})
        if access.may_set_keeping(actor)
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            set_keeping(actor, **form.cleaned_data, now=clock.now())
        except Refusal as refusal:
            form.add_error(
                refusal.field or None,
                sentences(refusal.what, refusal.why, refusal.next_step),
            )
        else:
            messages.success(request, _("已设定，期满的记录会在夜里清除。"))
            return redirect("lookups_keeping")
    return render(
        request, "lookups/keeping.html", {"rows": rows, "form": form, "months": keeping_on(clock.today())}
    )


def _lines(actor: Actor, rows: list[Lookup]) -> list[dict[str, Any]]:
    kinds = kind_words()
    return [
        {"row": row, "who": who, "about": about, "kind": kinds.get(row.subject_kind, row.subject_kind)}
        for row, who, about in named(actor, rows)
    ]


def _sheet(actor: Actor, rows: QuerySet[Lookup]) -> Iterator[tuple[Any, ...]]:
    """The rows as the sheet gives them, named a chunk at a time."""
    chunk: list[Lookup] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _told(actor, chunk)
            chunk = []
    yield from _told(actor, chunk)


def _told(actor: Actor, rows: list[Lookup]) -> Iterator[tuple[Any, ...]]:
    for line in _lines(actor, rows):
        row = line["row"]
        yield (
            row.at, line["who"].title, row.roles, row.get_what_display(), line["kind"], line["about"].title, row.people,
            row.root_id or _("待封存"),
        )  # fmt: skip
