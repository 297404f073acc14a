"""Questions asked of the register, always as someone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.documents.access import visible_to
from zhifa.documents.models import Document
from zhifa.documents.rules.numbers import written
from zhifa.documents.terms import Ending, Standing
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotFound
from zhifa.people.api import Post


@dataclass(frozen=True)
class Looked:
    """What is looked for: words of number, title, issuer or content; a kind; a year; how it stands on a day."""

    words: str = ""
    kind: str = ""
    year: int | None = None
    standing: str = ""


def documents(actor: Actor, looked: Looked, on: date) -> QuerySet[Document]:
    """The documents that fit, the newest first; how one stands is asked of the day `on`."""
    rows = visible_to(actor).select_related("superseded_by")
    for word in looked.words.split():
        named = Q(title__icontains=word) | Q(issuer__icontains=word) | Q(about__icontains=word)
        rows = rows.filter(named | Q(number__icontains=written(word)))
    if looked.kind:
        rows = rows.filter(kind=looked.kind)
    if looked.year:
        rows = rows.filter(year=looked.year)
    return rows.filter(_stands(looked.standing, on)) if looked.standing else rows


def document_by_number(actor: Actor, pk: int) -> Document:
    """One document; what the actor may not know of does not exist."""
    found = visible_to(actor).select_related("superseded_by", "addressee").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份文件"))
    return found


def superseded_by(actor: Actor, document: Document) -> QuerySet[Document]:
    """What a document took the place of."""
    return visible_to(actor).filter(superseded_by=document)


def may_take_its_place(actor: Actor, document: Document) -> QuerySet[Document]:
    """What could supersede a document: anything that begins to hold after it."""
    rows = visible_to(actor).filter(valid_from__gt=document.valid_from, addressee=None)
    return rows.exclude(pk=document.pk)


def years(actor: Actor) -> list[int]:
    """The years in which documents were numbered, the newest first."""
    return list(visible_to(actor).order_by("-year").values_list("year", flat=True).distinct())


def office_name() -> str:
    """The body in whose name the district office issues: the unit of its posts; empty before anybody holds one."""
    post = Post.objects.filter(role=Role.OFFICE).select_related("unit").order_by("pk").first()
    return post.unit.name if post else ""


def _stands(standing: str, on: date) -> Q:
    begun, running = Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
    if standing == Standing.AHEAD:
        return ~begun
    if standing == Standing.IN_FORCE:
        return begun & running
    over = begun & Q(valid_until__lt=on)
    return over & Q(ending="" if standing == Standing.EXPIRED else Ending(standing))
