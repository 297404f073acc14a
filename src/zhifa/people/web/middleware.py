"""Every request knows who asks: `request.actor`, built once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.people.selectors import actor_of, demonstration_accounts, district_or_none


class ActorMiddleware:
    """Puts the Actor and what the shell says of the district on the request, lazily: a file of styles asks for neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        here = SimpleLazyObject(district_or_none)
        request.demonstration = SimpleLazyObject(lambda: bool(here and here.is_demonstration))  # type: ignore[attr-defined]
        request.district_name = SimpleLazyObject(lambda: here.name if here else "")  # type: ignore[attr-defined]
        request.demonstration_accounts = SimpleLazyObject(demonstration_accounts)  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    return actor_of(request.user, clock.today()) if request.user.is_authenticated else STRANGER
