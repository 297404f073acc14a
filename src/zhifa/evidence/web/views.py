"""Fetching a file, and the page about it."""

from __future__ import annotations

from io import BytesIO

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhifa.evidence.models import Evidence
from zhifa.evidence.selectors import likenesses_of, may_show_persons, readable_evidence, view_of
from zhifa.evidence.services import answer_likeness, opened, reduced
from zhifa.evidence.terms import MEDIA_TYPES, LikenessAnswer
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import Subject
from zhifa.lookups.api import What, note_lookup

PICTURE_SIDE = 640


class LikenessForm(forms.Form):
    """What is the case with two photographs that look alike."""

    answer = forms.ChoiceField(
        label=gettext_lazy("答复"),
        choices=[choice for choice in LikenessAnswer.choices if choice[0]],
        widget=forms.RadioSelect,
    )


@require_safe
def file(request: HttpRequest, evidence_id: int) -> FileResponse | HttpResponseNotModified:
    """The bytes, for whoever may see one of the things that the file speaks for; never shown in place."""
    actor = asker(request)
    evidence = readable_evidence(actor, evidence_id)
    _note(actor, evidence)
    etag = f'"{evidence.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    ending = MEDIA_TYPES[evidence.media_type].ending
    name = evidence.title if evidence.title.lower().endswith(f".{ending}") else f"{evidence.title}.{ending}"
    response = FileResponse(
        opened(evidence), as_attachment=True, filename=name, content_type=evidence.media_type
    )
    _guarded(response, etag)
    return response


@require_safe
def picture(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A reduced copy of a photograph to look at, for whoever may fetch it; made from pixels alone, so nothing in it runs."""
    actor = asker(request)
    evidence = readable_evidence(actor, evidence_id)
    if not MEDIA_TYPES[evidence.media_type].is_image:
        raise NotFound(_("这不是图片"))
    _note(actor, evidence)
    etag = f'"{evidence.sha256}-{PICTURE_SIDE}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    with opened(evidence) as kept:
        response = HttpResponse(reduced(BytesIO(kept.read()), PICTURE_SIDE), content_type="image/jpeg")
    _guarded(response, etag)
    return response


def _note(actor: Actor, evidence: Evidence) -> None:
    """The look is noted before the file goes out, and before the browser's own copy is shown again, too."""
    if may_show_persons(evidence):
        note_lookup(actor, Subject("evidence", str(evidence.pk)), What.FILE, now=clock.now())


def _guarded(response: HttpResponseBase, etag: str) -> None:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"


@require_safe
def about(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """What is known of a file, and the questions about it."""
    actor = asker(request)
    evidence = readable_evidence(actor, evidence_id)
    questions = [
        (likeness, earlier, LikenessForm(initial={"answer": likeness.answer}))
        for likeness, earlier in likenesses_of(actor, evidence)
    ]
    return render(request, "evidence/about.html", {"file": view_of(evidence), "questions": questions})


@require_POST
def answer(request: HttpRequest, likeness_id: int) -> HttpResponse:
    """Answer a question about two photographs."""
    likeness = answer_likeness(asker(request), likeness_id, request.POST.get("answer", ""), now=clock.now())
    messages.success(request, _("已记下您的答复。"))
    return redirect("evidence_about", likeness.evidence_id)
