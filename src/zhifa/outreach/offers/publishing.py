"""Programmes and places at the publication gate. An activity goes out as its deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.outreach.access import may_manage
from zhifa.outreach.models import Place, Programme
from zhifa.outreach.rules.text import place_text, programme_text
from zhifa.outreach.terms import PLACE, PROGRAMME

ALL = Value("", CharField())
NEVER = Value(None, DateField())  # nobody noted the day on which it was formed


def _ready_programmes() -> QuerySet[Any]:
    rows: QuerySet[Any] = Programme.objects.annotate(thing_key=F("code"), thing_group=ALL, thing_formed=NEVER)
    return rows


def _programmes(keys: Sequence[str]) -> list[PublishableThing]:
    with override("zh-hans"):
        return [
            PublishableThing(
                key=row.code,
                title=row.title,
                text=programme_text(
                    row.title, str(row.get_kind_display()), row.partners, row.since, row.until
                ),
                unit="",
                day=row.since,
                url=reverse("outreach_public_programmes"),
            )
            for row in Programme.objects.filter(code__in=keys)
        ]


def _ready_places() -> QuerySet[Any]:
    rows: QuerySet[Any] = Place.objects.annotate(
        thing_key=Cast("pk", CharField()), thing_group=ALL, thing_formed=NEVER
    )
    return rows


def _places(keys: Sequence[str]) -> list[PublishableThing]:
    with override("zh-hans"):
        return [
            PublishableThing(
                key=str(row.pk),
                title=row.name,
                text=place_text(
                    row.name,
                    str(row.get_kind_display()),
                    f"{row.area.name}{row.address}",
                    row.unit.name,
                    row.opened_on,
                ),
                unit=row.unit.name,
                unit_path=row.unit.path,
                day=row.opened_on,
                url=reverse("outreach_places"),
            )
            for row in Place.objects.filter(pk__in=keys).select_related("area", "unit")
        ]


PUBLISHABLE = (
    Publishable(PROGRAMME, _("栏目"), _ready_programmes, _programmes, may_manage, dated=False),
    Publishable(PLACE, _("法治文化场所"), _ready_places, _places, may_manage, dated=False),
)
