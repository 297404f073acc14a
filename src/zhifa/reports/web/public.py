"""What strangers read of reports: published 定稿, as they were printed, each figure a door."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.figures.api import visible_codes
from zhifa.kernel.actor import STRANGER
from zhifa.kernel.errors import NotFound
from zhifa.publishing.api import imprint_of, tell_if_withdrawn
from zhifa.reports.selectors import file_of, published_report, published_reports
from zhifa.reports.services import FORMS
from zhifa.reports.terms import PROOF_FORM, REPORT_SUBJECT

OFFERED = ("docx", "pdf")  # the file in HTML lists records by name, public or not: it stays inside


@require_safe
@login_not_required
def report_list(request: HttpRequest) -> HttpResponse:
    """Published reports, the newest first."""
    page = Paginator(published_reports(), 20).get_page(request.GET.get("page"))
    return render(request, "reports/public_list.html", {"page": page})


@require_safe
@login_not_required
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """One published report: the text that was reviewed, its figures with their doors, its files."""
    tell_if_withdrawn(REPORT_SUBJECT, str(report_id))
    found = published_report(report_id)
    frozen = found.frozen or {}
    lines = frozen.get("lines", [])
    shapes = frozen.get("shapes") or [["paragraph", 0]] * len(lines)
    public = set(visible_codes(STRANGER))
    context = {
        "report": found,
        "lines": [(kind, level, text) for (kind, level), text in zip(shapes, lines, strict=True)],
        "figures": [(one, _door(one) if one["code"] in public else "") for one in frozen.get("figures", [])],
        "uncovered": frozen.get("uncovered", []),
        "forms": OFFERED,
        "has_proof": found.files.filter(form=PROOF_FORM).exists(),
        "imprint": imprint_of(REPORT_SUBJECT, str(report_id)),
    }
    return render(request, "reports/public.html", context)


@require_safe
@login_not_required
def download(_request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    """A file of a published report, byte for byte as it was made 定稿."""
    tell_if_withdrawn(REPORT_SUBJECT, str(report_id))
    found = published_report(report_id)
    if form not in OFFERED:
        raise NotFound(_("没有这种格式"))
    response = HttpResponse(bytes(file_of(found, form).content), content_type=FORMS[form])
    name = quote(f"{found.title}.{form}")
    response["Content-Disposition"] = f"attachment; filename=\"report.{form}\"; filename*=UTF-8''{name}"
    return response


@require_safe
@login_not_required
def proof(_request: HttpRequest, report_id: int) -> HttpResponse:
    """The proof bundle that was kept with the 定稿; its release was decided with the report's (`offers`)."""
    tell_if_withdrawn(REPORT_SUBJECT, str(report_id))
    content = bytes(file_of(published_report(report_id), PROOF_FORM).content)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="bundle.json"'
    return response


def _door(one: dict[str, str]) -> str:
    """The address of a figure over the days that were printed: `2016-01-01/2018-08-24`, `../2018-08-24`."""
    since, _bar, until = one["window"].rpartition("→")[2].partition("/")
    days = {"until": until} | ({"since": since} if since != ".." else {})
    return f"{reverse('figure', args=[one['code']])}?{urlencode(days)}"
