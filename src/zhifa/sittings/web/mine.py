"""A candidate's own exams."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.sittings.selectors.candidates import my_exams


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """My exams: what is to be sat now or ahead first, then what is over."""
    rows = my_exams(asker(request), clock.now())
    shown = {
        "ahead": [one for one in rows if one.is_ahead],
        "over": [one for one in rows if not one.is_ahead],
    }
    return render(request, "sittings/mine.html", shown)
