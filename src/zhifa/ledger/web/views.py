"""Signed heads and tiles. Nobody signs in here: where one stands decides, and outside the internal network nothing is here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.kernel.errors import NotFound
from zhifa.ledger.rules.networks import all_inside, networks_of
from zhifa.ledger.rules.tiles import ENTRIES, place_at
from zhifa.ledger.services import entry_bundle, hash_tile, head_note

FOREVER = "private, max-age=31536000, immutable"  # private: no cache at the edge may hand it to the outside
GROWING = "private, max-age=60"
ASK_AGAIN = "private, no-cache"


def inside_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets in only requests every hop of which is on the internal network; for all others the address does not exist.

    A caller can add addresses to `X-Forwarded-For` but none away, so that forging can only shut him out.
    """

    @wraps(view)
    def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
        hops = [request.META.get("REMOTE_ADDR", "")]
        if forwarded := request.headers.get("X-Forwarded-For"):
            hops += forwarded.split(",")
        if not all_inside(hops, networks_of(settings.ENVIRONMENT.log_networks)):
            raise NotFound(_("没有这个页面"))
        return view(request, **parts)

    return guarded


@login_not_required
@require_safe
@inside_only
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed head."""
    return _answer(head_note().encode(), "text/plain; charset=utf-8", "no-store")


@login_not_required
@require_safe
@inside_only
def tile(_request: HttpRequest, address: str) -> HttpResponse:
    """A tile of hashes, or a bundle of entries. Full tiles never change; a bundle in which entries are withheld may show more
    once what they are about is published."""
    place = place_at(address)
    if place is None:
        raise NotFound(_("日志里没有这一块"))
    if place.level != ENTRIES:
        return _answer(hash_tile(place), "application/octet-stream", FOREVER if place.is_full else GROWING)
    bundle, is_whole = entry_bundle(place)
    return _answer(bundle, "application/octet-stream", FOREVER if is_whole and place.is_full else ASK_AGAIN)


def _answer(content: bytes, kind: str, caching: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = caching
    response["X-Content-Type-Options"] = "nosniff"
    return response
