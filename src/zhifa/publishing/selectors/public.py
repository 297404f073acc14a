"""The one question that every public face asks: is this public?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from zhifa.kernel.clock import civil_day, day_start
from zhifa.kernel.errors import NotFound
from zhifa.publishing.errors import NoLongerPublic
from zhifa.publishing.models import PublicationItem
from zhifa.publishing.terms import Standing


@dataclass(frozen=True)
class Imprint:
    """What a government site says of a thing: who answers for it, formed and published when, from where, under which
    numbers. `number` is that of its publication."""

    number: int
    title: str
    unit: str
    source: str
    formed_on: date
    published_at: datetime
    filing_number: str


@dataclass(frozen=True)
class PublicThing:
    """What stands at a public address: its name and the unit that answers for it."""

    title: str
    unit: str


def thing_at(address: str) -> PublicThing | None:
    """The public thing at an address of this site (a query behind it does not matter); None where none stands. One query."""
    path = address.partition("?")[0]
    if not path:
        return None
    rows = PublicationItem.objects.filter(standing=Standing.PUBLIC, url=path).select_related("publication")
    row = rows.order_by("pk").first()
    return PublicThing(row.title, row.unit or row.publication.unit) if row else None


def is_public(kind: str | OuterRef, field: str = "key") -> Exists:
    """The condition that a row is public, by the field that is its key at the gate: to filter with, or to annotate. `kind` may be
    a field of the row too."""
    own = Cast(OuterRef(field), CharField())
    return Exists(PublicationItem.objects.filter(kind=kind, key=own, standing=Standing.PUBLIC))


def published_between(words: str, units: Collection[str], since: date, until: date) -> list[tuple[str, date]]:
    """What of these units is public now under a name that holds the words and was published on these days, both inside, as
    (name, day), the earliest first. One query."""
    rows = PublicationItem.objects.filter(
        Q(unit__in=units) | Q(unit="", publication__unit__in=units),
        standing=Standing.PUBLIC, title__icontains=words, publication__published_at__gte=day_start(since),
        publication__published_at__lt=day_start(until + timedelta(days=1)),
    )  # fmt: skip
    found = rows.order_by("publication__published_at", "pk").values_list("title", "publication__published_at")
    return [(title, civil_day(at)) for title, at in found if at is not None]


def public_keys(kind: str) -> set[str]:
    """The keys of everything of a kind that is public, for kinds of which there are few."""
    return set(_public(kind).values_list("key", flat=True))


def public_among(kind: str, keys: Iterable[str]) -> set[str]:
    """Of these, the ones that are public. One query."""
    wanted = set(keys)
    return set(_public(kind).filter(key__in=wanted).values_list("key", flat=True)) if wanted else set()


def must_be_public(kind: str, key: str) -> None:
    """Answers nothing when the thing is public; else it does not exist (404), or existed in public until a day (410)."""
    tell_if_withdrawn(kind, key)
    if not public_among(kind, [key]):
        raise NotFound(_("没有这个页面"))


def tell_if_withdrawn(kind: str, key: str) -> None:
    """Refuses (410) a thing that was public and is not any more, saying the day and the reason and nothing else. What was
    never public passes: its own page says that it does not exist."""
    rows = list(
        PublicationItem.objects.filter(kind=kind, key=key)
        .exclude(standing=Standing.INSIDE)
        .order_by("-pk")
        .values_list("standing", "ended_at", "end_reason", "publication__published_at")
    )
    if any(standing == Standing.PUBLIC for standing, *_rest in rows):
        return
    for _standing, ended_at, reason, published_at in rows:
        if published_at is not None and ended_at is not None:
            raise NoLongerPublic(
                _("这条信息已停止公开"),
                why=_("%(day)s 停止公开。理由：%(reason)s") % {"day": civil_day(ended_at), "reason": reason},
                next_step=_("有疑问可以在“投诉与建议”里反映，也可以依法申请公开。"),
            )


def imprint_of(kind: str, key: str) -> Imprint | None:
    """The imprint of a public thing; None for what is not public. One query."""
    row = _public(kind).filter(key=key).select_related("publication").first()
    return _imprint(row) if row else None


def imprints_of(kind: str, keys: Collection[str] | None = None) -> list[Imprint]:
    """The imprints of the publications that stand behind a public list, the newest first. One query."""
    rows = _public(kind).select_related("publication").order_by("publication_id", "position")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return [_imprint(row) for row in rows.distinct("publication_id")][::-1]


def _public(kind: str) -> QuerySet[PublicationItem]:
    return PublicationItem.objects.filter(kind=kind, standing=Standing.PUBLIC)


def _imprint(row: PublicationItem) -> Imprint:
    publication = row.publication
    assert publication.published_at is not None  # noqa: S101 - the table's constraint: what is public was published
    return Imprint(
        number=publication.number,
        title=publication.title,
        unit=row.unit or publication.unit,
        source=publication.source,
        formed_on=row.formed_on,
        published_at=publication.published_at,
        filing_number=publication.filing_number,
    )
