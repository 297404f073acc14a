"""/documents: the register as the asker may know it; strangers get what went through the gate."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from zhifa.documents.models import Document
from zhifa.documents.selectors import Looked, document_by_number, documents
from zhifa.kernel import clock
from zhifa.kernel.web.asking import asker

router = Router(tags=["documents"])
PAGE = 100
Stands = Literal["", "ahead", "in-force", "superseded", "repealed", "done", "expired"]


class DocumentOut(Schema):
    """One document. `number` is empty where it has none; `valid_until` is the last day, null while none is set; `standing` is how it
    stands on the day asked for."""

    id: int
    number: str
    year: int
    issuer: str
    kind: str
    title: str
    about: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    standing: str
    superseded_by: int | None
    ending_words: str


class DocumentsOut(Schema):
    """One page of the register, the newest first; `total` counts all pages."""

    total: int
    page: int
    pages: int
    documents: list[DocumentOut]


class WantedIn(Schema):
    """What is asked for; how a document stands is asked of the day `on`, a civil day in China, today when left out."""

    words: str = Field("", max_length=80)
    kind: str = Field("", max_length=12)
    year: int | None = Field(None, ge=1949, le=2200)
    standing: Stands = ""
    on: date | None = None
    page: int = Field(1, ge=1)


@router.get("", response=DocumentsOut, summary=gettext_noop("文件登记"), url_name="api_documents")
def list_documents(request: HttpRequest, wanted: Query[WantedIn]) -> dict[str, Any]:
    """What fits, each as it stands on the day `on`."""
    day = wanted.on or clock.today()
    looked = Looked(wanted.words, wanted.kind, wanted.year, wanted.standing)
    pages = Paginator(documents(asker(request), looked, day), PAGE)
    shown = pages.get_page(wanted.page)
    return {
        "total": pages.count,
        "page": shown.number,
        "pages": pages.num_pages,
        "documents": [_out(one, day) for one in shown],
    }


@router.get(
    "/{int:number}", response=DocumentOut, summary=gettext_noop("一份登记的文件"), url_name="api_document"
)
def one_document(request: HttpRequest, number: int) -> dict[str, Any]:
    """One document as it stands today; 404 for what the asker may not know of."""
    return _out(document_by_number(asker(request), number), clock.today())


def _out(one: Document, day: date) -> dict[str, Any]:
    told = {
        name: getattr(one, name)
        for name in DocumentOut.model_fields
        if name not in ("id", "standing", "superseded_by")
    }
    return {
        **told,
        "id": one.pk,
        "standing": one.standing_on(day).value,
        "superseded_by": one.superseded_by_id,
    }
