"""引用核对: anyone pastes a text and sees which of its citations hold."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker
from zhifa.laws.selectors import checked_text
from zhifa.laws.terms import PREVAILS
from zhifa.laws.web.forms import CheckForm

# How each verdict looks: a tone of the kernel's status component; what must be mended looks late.
TONES = {"fits": "done", "changed": "waiting", "not_held": "plain", "unclear": "waiting"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form; after a text was sent, the text with its citations linked and what is wrong with them. Nothing is kept."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "prevails": PREVAILS}
    if form.is_valid():
        asked = form.cleaned_data
        today = clock.today()
        actor = asker(request)
        checked = checked_text(
            asked["text"], asked["on"] or today, own=asked["own"], today=today, actor=actor
        )
        context["checked"] = checked
        context["rows"] = [
            (one, one.verdict.label, TONES.get(one.verdict, "late")) for one in checked.findings
        ]
    return render(request, "laws/check.html", context)
