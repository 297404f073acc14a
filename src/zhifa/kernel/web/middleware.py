"""The one place where a refusal becomes an answer: a page for people, RFC 9457 for programs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from zhifa.kernel.errors import Refusal


class RefusalMiddleware:
    """Turns a `Refusal` raised by a view into its page or its problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave everything else to become a 500 and an alarm."""
        return answer_to(request, exception) if isinstance(exception, Refusal) else None


def answer_to(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal's page, or its problem document where a program asks."""
    if wants_json(request):
        return problem(request, refusal)
    return render(request, "kernel/refusal.html", {"refusal": refusal}, status=refusal.status)


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as an RFC 9457 problem document."""
    return JsonResponse(
        refusal.as_problem(request.path),
        status=refusal.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks (the API, or a client that prefers JSON) rather than a person."""
    return request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", "text/html")
