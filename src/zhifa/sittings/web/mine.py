"""A candidate's own exams."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.sittings.selectors.candidates import my_exams


def mine(request: HttpRequest) -> HttpResponse:
    """My exams: when, how long, where each stands, what to do now."""
    return render(request, "sittings/mine.html", {"rows": my_exams(asker(request), clock.now())})
