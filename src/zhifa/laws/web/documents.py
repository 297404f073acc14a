"""Keeping: a document by its title and dates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_refusal
from zhifa.laws.access import may_keep_laws
from zhifa.laws.services import DocumentDraft, add_document
from zhifa.laws.web.forms import DocumentForm


def new_document(request: HttpRequest) -> HttpResponse:
    """Enter a party regulation or policy document; a refusal stands beside its field."""
    actor = asker(request)
    if not may_keep_laws(actor):
        raise NotFound(_("没有这个页面"))
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = add_document(actor, DocumentDraft(**form.cleaned_data), clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已收录《%(title)s》。") % {"title": kept.title})
            return redirect("laws_instrument", kept.code)
    return render(request, "laws/document_new.html", {"form": form})
