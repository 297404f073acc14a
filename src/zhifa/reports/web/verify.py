"""The checker for anyone: what it is, the page itself, the same page to take along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhifa.ledger.api import latest_checkpoint, verifier_key
from zhifa.reports.services import checker

# Whatever a bundle says, the page that checks it loads nothing and sends nothing.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


@require_safe
@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """What a proof shows and what not, where the checker is, and which key this log signs with."""
    key = verifier_key() if latest_checkpoint() else ""
    return render(request, "reports/verify.html", {"key": key})


@require_safe
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """The checker, to use here or (`?download`) to keep; one file, the same that stands beside every bundle."""
    response = HttpResponse(checker(), content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = POLICY
    if "download" in request.GET:
        response["Content-Disposition"] = 'attachment; filename="check.html"'
    return response
