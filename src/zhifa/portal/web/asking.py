"""问法律: a resident asks in plain words and sees the provisions, cases like it, and what to do next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhifa.kernel import clock
from zhifa.laws.api import LONGEST_QUESTION, provisions_for, suggestions
from zhifa.portal.selectors import cases_under

SUGGESTED = 6
EXAMPLES = ("同事借我钱不还怎么办", "被邻居家的狗咬伤了谁赔", "老板拖欠工资怎么办", "民法典1254")


@login_not_required
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The question and what the library has for it. Nothing is composed, and the question is not kept."""
    question = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    context: dict[str, object] = {"question": question, "examples": EXAMPLES, "longest": LONGEST_QUESTION}
    if question:
        answer = provisions_for(question, clock.today())
        context |= {"answer": answer, "cases": cases_under([one.text.pk for one in answer.provisions])}
    return render(request, "portal/ask.html", context)


@login_not_required
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Statutes by name, sound or initials, and articles, while someone types."""
    typed = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    found = suggestions(typed, clock.today())[:SUGGESTED]
    return render(request, "portal/parts/suggested.html", {"found": found})
