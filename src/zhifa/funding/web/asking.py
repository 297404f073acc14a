"""Who asks, and one form, one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhifa.funding.access import may_manage
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked as one_act


def office_of(request: HttpRequest) -> Actor:
    """Who asks, if it is the district office; for others the page does not exist."""
    actor = asker(request)
    if not may_manage(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def asked(
    request: HttpRequest,
    form: Form,
    act: Callable[[], object],
    *,
    title: str,
    back: Callable[[], str],
    away: str,
    done: str = "",
    **shown: Any,
) -> HttpResponse:
    """One form, one act: done, it leads on; refused, the reason stands beside the field."""
    return one_act(
        request, form, act, "funding/form.html", back=back, done=done, title=title, away=away, **shown
    )
