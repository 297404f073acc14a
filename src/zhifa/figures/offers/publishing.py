"""Definitions of figures at the publication gate: what is reviewed is by which words a figure is made, not its value of a day.

Two things are decided figure by figure and never in a batch: those that say of themselves that they stand `apart` (money, what
is asked of the grassroots), and that a figure is told unit by unit (`names_units`), which is another decision than that it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from zhifa.figures.access import may_propose
from zhifa.figures.models import Definition
from zhifa.figures.rules.text import definition_text, units_text
from zhifa.figures.terms import (
    DEFINITION_SUBJECT,
    SEARCH_KIND,
    SHARE_BESIDE,
    UNITS_SUBJECT,
    WINDOW_WORDS,
    WindowKind,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import SHANGHAI, civil_day
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.publishing.api import end, is_public, public_among
from zhifa.search.api import touch


def _in_use() -> QuerySet[Definition]:
    """Definitions that may go out: `public: false` in a definition says that it is for the house only."""
    told = Q(body__has_key="public")  # what says nothing may go out; a missing key is no value to compare
    public = Definition.objects.filter(~told | Q(body__public=True), superseded_at=None)
    return public.exclude(code__endswith=SHARE_BESIDE)  # they go out with the figure beside which they stand


APART = Q(body__apart=True)
BY_ITSELF = gettext_noop("单独决定")


def _ready() -> QuerySet[Any]:
    """No clock runs for what may stay inside for good."""
    formed = TruncDate("created_at", tzinfo=SHANGHAI)
    rows: QuerySet[Any] = _in_use().annotate(
        thing_key=F("code"),
        thing_group=Case(When(APART, then=Value(BY_ITSELF)), default=Value(""), output_field=CharField()),
        thing_formed=Case(When(APART, then=None), default=formed, output_field=DateField(null=True)),
    )
    return rows


def _by_unit() -> QuerySet[Any]:
    """Figures that are public, as a whole."""
    rows: QuerySet[Any] = (
        _in_use()
        .filter(is_public(DEFINITION_SUBJECT, "code"), body__names_units=True)
        .annotate(
            thing_key=F("code"),
            thing_group=Value(BY_ITSELF, CharField()),
            thing_formed=Value(None, DateField(null=True)),
        )
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    with override("zh-hans"):
        return [
            PublishableThing(
                key=row.code,
                title=row.body["title"],
                text=definition_text(
                    row.body,
                    unit=str(UNITS[row.body["unit"]].label),
                    window=str(WINDOW_WORDS[WindowKind(row.body["window"])]),
                ),
                unit="",
                day=civil_day(row.created_at),
                url=reverse("figure", args=[row.code]),
                formed_on=civil_day(row.created_at),
                alone=bool(row.body.get("apart")),
            )
            for row in _in_use().filter(code__in=keys).order_by("pk")
        ]


def _units(keys: Sequence[str]) -> list[PublishableThing]:
    return [
        PublishableThing(
            key=row.code,
            title=f"{row.body['title']}（按单位分列）",
            text=units_text(row.body),
            unit="",
            day=civil_day(row.created_at),
            url=reverse("figure", args=[row.code]),
            formed_on=civil_day(row.created_at),
            alone=True,
        )
        for row in _by_unit().filter(code__in=keys).order_by("pk")
    ]


def _changed(keys: Sequence[str]) -> None:
    """The search box finds them or does so no more; what is public no more is not told unit by unit either."""
    touch(SEARCH_KIND, list(keys))
    closed = set(keys) - public_among(DEFINITION_SUBJECT, keys)
    end(Actor.system("figures"), UNITS_SUBJECT, closed, "这个数字已停止公开", now=clock.now())


PUBLISHABLE = (
    Publishable(DEFINITION_SUBJECT, _("数字的定义"), _ready, _things, may_propose, _changed),
    Publishable(UNITS_SUBJECT, _("数字按单位分列"), _by_unit, _units, may_propose, dated=False),
)
