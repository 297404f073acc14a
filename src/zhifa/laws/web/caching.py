"""Leafing: a stranger who has a page already is told so by 304, before its words are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.elder import is_elder


def unless_had(request: HttpRequest, edition: str, render: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page, or 304 where the reader has this very edition of it. Those who signed in get it anew: the shell around it tells what
    waits for them."""
    if not asker(request).is_stranger:
        return render()
    had = get_conditional_response(request, etag=_mark(request, edition))
    response = had or render()
    response["ETag"] = _mark(request, edition)  # after rendering: it may have given the reader a form token
    response["Cache-Control"] = "private, no-cache"
    return response


def _mark(request: HttpRequest, edition: str) -> str:
    """The edition with all that the shell shows a stranger: language, size of type, the day, messages, the release."""
    cookies = [request.COOKIES.get(name, "") for name in (settings.SESSION_COOKIE_NAME, "messages")]
    token = request.META.get("CSRF_COOKIE", "")
    told = [
        edition,
        request.get_full_path(),
        get_language(),
        is_elder(request),
        token,
        *cookies,
        clock.today(),
        _release(),
    ]
    return quote_etag(hashlib.sha256(repr(told).encode()).hexdigest()[:32])


def _release() -> str:
    """The build of the front end and the templates' age: either changes with every release."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    templates = (Path(__file__).parents[1] / "templates").rglob("*.html")
    return repr(sorted(file.stat().st_mtime_ns for file in (manifest, *templates) if file.exists()))
