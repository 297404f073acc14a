"""Tables of the access log. Rows only grow: the database refuses every change but two, said at `Lookup`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhifa.lookups.terms import LEAST_MONTHS, What


class DayRoot(models.Model):
    """A civil day's rows under one ledger entry, which holds their number and their Merkle root."""

    entry_id = models.BigIntegerField(primary_key=True)
    day = models.DateField(db_index=True)


class Lookup(models.Model):
    """One look: who, in which roles, at what, how, at how many people's matter. No name and no number stands here.

    The database lets nobody change a row, but for placing it once under its day's root, and lets nobody remove one that has no
    root yet or is younger than six months. `narrowed` says how a list or a search was narrowed, by keys and codes.
    """

    at = models.DateTimeField(_("时间"))
    day = models.DateField(_("日期"))
    actor = models.CharField(_("谁"), max_length=80)
    roles = models.CharField(_("职务角色"), max_length=80, blank=True)
    acting = models.BooleanField(_("代理"), default=False)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=120)
    what = models.CharField(_("做了什么"), max_length=10, choices=What.choices)
    people = models.PositiveIntegerField(_("涉及人数或行数"), default=1)
    narrowed = models.JSONField(default=dict)
    root = models.ForeignKey(DayRoot, on_delete=models.PROTECT, null=True, related_name="lookups")

    class Meta:
        verbose_name = _("查阅记录")
        indexes = [
            models.Index(fields=["-at", "-id"], name="lookups_newest"),
            models.Index(fields=["actor", "-at"], name="lookups_of_actor"),
            models.Index(fields=["subject_kind", "subject_key", "-at"], name="lookups_about"),
            models.Index(fields=["day"], condition=Q(root=None), name="lookups_unrooted"),
        ]


class KeepingTime(models.Model):
    """For how many months rows are kept, from a day on, by which source. A later row takes the place of an earlier one."""

    valid_from = models.DateField(_("起"), unique=True)
    months = models.PositiveSmallIntegerField(_("保存月数"))
    source = models.CharField(_("依据"), max_length=300)
    to_confirm = models.BooleanField(_("依据待核对"), default=False)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=LEAST_MONTHS), name="lookups_keep_long_enough")
        ]

    def __str__(self) -> str:
        return f"{self.months}"
