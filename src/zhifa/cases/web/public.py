"""What anyone reads: cases by topic, by kind, under a provision; one case."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhifa.cases.selectors import CaseFilter, cited_of, held, public_case, published, topics
from zhifa.cases.terms import CASE, CaseKind
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import clauses
from zhifa.publishing.api import imprint_of, tell_if_withdrawn


@login_not_required
def listing(request: HttpRequest) -> HttpResponseBase:
    """Public cases, the newest first, narrowed by topic, kind, instrument and provision."""
    asked = request.GET
    narrowed = CaseFilter(
        topic=asked.get("topic", "").replace("\x00", "")[:16],
        kind=asked.get("kind", "") if asked.get("kind") in CaseKind.values else "",
        instrument=asked.get("law", "")[:80], provision=asked.get("article", "")[:20],
    )  # fmt: skip
    columns = (
        _("标题"),
        _("一句话提要"),
        _("类别"),
        _("主题"),
        _("办理机关"),
        _("裁判或办结日期"),
        _("报送单位"),
        _("引用的法律"),
    )
    if sheet := sheet_if_asked(
        asked, _("以案释法"), columns,
        lambda: (
            (
                row.title, row.subtitle, row.get_kind_display(), row.topic_label, row.body, row.decided_on or "",
                row.unit.name, clauses(one.label for one in row.cited.all()),
            )
            for row in published(narrowed, clock.today())
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(published(narrowed, clock.today()), 20).get_page(asked.get("page"))
    context = {"page": page, "topics": topics(clock.today()), "narrowed": narrowed, "kinds": CaseKind.choices}
    return render(request, "cases/list.html", context)


@login_not_required
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One case, to be read on a phone."""
    actor = asker(request)
    tell_if_withdrawn(CASE, key)
    case = public_case(key)
    context = {
        "case": case, "text": case.text, "cited": cited_of(actor, case), "imprint": imprint_of(CASE, key),
        "hold": held([case], clock.today()).get(case.pk),
    }  # fmt: skip
    return render(request, "cases/one.html", context)
