"""Tells a form that was sent by the `offline-form` island whether Zhifa itself received it.

A phone on a station's or hotel's network gets a login page with status 200 instead of an answer, and a
redirect hides its headers from scripts. So a request that carries `X-Zhifa-Client-Key` is answered with
`X-Zhifa-Received: <key>` (and the next address in `X-Zhifa-Location`) when the view accepted it by
redirecting, or with `X-Zhifa-Refused: <key>` and the page that says why. Anything else was not received.
The same key comes in the hidden field `client_key`: services use it to write once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

KEY = "X-Zhifa-Client-Key"
RECEIVED = "X-Zhifa-Received"
REFUSED = "X-Zhifa-Refused"
LOCATION = "X-Zhifa-Location"


class OfflineMiddleware:
    """Marks answers to the island; must stand below the checks of sign-in and forgery, and above refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.headers.get(KEY, "")
        if not key or not getattr(request, "zhifa_view_reached", False):
            return response
        return _marked(response, key)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Remember that the request passed every check before the view; a turned-away one is not marked."""
        request.zhifa_view_reached = True  # type: ignore[attr-defined]


def _marked(response: HttpResponse, key: str) -> HttpResponse:
    """A redirect becomes a receipt, a page becomes a refusal; a failure of ours stays unmarked and is retried."""
    if 300 <= response.status_code < 400 and response.has_header("Location"):
        receipt = HttpResponse(status=200)
        receipt.cookies = response.cookies
        receipt[RECEIVED] = key
        receipt[LOCATION] = response["Location"]
        return receipt
    if response.status_code < 500:
        response[REFUSED] = key
    return response
