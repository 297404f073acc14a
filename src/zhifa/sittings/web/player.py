"""The page on which a candidate sits an exam: it gives the player its ticket and the terms; everything else goes over the wire.

The bare page, its worker and its manifest are the same for everybody and say nothing of anybody: a browser keeps them so that
the page of an attempt opens again without a network.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked
from zhifa.sittings.access import may_run
from zhifa.sittings.selectors.attempts import attempt_of
from zhifa.sittings.services.sitting import FILE_BYTES_MOST, accept_file, ticket_for

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
        "begun": attempt.started_at is not None,
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
        return HttpResponse(
            file.read(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )


@require_safe
@login_not_required
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the player on its home screen."""
    told = {
        "name": _("知法考试"), "short_name": _("考试"), "lang": get_language(), "display": "standalone",
        "start_url": reverse("sittings_mine"), "scope": "/", "background_color": "#fdfcfa", "theme_color": "#9e2b1e",
        "icons": [
            {"src": static("sittings/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *({"src": static(f"sittings/icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png"} for side in (192, 512)),
        ],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


def _marked(response: HttpResponse) -> HttpResponse:
    response[MARK] = "1"
    return response


class FileForm(forms.Form):
    """A hand-in file; the office says why when it takes one after the grace."""

    file = forms.FileField(
        label=gettext_lazy("离线交卷文件"),
        help_text=gettext_lazy("答题页写出的文件，名称以“离线交卷文件”开头，以 .json 结尾"),
    )
    reason = forms.CharField(
        label=gettext_lazy("过了宽限期仍然接收的原因"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("宽限期以内的不用写"),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_run(actor):
            del self.fields["reason"]


@never_cache
def file_in(request: HttpRequest) -> HttpResponse:
    """A hand-in file comes in: the candidate's own, or any that the office was handed."""
    actor = asker(request)
    form = FileForm(actor, request.POST or None, request.FILES or None)

    def act() -> None:
        content = form.cleaned_data["file"].read(FILE_BYTES_MOST + 1)
        accept_file(actor, content, now=clock.now(), reason=form.cleaned_data.get("reason", ""))

    office = may_run(actor)
    return asked(
        request, form, act, "sittings/player_file.html", back=lambda: reverse("sittings_desk" if office else "sittings_mine"),
        done=_("文件里的作答已收下。"), office=office,
    )  # fmt: skip
