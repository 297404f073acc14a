"""版本对照: two held versions of one instrument beside each other."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhifa.kernel.web.asking import asker
from zhifa.laws.selectors import VersionsCompared, versions_compared
from zhifa.laws.terms import PREVAILS


class WhichForm(forms.Form):
    """The two versions to compare, by their day of publication."""

    before = forms.TypedChoiceField(label=_("旧文本"), coerce=int)
    after = forms.TypedChoiceField(label=_("新文本"), coerce=int)


@login_not_required
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """The newest two held versions, or the two asked for; what did not change only when asked."""
    actor = asker(request)
    compared = versions_compared(actor, code, _number(request, "before"), _number(request, "after"))
    show_all = bool(request.GET.get("all"))
    rows = [row for row in compared.comparison.rows if show_all or row.pair.change != "same"]
    context = {
        "compared": compared,
        "rows": rows,
        "all": show_all,
        "form": _form(compared),
        "prevails": PREVAILS,
    }
    return render(request, "laws/compare.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def _form(compared: VersionsCompared) -> WhichForm:
    form = WhichForm(initial={"before": compared.before.pk, "after": compared.after.pk})
    choices = [(one.pk, f"{one.published_on}") for one in compared.held]
    for name in ("before", "after"):
        form.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field's
    return form
