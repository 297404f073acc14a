"""The page on which a candidate sits an exam: it gives the player its ticket and the terms; everything else goes over the wire.

The bare page, its worker and its manifest are the same for everybody and say nothing of anybody: a browser keeps them so that
the page of an attempt opens again without a network.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhifa.kernel.web.asking import asker
from zhifa.sittings.selectors.attempts import attempt_of
from zhifa.sittings.services.sitting import ticket_for

MARK = "X-Zhifa-Player"  # by which the worker knows our pages from those of a captive portal


@require_safe
@never_cache
def sit(request: HttpRequest, key: str) -> HttpResponse:
    """The candidate's own attempt; 404 for anybody else's."""
    attempt = attempt_of(asker(request), key)
    exam = attempt.candidate.exam
    told = {
        "ticket": ticket_for(attempt), "title": exam.title, "candidate": asker(request).name, "opens_at": exam.opens_at.isoformat(),
        "closes_at": exam.closes_at.isoformat(), "minutes": exam.minutes + attempt.candidate.extra_minutes,
    }  # fmt: skip
    return _marked(render(request, "sittings/player.html", {"told": told}))


@require_safe
@login_not_required
def shell(request: HttpRequest) -> HttpResponse:
    """The same page without anybody's exam, for a browser to keep."""
    return _marked(render(request, "sittings/player.html"))


@require_safe
@login_not_required
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, under the addresses that it serves."""
    path = finders.find("built/player-worker.js")
    if not isinstance(path, str):
        raise Http404
    with open(path, "rb") as file:
        return HttpResponse(file.read(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
@login_not_required
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the player on its home screen."""
    told = {
        "name": _("知法考试"), "short_name": _("考试"), "lang": get_language(), "display": "standalone",
        "start_url": reverse("sittings_mine"), "scope": "/", "background_color": "#fdfcfa", "theme_color": "#9e2b1e",
        "icons": [{"src": static("sittings/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


def _marked(response: HttpResponse) -> HttpResponse:
    response[MARK] = "1"
    return response
