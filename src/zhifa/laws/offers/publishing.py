"""Documents that the office entered by hand, at the publication gate: what is reviewed is their title, body, number and days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.laws.access import may_keep_laws
from zhifa.laws.models import Instrument
from zhifa.laws.rules.names import document_text
from zhifa.laws.terms import BY_TITLE_ONLY, SEARCH_TITLES, SUBJECT_KIND
from zhifa.publishing.api import public_among
from zhifa.search.api import touch


def _documents() -> QuerySet[Instrument]:
    return Instrument.objects.filter(kind__in=BY_TITLE_ONLY)


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = _documents().annotate(
        thing_key=F("code"),
        thing_group=Value("", CharField()),
        thing_formed=Value(
            None, DateField()
        ),  # the document's own day is not the day on which it was taken in
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    with override("zh-hans"):
        return [_thing(row) for row in _documents().filter(code__in=keys).prefetch_related("versions")]


def _thing(row: Instrument) -> PublishableThing:
    version = row.versions.all()[0]
    published_on = version.published_on or version.effective_on
    assert published_on is not None  # noqa: S101 - a document is entered with its day of publication
    text = document_text(
        title=row.title, kind=str(row.get_kind_display()), body=row.issuing_body, number=row.document_number,
        days=(version.published_on, version.effective_on, version.ended_on), source=version.source,
    )  # fmt: skip
    url = reverse("laws_instrument", args=[row.code])
    return PublishableThing(key=row.code, title=row.title, text=text, unit="", day=published_on, url=url)


def _changed(keys: Sequence[str]) -> None:
    """The search box finds them or does so no more."""
    numbers = Instrument.objects.filter(code__in=keys).values_list("pk", flat=True)
    touch(SEARCH_TITLES, [str(pk) for pk in numbers])


def published(kind: str, keys: Collection[str]) -> set[str]:
    """The documents among the keys that anyone may read."""
    return public_among(SUBJECT_KIND, keys) if kind == SUBJECT_KIND else set()


PUBLISHABLE = Publishable(
    SUBJECT_KIND, _("收录的文件"), _ready, _things, may_keep_laws, _changed, dated=False
)
