"""Who does what in a campaign that many units share: each unit's plan, and the stalls with their duty rota."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.people.api import Unit
from zhifa.plans.models.tables import Campaign


class CampaignPart(models.Model):
    """What one unit means to do in a campaign, written before it begins; when it was not, its page says so for ever."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    section = models.CharField(_("责任科室"), max_length=60)
    channel = models.CharField(_("渠道"), max_length=120)
    measure = models.CharField(_("怎样算做到"), max_length=160)
    stop_rule = models.CharField(_("到什么时候为止"), max_length=160)
    registered_on = models.DateField(_("登记日期"))
    changed_on = models.DateField(_("修改日期"), null=True, blank=True)

    class Meta:
        ordering = ["unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="plans_part_once_a_unit"),
            models.CheckConstraint(
                condition=Q(changed_on=None) | Q(changed_on__gte=F("registered_on")),
                name="plans_part_changed_after",
            ),
        ]

    def __str__(self) -> str:
        return self.channel


class CampaignShift(models.Model):
    """A unit's turn at a stall: the day, the hours, the place, what it brings. One row tells the list of stalls and the rota."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="shifts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    place = models.CharField(_("摊位地点"), max_length=80)
    day = models.DateField(_("日期"))
    starts_at = models.TimeField(_("开始"))
    ends_at = models.TimeField(_("结束"))
    people = models.PositiveSmallIntegerField(_("值班人数"))
    brings = models.CharField(_("带去的资料和服务"), max_length=160, blank=True)

    class Meta:
        ordering = ["day", "starts_at", "place", "unit__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="plans_shift_hours_in_order"
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit", "place", "day", "starts_at"], name="plans_shift_once"
            ),
        ]

    def __str__(self) -> str:
        return self.place
