"""The page of the office's list of words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.deeds.api import show_refusal
from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed, Refusal
from zhifa.reports.access import may_write_reports
from zhifa.reports.selectors import word_rules
from zhifa.reports.services import WordDraft, drop_word_rule, keep_word_rule
from zhifa.reports.web.forms import WordRuleForm
from zhifa.reports.web.views import _reader, _writer


def words(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more line."""
    actor = _reader(request)
    form = WordRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_word_rule(_writer(request), WordDraft(**form.cleaned_data), now=clock.now())
        except NotAllowed:
            raise
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已加进用语表，报告会按它检查。"))
            return redirect("reports_words")
    context = {"rules": word_rules(actor), "form": form, "may_write": may_write_reports(actor)}
    return render(request, "reports/words.html", context)


@require_POST
def drop(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a line off the list."""
    drop_word_rule(_writer(request), rule_id, now=clock.now())
    messages.success(request, _("已从用语表去掉。"))
    return redirect("reports_words")
