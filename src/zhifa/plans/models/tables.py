"""Plans, goals, yearly tasks, campaigns, honours."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.wording import aside
from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import Unit
from zhifa.plans.terms import CampaignKind, HonourLevel


class Plan(models.Model):
    """A five-year plan as a row: 七五 was 2016 to 2020, the next is another row. Once issued it keeps the very text that
    was signed; whose signature and when stands in the ledger."""

    code = models.CharField(_("代码"), max_length=12, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    document = models.CharField(_("依据文件"), max_length=200)
    issued_text = models.TextField(_("签发的文本"), blank=True)
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_at=None) ^ ~Q(issued_text=""), name="plans_plan_issued_with_text"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="plans_plan_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """A goal of a plan, with the audience and kinds of deeds that serve it: the rule is data and says why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(_("目标"), max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    audiences = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=32), default=list, blank=True)

    class Meta:
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class AnnualTask(models.Model):
    """What a goal asks in one year, measured by a figure: progress is computed, never typed."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="tasks")
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("任务"), max_length=160)
    figure = models.CharField(_("数字"), max_length=80)
    target = models.DecimalField(_("目标值"), max_digits=14, decimal_places=2)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="annual_tasks"
    )
    due_on = models.DateField(_("完成时限"))

    class Meta:
        ordering = ["year", "goal", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=0), name="plans_task_target_positive"),
            models.UniqueConstraint(fields=["goal", "year", "figure"], name="plans_task_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Campaign(models.Model):
    """A campaign over a span of days. A deed serves it when its day lies inside and its kind, its audience or a
    word of its title matches; what is empty asks nothing."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="campaigns", null=True, blank=True)
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(_("种类"), max_length=24, choices=CampaignKind.choices)
    title = models.CharField(_("名称"), max_length=120)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    kinds = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    audiences = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    words = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    lead = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns_led"
    )

    class Meta:
        ordering = ["-since", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="plans_campaign_days_in_order")
        ]

    def __str__(self) -> str:
        return self.title


class CampaignLaw(models.Model):
    """Law that a campaign makes known, bound to the version of its first day; `text` is null for a whole instrument, or where
    that day's text is not held."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="laws")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "label"], name="plans_campaign_law_once")]


class Honour(models.Model):
    """An honour won in a year. `series` names what recurs, so that years in a row can be counted."""

    series = models.CharField(_("称号"), max_length=60)
    title = models.CharField(_("全称"), max_length=160)
    level = models.CharField(_("级别"), max_length=12, choices=HonourLevel.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    awarded_on = models.DateField(_("授予日期"))
    awarded_by = models.CharField(_("授予单位"), max_length=120)
    document = models.CharField(_("依据文件"), max_length=200)
    is_opening = models.BooleanField(_("期初记录"), default=False)

    class Meta:
        ordering = ["-year", "series"]
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="plans_honour_once_a_year")]

    def __str__(self) -> str:
        return aside(self.title, self.year)
