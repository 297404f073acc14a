"""导入法律文本: the keeper brings a file, sees what would happen, and takes it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_refusal
from zhifa.laws.access import may_keep_laws
from zhifa.laws.errors import DocumentsRefused
from zhifa.laws.rules.akoma import from_akoma, to_akoma
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.services import Taken, correct_text, import_documents, preview_documents
from zhifa.laws.services.readers import PACKED, SUFFIXES, uploaded_documents
from zhifa.laws.terms import Flaw, Outcome
from zhifa.laws.web.forms import CorrectionForm

SALT = "laws.import"
LARGEST_HERE = (
    2_000_000  # characters that a form carries from preview to import; larger ones go in by the command
)
KEPT_FOR = 24 * 3600  # seconds for which a preview may be taken in
TONES = {
    Outcome.NEW_INSTRUMENT: "done",
    Outcome.NEW_VERSION: "done",
    Outcome.UNCHANGED: "plain",
    Outcome.REFUSED: "late",
}


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or many files; the value is a list."""

    widget = FilesInput({"multiple": True, "accept": ",".join((*SUFFIXES, PACKED))})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of a kind that is read."""
        files: list[UploadedFile[bytes]] = (
            list(data) if isinstance(data, (list, tuple)) else [data] if data else []
        )
        if not files:
            raise forms.ValidationError(_("请选择一个或几个文件。"), code="required")
        if any(Path(file.name or "").suffix.lower() not in (*SUFFIXES, PACKED) for file in files):
            raise forms.ValidationError(_("读不了这种文件，请换成 docx、html、md、xml 或 zip。"))
        return files


class ImportForm(forms.Form):
    """Files with one text each, or a folder of them packed as one, and where they come from."""

    file = FilesField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "Word（.docx）、网页（.html）、Markdown（.md）或 Akoma Ntoso（.xml），一个文件一部；可以选多个，也可以把文件夹打成 zip。"
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("出处"), max_length=120, help_text=gettext_lazy("公报期号、网址等，便于核对。")
    )


def bring(request: HttpRequest) -> HttpResponse:
    """The form; after files were sent, their preview; after the preview was confirmed, the texts are in the library."""
    actor = asker(request)
    if not may_keep_laws(actor):
        raise NotFound(_("没有这个页面"))
    if request.method == "POST" and request.POST.get("correction"):
        return _correct(request, actor)
    if request.method == "POST" and request.POST.get("text"):
        return _take(request, actor)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            documents = uploaded_documents(form.cleaned_data["file"])
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            context |= _previewed(actor, documents, form.cleaned_data["source"])
    return render(request, "laws/import.html", context)


def _previewed(actor: Actor, documents: list[LawDocument], source: str) -> dict[str, Any]:
    """What the page shows of the documents before they are taken in, and the signed texts that the form carries."""
    seen = preview_documents(actor, documents, clock.now())
    new = [one for one in seen if one.outcome in (Outcome.NEW_INSTRUMENT, Outcome.NEW_VERSION)]
    refused = sum(one.outcome is Outcome.REFUSED for one in seen)
    carried = _carried([one.document for one in new], source, refused) if new else ""
    fits = len(carried) <= LARGEST_HERE
    differs = len(seen) == 1 and {one.flaw for one in seen[0].document.refused} == {Flaw.DIFFERS}
    correction = {
        "correction": _carried([seen[0].document], source, 0), "correction_form": CorrectionForm(initial={"source": source}),
    } if differs else {}  # fmt: skip
    return (
        _shown(seen)
        | correction
        | {"text": carried if fits else "", "too_large": not fits, "left_out": refused, "new": len(new)}
    )


def _correct(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A text that differs from the held one of its day is taken for the right one."""
    try:
        _source, _refused, ((name, text),) = signing.loads(
            request.POST["correction"], salt=SALT, max_age=KEPT_FOR
        )
    except signing.BadSignature:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("laws_import")
    document = from_akoma(text.encode(), name)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        try:
            version = correct_text(
                actor, document, form.cleaned_data["reason"], form.cleaned_data["source"], clock.now()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已更正文字，原来的文字留存备查。"))
            return redirect("laws_versions", version.instrument.code)
    context = _previewed(actor, [document], request.POST.get("source", "")) | {"correction_form": form}
    return render(request, "laws/import.html", {"form": ImportForm()} | context)


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        source, refused, texts = signing.loads(request.POST["text"], salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("laws_import")
    documents = [from_akoma(text.encode(), name) for name, text in texts]
    partly = bool(request.POST.get("partly"))
    if refused and not partly:
        context = _previewed(actor, documents, source) | {
            "text": request.POST["text"],
            "left_out": refused,
            "must_choose": True,
        }
        return render(request, "laws/import.html", {"form": ImportForm()} | context)
    try:
        done = import_documents(actor, documents, source, clock.now(), whole=not partly)
    except DocumentsRefused as refusal:
        context = _previewed(actor, documents, source) | {"refusal": refusal}
        return render(request, "laws/import.html", {"form": ImportForm()} | context)
    taken = [one for one in done if one.outcome is not Outcome.REFUSED]
    if len(taken) == 1:
        (one,) = taken
        told = {"title": one.document.title, "outcome": one.outcome.label}
        messages.success(request, _("《%(title)s》：%(outcome)s。") % told)
        return redirect("laws_instrument", one.code)
    messages.success(request, _("已收录 %(many)d 个文本。") % {"many": len(taken)})
    return redirect("laws_desk")


def _carried(documents: list[LawDocument], source: str, refused: int) -> str:
    texts = [[one.name, to_akoma(one, "x").decode()] for one in documents]
    return signing.dumps([source, refused, texts], salt=SALT, compress=True)


def _shown(seen: list[Taken]) -> dict[str, Any]:
    """Each document with its outcome and what is to be known of it; one alone in full."""
    refusing = Flaw.refusing()
    lines = [
        {
            "seen": one,
            "outcome": one.outcome.label,
            "tone": TONES[one.outcome],
            "articles": len(one.document.pieces),
            "refused": [remark for remark in one.remarks if remark.flaw in refusing],
            "noted": [remark for remark in one.remarks if remark.flaw not in refusing],
            "kind": one.document.kind.label,
            "foreseen": _foreseen(one),
        }
        for one in seen
    ]
    return {"lines": lines, **(lines[0] if len(lines) == 1 else {})}


@dataclass(frozen=True)
class Reached:
    """Of one kind and one owner: the things that would wait for a decision, and how many others are only flagged."""

    kind: str
    unit: str
    asked: tuple[tuple[str, str], ...]  # title and page of each
    flagged: int


@dataclass(frozen=True)
class Foreseen:
    """Whom the ripple of a text would reach, from what day on; by kind, then owner."""

    since: date
    is_past: bool
    asked: int
    rows: tuple[Reached, ...]


def _foreseen(one: Taken) -> Foreseen | None:
    """What the page shows of a ripple before it is opened; None where nothing that is cited would change."""
    if one.since is None:
        return None
    rows = []
    by_owner = groupby(one.touches, key=lambda row: (str(row.citer.title), row.use.unit_name))
    for (kind, unit), group in by_owner:
        uses = list(group)
        asked = {row.use.subject: (row.use.title, row.use.url) for row in uses if row.task is not None}
        flagged = {row.use.subject for row in uses if row.task is None}
        rows.append(Reached(kind, unit, tuple(asked.values()), len(flagged)))
    many = sum(len(row.asked) for row in rows)
    return Foreseen(one.since, one.since <= clock.today(), many, tuple(rows))
