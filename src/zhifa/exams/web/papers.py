"""One blueprint and its draws, what a draw came to, one paper."""

from __future__ import annotations

import json

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from zhifa.exams import services
from zhifa.exams.selectors.papers import (
    blueprint_by_key,
    draw_by_key,
    lines_of,
    lines_words,
    list_coverage,
    paper_documents,
    supply_of,
    unasked,
)
from zhifa.exams.terms import PAPERS_MOST, Kind
from zhifa.exams.web.blueprints import office_of
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.forms import asked, day_field


class DrawForm(forms.Form):
    """How many papers, for which day."""

    count = forms.IntegerField(
        label=gettext_lazy("出多少份"), min_value=1, max_value=PAPERS_MOST, initial=100
    )
    on = day_field(label=gettext_lazy("考试日期"), help_text=gettext_lazy("按这一天可用的题出卷"))


@never_cache
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """One blueprint, its draws, and the form for the next."""
    actor = office_of(request)
    blueprint = blueprint_by_key(actor, key)
    lines, today = lines_of(blueprint), clock.today()
    form = DrawForm(request.POST or None, initial={"on": today})
    made: list[str] = []

    def drawn() -> None:
        data = form.cleaned_data
        made.append(services.draw_papers(actor, key, data["count"], data["on"], now=clock.now()).key)

    supply = supply_of(lines, today)
    draws = list(blueprint.draws.all()[:50])
    told = [
        (words, line.count, there, blueprint.points[line.kind], line.count * blueprint.points[line.kind])
        for words, line, there in zip(lines_words(lines), lines, supply.there, strict=True)
    ]
    listed = bool(blueprint.post) and blueprint.retired_on is None
    gaps = [law for law, _there in list_coverage(blueprint.post, today, 1)[1]] if listed else []
    free = [law for law in unasked(blueprint, today) if law not in gaps] if listed else []
    return asked(
        request, form, drawn, "exams/blueprint.html", back=lambda: reverse("exams_draw", args=[key, *made]), done=_("试卷已出好并封存。"),
        blueprint=blueprint, lines=told, lacks=supply.lacks, full=sum(row[4] for row in told),
        questions=sum(line.count for line in lines), draws=draws, today=today,
        gaps=gaps, unasked=free,
    )  # fmt: skip


@never_cache
def batch(request: HttpRequest, key: str, draw: str) -> HttpResponse:
    """What a draw came to: spread, exposure, overlap; and its papers."""
    actor = office_of(request)
    found = draw_by_key(actor, draw)
    if found.blueprint.key != key:
        raise NotFound(_("没有这批试卷"))
    page = Paginator(found.papers.defer("versions"), 50).get_page(request.GET.get("page"))
    listed = found.report.get("listed", [])
    short = [(law, papers) for law, papers in listed if papers < found.count]
    context = {"draw": found, "report": found.report, "page": page, "listed": len(listed), "short": short}
    return render(request, "exams/draw.html", context)


@never_cache
def paper(request: HttpRequest, key: str, draw: str, number: int) -> HttpResponse:
    """One paper as a candidate would read it, in the order of an example seed; no key is on the page."""
    actor = office_of(request)
    found = draw_by_key(actor, draw)
    if found.blueprint.key != key:
        raise NotFound(_("没有这批试卷"))
    told, _key = paper_documents(draw, number, "example")
    document = json.loads(told)
    sections = [(Kind(one["kind"]).label, one) for one in document["sections"]]
    return render(
        request,
        "exams/paper.html",
        {"draw": found, "number": number, "sections": sections, "full": document["full"]},
    )
