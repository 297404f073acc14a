"""Plans, campaigns and honours at the publication gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhifa.kernel.clock import SHANGHAI, civil_day
from zhifa.kernel.registry import Publishable, PublishableThing
from zhifa.plans.access import may_manage_plans
from zhifa.plans.models import Campaign, Honour, Plan
from zhifa.plans.rules.text import campaign_text, honour_text
from zhifa.plans.selectors import text_of
from zhifa.plans.terms import CAMPAIGN, HONOUR, PLAN

ALL = Value("", CharField())
NEVER = Value(None, DateField())  # nobody noted the day on which it was formed


def _ready_plans() -> QuerySet[Any]:
    rows: QuerySet[Any] = Plan.objects.annotate(
        thing_key=F("code"), thing_group=ALL, thing_formed=TruncDate("issued_at", tzinfo=SHANGHAI)
    )
    return rows


def _plans(keys: Sequence[str]) -> list[PublishableThing]:
    return [
        PublishableThing(
            key=plan.code, title=plan.title, text=plan.issued_text or text_of(plan), unit="", day=plan.since,
            url=reverse("plans_plan", args=[plan.code]),
            formed_on=civil_day(plan.issued_at) if plan.issued_at else None,
        )
        for plan in Plan.objects.filter(code__in=keys)
    ]  # fmt: skip


def _ready_campaigns() -> QuerySet[Any]:
    rows: QuerySet[Any] = Campaign.objects.annotate(thing_key=F("code"), thing_group=ALL, thing_formed=NEVER)
    return rows


def _campaigns(keys: Sequence[str]) -> list[PublishableThing]:
    with override("zh-hans"):
        return [
            PublishableThing(
                key=row.code,
                title=row.title,
                text=campaign_text(
                    row.title,
                    str(row.get_kind_display()),
                    row.since,
                    row.until,
                    row.lead.name if row.lead else "",
                    [law.label for law in row.laws.all()],
                ),
                unit=row.lead.name if row.lead else "",
                unit_path=row.lead.path if row.lead else "",
                day=row.since,
                url=reverse("plans_campaign", args=[row.code]),
            )
            for row in Campaign.objects.filter(code__in=keys).select_related("lead").prefetch_related("laws")
        ]


def _ready_honours() -> QuerySet[Any]:
    rows: QuerySet[Any] = Honour.objects.annotate(
        thing_key=Cast("pk", CharField()), thing_group=ALL, thing_formed=NEVER
    )
    return rows


def _honours(keys: Sequence[str]) -> list[PublishableThing]:
    with override("zh-hans"):
        return [
            PublishableThing(
                key=str(row.pk),
                title=str(row),
                text=honour_text(
                    row.title,
                    row.year,
                    str(row.get_level_display()),
                    row.awarded_by,
                    row.awarded_on,
                    row.document,
                ),
                unit="",
                day=row.awarded_on,
                url=reverse("plans_honours"),
            )
            for row in Honour.objects.filter(pk__in=keys)
        ]


PUBLISHABLE = (
    Publishable(PLAN, _("规划"), _ready_plans, _plans, may_manage_plans),
    Publishable(CAMPAIGN, _("专题活动"), _ready_campaigns, _campaigns, may_manage_plans, dated=False),
    Publishable(HONOUR, _("荣誉"), _ready_honours, _honours, may_manage_plans, dated=False),
)
