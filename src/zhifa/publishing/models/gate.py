"""What the office may change next year about the gate."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class GateRule(models.Model):
    """From a day on: which posts review at which stage, and the days of the clock, each with its source.

    Before the first row the shipped rule holds (`rules.moves.SHIPPED`), which says of itself that nobody has confirmed it.
    """

    since = models.DateField(_("自"), unique=True)
    first = ArrayField(models.CharField(max_length=16), verbose_name=_("初审"))
    second = ArrayField(models.CharField(max_length=16), verbose_name=_("复审"))
    final = ArrayField(models.CharField(max_length=16), verbose_name=_("终审"))
    check_roles = ArrayField(models.CharField(max_length=16), verbose_name=_("公开属性与保密审查"))
    review_source = models.CharField(_("三审的依据"), max_length=200)
    working_days = models.PositiveSmallIntegerField(_("几个工作日内公开"))
    clock_source = models.CharField(_("期限的依据"), max_length=200)
    to_confirm = models.BooleanField(_("待核"), default=False)
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(working_days__range=(1, 250)), name="publishing_clock_in_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since}"
