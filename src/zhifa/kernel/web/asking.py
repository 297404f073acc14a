"""Who asks: the actor that people's middleware has set on every request."""

from __future__ import annotations

from django.http import HttpRequest

from zhifa.kernel.actor import Actor


def asker(request: HttpRequest) -> Actor:
    """The actor of the request; a stranger's too."""
    return request.actor  # type: ignore[attr-defined,no-any-return]  # set by people's middleware
