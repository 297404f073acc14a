"""A closed year of money at the publication gate: nothing of it is public before, and never by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhifa.funding.access import may_manage, with_key
from zhifa.funding.models import Year
from zhifa.funding.selectors import sheets, text_of
from zhifa.funding.terms import YEAR
from zhifa.kernel.registry import Publishable, PublishableThing


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = with_key(Year.objects.exclude(closed_on=None)).annotate(
        thing_group=Value("", CharField()), thing_formed=F("closed_on")
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    years = with_key(Year.objects.exclude(closed_on=None)).filter(thing_key__in=keys)
    with override("zh-hans"):
        return [
            PublishableThing(
                key=str(sheet.year.year), title=f"{sheet.year.year}年普法经费", text=text_of(sheet), unit=sheet.year.finance.name,
                unit_path=sheet.year.finance.path, day=sheet.year.closed_on, url=reverse("funding_public_year", args=[sheet.year.year]),
                formed_on=sheet.year.closed_on,
            )
            for sheet in sheets(list(years.select_related("finance")))
            if sheet.year.closed_on
        ]  # fmt: skip


PUBLISHABLE = Publishable(YEAR, _("普法经费"), _ready, _things, may_manage)
