"""The public reading pages: the list, an instrument, an article. All readers see the same law."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.templatetags.zhifa import day as day_words
from zhifa.kernel.web.asking import asker
from zhifa.laws.access import may_keep_laws
from zhifa.laws.models import Version
from zhifa.laws.selectors import (
    ArticlePage,
    ReadingPage,
    article_page,
    cited_here,
    instruments_listed,
    library_counts,
    names_meant,
    reading_page,
)
from zhifa.laws.terms import BY_TITLE_ONLY, PREVAILS, SUBJECT_KIND
from zhifa.laws.web.caching import unless_had
from zhifa.laws.web.forms import DayForm, LibraryFilter
from zhifa.publishing.api import imprint_of

PAGE = 50


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The list of instruments with how complete the library is on the day."""
    form = LibraryFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    on = chosen.get("on") or clock.today()
    rows = instruments_listed(
        asker(request),
        on,
        words=chosen.get("q", ""),
        kind=chosen.get("kind", ""),
        standing=chosen.get("standing", ""),
    )
    typed = chosen.get("q", "")
    columns = (_("名称"), _("文号"), _("类别"), _("制定机关"), on.isoformat())
    if sheet := sheet_if_asked(request.GET, _("法规库"), columns, lambda: map(_sheet_row, rows.iterator())):
        return sheet
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "meant": names_meant(asker(request), typed) if typed and not page.object_list else (),
        "on": on,
        "dated": bool(chosen.get("on")),
        "counts": library_counts(asker(request), on),
        "may_keep": may_keep_laws(asker(request)),
    }
    return render(request, "laws/index.html", context)


def _sheet_row(row: Any) -> tuple[str, ...]:
    """An instrument as the sheet gives it, with how it stands on the day."""
    if row.is_repealed and not row.repealed_on:
        standing = _("已废止，日期未载明")
    elif row.stands:
        standing = _("施行中，已收录") if row.held else _("施行中，当日文本未收录")
    else:
        standing = _("已废止") if row.is_repealed else _("尚未施行，或更早文本未收录")
    return row.title, row.document_number, str(row.get_kind_display()), row.issuing_body, standing


@login_not_required
@require_safe
def instrument(request: HttpRequest, code: str, day: date | None = None) -> HttpResponseBase:
    """One instrument as of a day, with its text if that day's is held. `day` is that of a permanent address."""
    asked = DayForm(request.GET)
    chosen = asked.cleaned_data if asked.is_valid() else {}
    on = day or chosen.get("on")
    page = reading_page(asker(request), code, on or clock.today(), chosen.get("version"))
    imprint, inside = None, False
    if page.instrument.kind in BY_TITLE_ONLY:
        imprint = imprint_of(SUBJECT_KIND, code)
        inside = imprint is None and not asker(request).is_stranger
    context = _reading(page, dated=on is not None) | {"imprint": imprint, "inside": inside}
    edition = f"{page.edition}{imprint}"
    return unless_had(request, edition, lambda: render(request, "laws/instrument.html", context))


@login_not_required
@require_safe
def article(request: HttpRequest, code: str, key: str, day: date | None = None) -> HttpResponseBase:
    """One article in each held version, and who cites it. `day` is that of a permanent address."""
    asked = DayForm(request.GET)
    chosen = asked.cleaned_data if asked.is_valid() else {}
    on = day or chosen.get("on")
    page = article_page(asker(request), code, key, on or clock.today())
    context = _reading(page, dated=on is not None) | {"quoted": _quoted(request, page)}
    return unless_had(request, page.edition, lambda: render(request, "laws/article.html", context))


@login_not_required
@require_safe
def cited(request: HttpRequest, code: str) -> HttpResponse:
    """What is published here and cites an instrument."""
    found, citers = cited_here(asker(request), code)
    return render(request, "laws/cited.html", {"instrument": found, "citers": citers})


def _quoted(request: HttpRequest, page: ArticlePage) -> str:
    """The article of the day as it is pasted into a paper: its words, then where they stand and their permanent address."""
    text = page.of_day
    if text is None:
        return ""
    version, label = text.version, page.provision.label
    address = reverse(
        "laws_article_on", args=[page.instrument.code, page.provision.key, version.effective_on]
    )
    source = f"——《{page.instrument.title}》{edition_words(version)}{label}"
    return "\n".join([f"{label}　{text.text}", source, request.build_absolute_uri(address)])


def edition_words(version: Version) -> str:
    """（2018年10月26日公布，自2019年1月1日起的文本）"""
    told = {"published": day_words(version.published_on), "since": day_words(version.effective_on)}
    return _("（%(published)s公布，自%(since)s起的文本）") % told


def _reading(page: ReadingPage | ArticlePage, *, dated: bool) -> dict[str, Any]:
    """What both reading pages need; `dated` says that the reader chose the day, so that links keep it."""
    shown = page.shown if isinstance(page, ReadingPage) else None
    return {
        "reading": page,
        "form": DayForm(initial={"on": page.on.isoformat()}),
        "dated": dated,
        "prevails": PREVAILS,
        "edition": edition_words(shown) if shown else "",
    }
