"""A concluded evaluation at the publication gate (法治宣传教育法 Article 56: results are made public)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.assessment.access import may_manage
from zhifa.assessment.models import Evaluation
from zhifa.assessment.terms import EVALUATION, State
from zhifa.kernel.clock import SHANGHAI, civil_day
from zhifa.kernel.registry import Publishable, PublishableThing


def _ready() -> QuerySet[Any]:
    rows: QuerySet[Any] = Evaluation.objects.filter(state=State.CONCLUDED).annotate(
        thing_key=Cast("pk", CharField()),
        thing_group=Value("", CharField()),
        thing_formed=TruncDate("concluded_at", tzinfo=SHANGHAI),
    )
    return rows


def _things(keys: Sequence[str]) -> list[PublishableThing]:
    """The very text that was signed; nothing of it changes any more."""
    rows = Evaluation.objects.filter(pk__in=keys, state=State.CONCLUDED)
    return [
        PublishableThing(
            key=str(row.pk), title=row.frozen["title"], text=row.text, unit="", day=row.until,
            url=reverse("assessment_public_one", args=[row.pk]),
            formed_on=civil_day(row.concluded_at) if row.concluded_at else None,
        )
        for row in rows
        if row.frozen
    ]  # fmt: skip


PUBLISHABLE = Publishable(EVALUATION, _("规划评估结果"), _ready, _things, may_manage)
