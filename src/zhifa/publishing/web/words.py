"""The page of the office's list of words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed, NotFound, Refusal
from zhifa.publishing.access import may_keep_gate
from zhifa.publishing.selectors import word_rules
from zhifa.publishing.services import WordDraft, drop_word_rule, keep_word_rule
from zhifa.publishing.web.forms import WordRuleForm, show_refusal
from zhifa.publishing.web.views import reader


def words(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more line."""
    actor = reader(request)
    form = WordRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_word_rule(actor, WordDraft(**form.cleaned_data), now=clock.now())
        except NotAllowed as refusal:
            raise NotFound(_("没有这个页面")) from refusal
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已加进用语表，送审和报告定稿都会按它检查。"))
            return redirect("publishing_words")
    context = {"rules": word_rules(), "form": form, "may_write": may_keep_gate(actor)}
    return render(request, "publishing/words.html", context)


@require_POST
def drop(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a line off the list."""
    actor = reader(request)
    if not may_keep_gate(actor):
        raise NotFound(_("没有这个页面"))
    drop_word_rule(actor, rule_id, now=clock.now())
    messages.success(request, _("已从用语表去掉。"))
    return redirect("publishing_words")
