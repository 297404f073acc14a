"""The public home, the signed-in home, about the data, and the sign of life."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from zhifa.kernel import clock
from zhifa.kernel.registry import Block, offered
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import log_state
from zhifa.people.api import UnitKind
from zhifa.portal.selectors import trend_of


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What anyone may see of the district, block by block."""
    return render(request, "portal/home.html", {"blocks": _blocks(request, public=True)})


def work(request: HttpRequest) -> HttpResponse:
    """What needs the signed-in person, what is late, what changed."""
    return render(request, "portal/work.html", {"blocks": _blocks(request, public=False)})


def trends(request: HttpRequest) -> HttpResponse:
    """Confirmed records of units by year, as then and as now (F8)."""
    actor = asker(request)
    now = request.GET.get("view") != "then"
    kind = request.GET.get("kind", "")
    kind = kind if kind in UnitKind.values else ""
    trend = trend_of(actor, clock.today(), now=now, kind=kind)
    page = Paginator(trend.rows, 50).get_page(request.GET.get("page"))
    context = {"trend": trend, "page": page, "now": now, "kind": kind, "kinds": UnitKind.choices}
    return render(request, "portal/trends.html", context)


@login_not_required
def about_data(request: HttpRequest) -> HttpResponse:
    """How figures are made and what a seal proves and does not prove."""
    return render(request, "portal/about.html", {"log": log_state()})


@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    """Whether this process and its database answer; tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _blocks(request: HttpRequest, *, public: bool) -> list[dict[str, object]]:
    """The offered panels that have something to show, in their order. Each comes from its own template."""
    own_only = not public and asker(request).is_plain_staff
    offers = (block for block in offered(Block) if block.public is public and (block.own or not own_only))
    chosen = sorted(offers, key=lambda block: block.order)
    shown: list[dict[str, object]] = []
    for block in chosen:
        if html := block.render(request):
            shown.append({"code": block.code, "title": block.title, "html": mark_safe(html)})  # noqa: S308 - rendered by a template
    return shown
