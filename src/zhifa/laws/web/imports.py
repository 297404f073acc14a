"""导入法律文本: the keeper brings a file, sees what would happen, and takes it in."""

from __future__ import annotations

import tempfile
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
from zhifa.kernel.errors import NotFound
from zhifa.laws.access import may_keep_laws
from zhifa.laws.rules.akoma import from_akoma, to_akoma
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.services import Taken, import_documents, preview_documents
from zhifa.laws.services.readers import SUFFIXES, read_path
from zhifa.laws.terms import Flaw, Outcome

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


class ImportForm(forms.Form):
    """One file with one text, and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "Word（.docx）、网页（.html）、Markdown（.md）或 Akoma Ntoso（.xml），一个文件一部。"
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("出处"), max_length=120, help_text=gettext_lazy("公报期号、网址等，便于核对。")
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, of a kind that is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("读不了这种文件，请换成 docx、html、md 或 xml。"))
        return file


def bring(request: HttpRequest) -> HttpResponse:
    """The form; after a file was sent, its preview; after the preview was confirmed, the text is in the library."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not may_keep_laws(actor):
        raise NotFound(_("没有这个页面"))
    if request.method == "POST" and request.POST.get("text"):
        return _take(request, actor)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        document = _read(form.cleaned_data["file"])
        (seen,) = preview_documents(actor, [document])
        carried = (
            _carried(document, form.cleaned_data["source"]) if seen.outcome is not Outcome.REFUSED else ""
        )
        is_new = seen.outcome in (Outcome.NEW_INSTRUMENT, Outcome.NEW_VERSION)
        context |= _shown(seen) | {
            "text": carried if is_new and len(carried) <= LARGEST_HERE else "",
            "too_large": is_new and len(carried) > LARGEST_HERE,
        }
    return render(request, "laws/import.html", context)


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        name, source, text = signing.loads(request.POST["text"], salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("laws_import")
    (done,) = import_documents(actor, [from_akoma(text.encode(), name)], source, clock.now())
    if done.outcome is Outcome.REFUSED:
        return render(request, "laws/import.html", {"form": ImportForm()} | _shown(done))
    messages.success(
        request,
        _("《%(title)s》：%(outcome)s。") % {"title": done.document.title, "outcome": done.outcome.label},
    )
    return redirect("laws_instrument", done.code)


def _read(file: UploadedFile[bytes]) -> LawDocument:
    """The first document of an uploaded file; its readers take paths."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name or "x.md").name
        path.write_bytes(file.read())
        return next(iter(read_path(path)))


def _carried(document: LawDocument, source: str) -> str:
    return signing.dumps([document.name, source, to_akoma(document, "x").decode()], salt=SALT, compress=True)


def _shown(seen: Taken) -> dict[str, Any]:
    refusing = Flaw.refusing()
    return {
        "seen": seen,
        "outcome": seen.outcome.label,
        "tone": TONES[seen.outcome],
        "articles": len(seen.document.pieces),
        "refused": [one for one in seen.remarks if one.flaw in refusing],
        "noted": [one for one in seen.remarks if one.flaw not in refusing],
        "kind": seen.document.kind.label,
    }
