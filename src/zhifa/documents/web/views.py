"""The register to look through, one document, entering and ending one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.documents.access import may_keep, may_see_register
from zhifa.documents.models import Document
from zhifa.documents.selectors import (
    Looked,
    document_by_number,
    documents,
    may_take_its_place,
    office_name,
    superseded_by,
    years,
)
from zhifa.documents.services import correct_document, enter_document, repeal, supersede
from zhifa.documents.terms import DOCUMENT
from zhifa.documents.web.forms import CorrectForm, FilterForm, NewForm, RepealForm, SupersedeForm
from zhifa.evidence.api import evidence_of
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import names_of
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked
from zhifa.ledger.api import Subject, entries_of

COLUMNS = (
    gettext_lazy("文号"), gettext_lazy("标题"), gettext_lazy("种类"), gettext_lazy("发文机关"), gettext_lazy("印发日期"),
    gettext_lazy("生效日期"), gettext_lazy("有效期至"), gettext_lazy("状态"), gettext_lazy("由哪份文件替代"), gettext_lazy("依据或说明"),
    gettext_lazy("主要内容"),
)  # fmt: skip


def register(request: HttpRequest) -> HttpResponseBase:
    """All documents that the reader may know of, the newest first; each as it stands on the day asked for, today unless one is."""
    actor = asker(request)
    if not may_see_register(actor):
        raise NotFound(_("没有这个页面"))
    form = FilterForm(request.GET or None, years=years(actor))
    told: dict[str, Any] = dict(form.cleaned_data) if form.is_valid() else {}
    on = told.pop("on", None) or clock.today()
    rows = documents(actor, Looked(**told), on)
    if sheet := sheet_if_asked(
        request.GET, _("文件登记"), COLUMNS,
        lambda: (
            (
                one.number, one.title, one.get_kind_display(), one.issuer, one.issued_on, one.valid_from, one.valid_until,
                one.standing_on(on).label, str(one.superseded_by or ""), one.ending_words, one.about,
            )
            for one in rows.iterator(chunk_size=500)
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {
        "page": page, "form": form, "on": on, "is_today": on == clock.today(), "may_keep": may_keep(actor),
        "lines": [(one, one.standing_on(on), one.tone_on(on)) for one in page],
        "narrowed": any(told.values()),
    }  # fmt: skip
    return render(request, "documents/register.html", context)


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what it is, how it stands, where it came from, its scan, what was done."""
    actor, today = asker(request), clock.today()
    found = _seen(actor, pk)
    subject = Subject(DOCUMENT, str(pk))
    named = names_of(actor, {found.source_kind: [found.source_key]}) if found.source_kind else {}
    context = {
        "document": found, "standing": found.standing_on(today), "tone": found.tone_on(today),
        "source": named.get((found.source_kind, found.source_key)), "former": superseded_by(actor, found),
        "files": evidence_of([subject])[subject], "entries": entries_of(subject),
        "may_end": may_keep(actor) and not found.ending, "may_correct": may_keep(actor) and found.by_hand,
    }  # fmt: skip
    return render(request, "documents/document.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Enter a document by hand."""
    actor = _keeper(request)
    form = NewForm(request.POST or None, request.FILES or None, initial={"issuer": office_name()})
    made: list[Document] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(enter_document(actor, form.draft(), now=clock.now(), files=data["uploads"] or ()))

    def made_page() -> str:
        return made[0].get_absolute_url()

    return asked(
        request, form, act, "documents/form.html", back=made_page,
        away=reverse("documents_register"), title=_("补登文件"), done=_("已登记。"),
        lead=_("补登在别处印发的文件。系统里签发的责任清单、普法提示、会议纪要在签发时自动登记，不用再填。"),
    )  # fmt: skip


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an entry right."""
    actor = _keeper(request)
    found = _seen(actor, pk)
    told = {name: getattr(found, name) for name in CorrectForm.base_fields if hasattr(found, name)}
    form = CorrectForm(request.POST or None, initial=told)
    return _asked(
        request, form, lambda: correct_document(actor, pk, form.draft(), form.cleaned_data["reason"], now=clock.now()), found,
        title=_("更正登记"), lead=_("更正前后的内容都留在存证日志里。"),
    )  # fmt: skip


def supersede_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what took its place."""
    actor = _keeper(request)
    found = _seen(actor, pk)
    form = SupersedeForm(request.POST or None, among=may_take_its_place(actor, found))
    return _asked(
        request, form, lambda: supersede(actor, pk, form.cleaned_data["successor"].pk, now=clock.now()), found,
        title=_("登记被替代"), lead=found.title,
    )  # fmt: skip


def repeal_document(request: HttpRequest, pk: int) -> HttpResponse:
    """It holds no longer."""
    actor = _keeper(request)
    found = _seen(actor, pk)
    form = RepealForm(request.POST or None)

    def act() -> object:
        return repeal(actor, pk, form.cleaned_data["from_day"], form.cleaned_data["reason"], now=clock.now())

    return _asked(request, form, act, found, title=_("登记废止"), lead=found.title)


def _asked(request: HttpRequest, form: forms.Form, act: Any, found: Document, **shown: str) -> HttpResponse:
    here = found.get_absolute_url()
    return asked(request, form, act, "documents/form.html", back=lambda: here, away=here, **shown)


def _seen(actor: Actor, pk: int) -> Document:
    if not may_see_register(actor):
        raise NotFound(_("没有这个页面"))
    return document_by_number(actor, pk)


def _keeper(request: HttpRequest) -> Actor:
    """Who asks, if it keeps the register; for others the page does not exist."""
    actor = asker(request)
    if not may_keep(actor):
        raise NotFound(_("没有这个页面"))
    return actor
