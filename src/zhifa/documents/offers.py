"""What the register offers: a line of the menu, its documents in the one search box, their names, who reads their scans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhifa.documents.access import may_see_register, visible_to
from zhifa.documents.models import Document
from zhifa.documents.terms import DOCUMENT
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ActWords, FileGuard, MenuEntry, Nameable, NamedThing, Searchable, SearchRow


def _rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    """Whoever is signed in finds them; what went to one unit, that unit and the district's roles."""
    rows = Document.objects.select_related("addressee").order_by("pk")
    if keys is not None:
        rows = rows.filter(pk__in=[key for key in keys if key.isdigit()])
    for row in rows:
        scopes = {"district", f"unit:{row.addressee.path}"} if row.addressee else {"signed-in"}
        title = f"{row.title} {row.number}".rstrip()
        body = "\n".join(filter(None, (row.issuer, row.about)))
        yield SearchRow(str(row.pk), title, body, row.get_absolute_url(), frozenset(scopes), row.issued_on)


def _names(actor: Actor, keys: Sequence[str]) -> Mapping[str, NamedThing]:
    rows = visible_to(actor).filter(pk__in=[key for key in keys if key.isdigit()])
    return {str(row.pk): NamedThing(row.title, row.get_absolute_url()) for row in rows}


def _may_read_files(actor: Actor, key: str) -> bool:
    return key.isdigit() and not actor.is_stranger and visible_to(actor).filter(pk=int(key)).exists()


OFFERS = (
    MenuEntry("documents", _("文件登记"), "documents_register", visible=may_see_register, order=58),
    Searchable(DOCUMENT, _("文件"), _rows),
    Nameable(DOCUMENT, _("文件"), _names),
    FileGuard(DOCUMENT, _may_read_files),
    ActWords(
        {
            "documents.register": _("登记印发的文件"),
            "documents.enter": _("补登文件"),
            "documents.correct": _("更正文件登记"),
            "documents.supersede": _("登记文件被替代"),
            "documents.repeal": _("登记文件废止"),
            "documents.settle": _("登记文件办结"),
        }
    ),
)
