"""Definitions of figures at the publication gate: what is reviewed is by which words a figure is made, not its value of a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhifa.figures.access import may_propose
from zhifa.figures.models import Definition
from zhifa.figures.rules.text import definition_text
from zhifa.figures.terms import DEFINITION_SUBJECT, SEARCH_KIND, SHARE_BESIDE, WINDOW_WORDS, WindowKind
from zhifa.kernel.clock import SHANGHAI, civil_day
from zhifa.kernel.quantities import UNITS
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.search.api import touch


def _in_use() -> QuerySet[Definition]:
    """Definitions that may go out: `public: false` in a definition says that it is for the house only."""
    told = Q(body__has_key="public")  # what says nothing may go out; a missing key is no value to compare
    public = Definition.objects.filter(~told | Q(body__public=True), superseded_at=None)
    return public.exclude(code__endswith=SHARE_BESIDE)  # they go out with the figure beside which they stand


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = _in_use().annotate(
        thing_key=F("code"),
        thing_group=Value("", CharField()),
        thing_formed=TruncDate("created_at", tzinfo=SHANGHAI),
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
            )
            for row in _in_use().filter(code__in=keys).order_by("pk")
        ]


def _changed(keys: Sequence[str]) -> None:
    """The search box finds them or does so no more."""
    touch(SEARCH_KIND, list(keys))


PUBLISHABLE = Publishable(DEFINITION_SUBJECT, _("数字的定义"), _ready, _things, may_propose, _changed)
