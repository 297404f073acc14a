"""Deeds at the publication gate: a sheet of one month's confirmed records is reviewed as one list.

An activity goes out as its deed: there is one home for what was done, and one text of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Func, Prefetch, QuerySet, TextChoices, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhifa.deeds.access import may_confirm_many
from zhifa.deeds.models import Credit, Deed
from zhifa.deeds.rules.text import DeedWords, deed_text
from zhifa.deeds.selectors import kinds
from zhifa.deeds.terms import DEED, UNIT_OF, Audience, Channel, CreditRole, Measure, Source, State
from zhifa.kernel.clock import SHANGHAI, civil_day
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.search.api import touch

MANY = 1_000


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = Deed.objects.filter(state=State.CONFIRMED).annotate(
        thing_key=F("key"),
        thing_group=Func(F("occurred_on"), Value("YYYY-MM"), function="to_char", output_field=CharField()),
        thing_formed=TruncDate("confirmed_at", tzinfo=SHANGHAI),
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    rows = (
        Deed.objects.filter(key__in=keys, state=State.CONFIRMED)
        .select_related("unit", "area")
        .prefetch_related("counts", "cited", Prefetch("credits", Credit.objects.select_related("unit")))
        .order_by("occurred_on", "pk")
    )
    with override("zh-hans"):
        words = _Words(
            {code: str(kind.title) for code, kind in kinds().items()}, _labels(Audience), _labels(Measure), _labels(Channel),
            _labels(Source), {code: str(unit.label) for code, unit in UNIT_OF.items()},
        )  # fmt: skip
        return [_thing(deed, words) for deed in rows]


@dataclass(frozen=True)
class _Words:
    """What codes are called, looked up once for all records of a sheet."""

    kinds: Mapping[str, str]
    audiences: Mapping[str, str]
    measures: Mapping[str, str]
    channels: Mapping[str, str]
    sources: Mapping[str, str]
    units: Mapping[str, str]


def _labels(codes: type[TextChoices]) -> dict[str, str]:
    return {code: str(label) for code, label in codes.choices}


def _thing(deed: Deed, words: _Words) -> PublishableThing:
    partners = [row.unit.name for row in deed.credits.all() if row.role != CreditRole.ORGANISER]
    text = deed_text(
        DeedWords(
            title=deed.title,
            kind=words.kinds.get(deed.kind, deed.kind),
            occurred_on=deed.occurred_on,
            organiser=deed.unit.name,
            partners=partners,
            audience=words.audiences.get(deed.audience, deed.audience),
            where=f"{deed.area.name if deed.area else ''}{deed.place}",
            summary=deed.summary,
            counts=[
                f"{count.amount}{words.units[count.measure]}（{words.measures[count.measure]}，"
                f"{words.channels[count.channel]}，{words.sources[count.source]}）"
                for count in deed.counts.all()
            ],
            cites=[row.label for row in deed.cited.all()],
        )
    )
    return PublishableThing(
        key=deed.key,
        title=deed.title,
        text=text,
        unit=deed.unit.name,
        unit_path=deed.unit.path,
        day=deed.occurred_on,
        url=reverse("deeds_public", args=[deed.key]),
        formed_on=civil_day(deed.confirmed_at) if deed.confirmed_at else None,
    )


def _changed(keys: Sequence[str]) -> None:
    """The search box finds them or does so no more."""
    touch(DEED, list(keys) if len(keys) < MANY else None)


PUBLISHABLE = Publishable(DEED, _("履职记录"), _ready, _things, may_confirm_many, _changed)
