"""问法律: a resident asks in plain words and sees the provisions, cases like it, and what to do next.

A question comes in the body of a request and never in an address, so that it stands in no access log and in no browser's
history; nothing of it is kept (`laws.models.AskedQuestion`).
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.laws.api import LONGEST_QUESTION, note_asked, provisions_for, say_helped, suggestions
from zhifa.portal.selectors import cases_under

SUGGESTED = 6
EXAMPLES = ("同事借我钱不还怎么办", "被邻居家的狗咬伤了谁赔", "老板拖欠工资怎么办", "民法典1254")


@login_not_required
@never_cache
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The question and what the library has for it. Nothing is composed, and the question is not kept."""
    question = _typed(request)
    context: dict[str, object] = {"question": question, "examples": EXAMPLES, "longest": LONGEST_QUESTION}
    if question:
        today = clock.today()
        answer = provisions_for(question, today)
        context |= {
            "answer": answer,
            "cases": cases_under([one.text.pk for one in answer.provisions]),
            "token": note_asked(answer, today=today),
            "found": () if answer.provisions else suggestions(question, today, asker(request))[:SUGGESTED],
        }
    return render(request, "portal/ask.html", context)


@login_not_required
@require_POST
def helped(request: HttpRequest) -> HttpResponse:
    """Whether the provisions helped, as whoever asked says: once, without the question."""
    counted = say_helped(request.POST.get("token", "")[:200], helped=request.POST.get("helped") == "yes")
    template = "portal/parts/said.html" if request.headers.get("HX-Request") else "portal/said.html"
    return render(request, template, {"counted": counted})


@login_not_required
@never_cache
@sensitive_post_parameters("q")
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Statutes by name, sound or initials, and articles, while someone types."""
    found = suggestions(_typed(request), clock.today(), asker(request))[:SUGGESTED]
    return render(request, "portal/parts/suggested.html", {"found": found})


def _typed(request: HttpRequest) -> str:
    """What was typed; of two values the last, which is that of the button pressed."""
    return request.POST.get("q", "").strip()[:LONGEST_QUESTION]
