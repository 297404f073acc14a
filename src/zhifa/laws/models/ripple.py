"""What a change of law touches: the change, the texts whose words it ends, what each owner has to decide."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.laws.models.instruments import Instrument, Version
from zhifa.laws.models.provisions import ProvisionText
from zhifa.laws.terms import ChangeHow, RippleDecision
from zhifa.people.api import Unit


class LawChange(models.Model):
    """The day from which an instrument says something else (`version`), or stands no longer (`version` null)."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="changes")
    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="change"
    )
    since = models.DateField(_("自"))
    opened_at = models.DateTimeField(_("发现时间"))

    class Meta:
        verbose_name = _("法律变动")
        verbose_name_plural = _("法律变动")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument"], condition=Q(version=None), name="laws_one_repeal")
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id}@{self.since}"

    @property
    def is_repeal(self) -> bool:
        """Whether the instrument stands no longer."""
        return self.version_id is None


class TouchedText(models.Model):
    """A text whose words stood until the change and stand no longer. Consulted when something that cites it is used."""

    change = models.ForeignKey(LawChange, on_delete=models.CASCADE, related_name="touched")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, related_name="touches")
    how = models.CharField(_("变化"), max_length=12, choices=ChangeHow.choices)
    moved_to = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text"], name="laws_touched_once"),  # words end once
            models.CheckConstraint(
                condition=~Q(moved_to="") ^ ~Q(how=ChangeHow.RENUMBERED), name="laws_moved_only_renumbered"
            ),
        ]


class RippleTask(models.Model):
    """One thing in use that cites touched words: its owner decides what becomes of it, once for each change.

    `kind` and `subject` are the citer's; `unit` its owner, null for the district office. `due_on` is the day on which
    the change takes effect, or some days after it was found where that has passed.
    """

    change = models.ForeignKey(LawChange, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField(_("发现日期"))
    due_on = models.DateField(_("处理期限"))
    decision = models.CharField(_("处理"), max_length=12, choices=RippleDecision.choices, blank=True)
    remark = models.CharField(_("说明"), max_length=200, blank=True)
    decided_on = models.DateField(_("处理日期"), null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("引用复核")
        verbose_name_plural = _("引用复核")
        ordering = ["change", "kind", "subject"]
        indexes = [models.Index(fields=["kind", "subject"], name="laws_task_subject")]
        constraints = [
            models.UniqueConstraint(fields=["change", "kind", "subject"], name="laws_task_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None) | (~Q(decision="") & Q(decided_on__isnull=False)),
                name="laws_task_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("opened_on")), name="laws_task_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"


class RippleChange(models.Model):
    """A view for figures as at a day: +1 on the day from which a task is open (or overdue), -1 when it no longer is."""

    task = models.ForeignKey(RippleTask, on_delete=models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=24)
    standing = models.CharField(max_length=8)
    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, null=True, related_name="+")
    day = models.DateField(_("日期"))
    change = models.IntegerField(_("增减"))

    class Meta:
        managed = False
        db_table = "laws_ripplechange"
