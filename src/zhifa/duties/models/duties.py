"""The duty itself, the law that it makes known, and what somebody said of a deed that serves it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Deed
from zhifa.duties.models.lists import ListVersion, UnitList
from zhifa.duties.terms import Category, LineVerdict
from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import Unit


class Duty(models.Model):
    """One line of a list: in the unit's hands while `version` is null (any field may still be empty), else as it stood in that version,
    where only what follows from deeds moves. `key` names the duty through all its versions.

    `done`, `proven_on`, `is_proven`, `is_late` and `by_rule` are computed from confirmed deeds, never typed: proven when the
    planned quantity is reached, late when that was after the node, by rule when nobody had to say that a deed serves it.
    """

    key = models.CharField(max_length=16)
    unit_list = models.ForeignKey(UnitList, on_delete=models.PROTECT, related_name="lines")
    version = models.ForeignKey(
        ListVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="duties"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="duties")
    category = models.CharField(_("类别"), max_length=8, choices=Category.choices, default=Category.OWN)
    position = models.PositiveSmallIntegerField(default=0)
    measure = models.CharField(_("措施"), max_length=160, blank=True)
    kinds = ArrayField(models.CharField(max_length=32), default=list, blank=True, verbose_name=_("履职方式"))
    quantity = models.PositiveSmallIntegerField(_("数量"), null=True, blank=True)
    audiences = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, verbose_name=_("普法对象")
    )
    since = models.DateField(_("起"), null=True, blank=True)
    until = models.DateField(_("止"), null=True, blank=True)
    node_on = models.DateField(_("时间节点"), null=True, blank=True)
    node_words = models.CharField(_("节点说明"), max_length=60, blank=True)
    section = models.CharField(_("责任科室"), max_length=60, blank=True)
    person = models.CharField(_("责任人"), max_length=40, blank=True)
    evidence = ArrayField(
        models.CharField(max_length=32), default=list, blank=True, verbose_name=_("完成凭据")
    )
    effect = models.CharField(_("预期效果"), max_length=200, blank=True)
    origin = models.CharField(_("提出的理由"), max_length=200, blank=True)
    verdict = models.CharField(max_length=10, choices=LineVerdict.choices, blank=True)
    remarks = models.CharField(_("审核意见"), max_length=200, blank=True)
    is_current = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    proven_on = models.DateField(null=True, blank=True)
    is_proven = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    by_rule = models.BooleanField(default=False)

    class Meta:
        ordering = ["unit_list", "position", "pk"]
        indexes = [
            models.Index(fields=["unit", "since", "until"], condition=Q(is_current=True), name="duties_owed"),
            models.Index(fields=["key"], condition=Q(is_current=True), name="duties_current_key"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], nulls_distinct=False, name="duties_key_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_current=True), name="duties_one_current"),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(version__isnull=False), name="duties_current_is_issued"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="duties_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.measure


class DutyLaw(models.Model):
    """Law that a duty makes known, bound to the version of its first day; `text` is null for a whole instrument, or where that day's
    text is not held."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="laws")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "label"], name="duties_law_once")]


class SaidServed(models.Model):
    """Somebody said of a deed that it serves a duty, or that it does not, against the rule; remembered whenever the rule is asked again."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="+")
    duty_key = models.CharField(max_length=16, db_index=True)
    serves = models.BooleanField()
    reason = models.CharField(_("理由"), max_length=200)
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deed", "duty_key"], name="duties_said_once")]
