"""The workspace of plain staff: their own pages, and no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import OwnPages, offered
from zhifa.kernel.web.middleware import answer_to

WORKSPACE = "/work/"


def is_open_to(actor: Actor, address: str, url_name: str | None) -> bool:
    """Whether an address exists for this actor as far as the workspace is concerned; what it shows the page itself decides."""
    if not address.startswith(WORKSPACE) or not actor.is_plain_staff:
        return True
    return any(url_name in pages.url_names for pages in offered(OwnPages))


class OwnPagesMiddleware:
    """Turns plain staff away from every page of the workspace that is not offered as a person's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Answer 404 for what is not theirs, as the page would if it did not exist."""
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by people's middleware
        match = request.resolver_match
        if is_open_to(actor, request.path, match.url_name if match else None):
            return None
        return answer_to(request, NotFound(_("没有这个页面")))
