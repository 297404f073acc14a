"""What was found."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhifa.kernel.registry import Searchable, offered
from zhifa.kernel.web.asking import asker
from zhifa.search.api import grouped, search
from zhifa.search.terms import PAGE_SIZE


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The best of every kind; with `kind` chosen, or only one found, all of it page by page."""
    actor = asker(request)
    text = request.GET.get("q", "").strip()
    offers = {one.kind: one.title for one in offered(Searchable)}
    kind = request.GET.get("kind", "")
    kinds = (kind,) if kind in offers else ()
    answer = search(actor, text, kinds=kinds, page=_page_number(request))
    several = not kinds and len(answer.kinds) > 1
    context = {
        "text": text,
        "answer": answer,
        "chosen": kind if kinds else "",
        "chosen_title": offers.get(kind, ""),
        "everything": sum(one.count for one in answer.kinds),
        "groups": grouped(actor, answer) if several else (),
        "page": Paginator(range(answer.total), PAGE_SIZE).get_page(answer.page),
        "offers": tuple(offers.values()),
    }
    return render(request, "search/results.html", context)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
