"""One form, one act; and who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked as one_act
from zhifa.kernel.wording import sentences
from zhifa.meetings.access import may_manage


def office_of(request: HttpRequest) -> Actor:
    """Who asks, if it is the conference's office; for others the page does not exist."""
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
    template: str = "meetings/form.html",
    **shown: Any,
) -> HttpResponse:
    """One form, one act: done, it leads on; refused, the reason stands beside the field."""
    return one_act(request, form, act, template, back=back, done=done, title=title, away=away, **shown)


def done(request: HttpRequest, act: Callable[[], object], back: str, words: str) -> HttpResponse:
    """A button: the act, then back; a refusal is said at the top of the page to which it leads."""
    try:
        act()
    except Refusal as refusal:
        if refusal.status == NotFound.status:
            raise
        messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
    else:
        messages.success(request, words)
    return redirect(back)
