"""What was measured at a deed: typed counts with their source, and participations as event rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.models.deeds import Deed
from zhifa.deeds.rules.counting import amount_of
from zhifa.deeds.terms import Channel, Measure, Source


class Count(models.Model):
    """One count of one measure over one channel, with its source. No row means 未测量, never zero.

    A count that still grows (`is_final` false: a video is being watched, sheets are still coming in) reaches no
    figure until its last reading is entered. `from_events` says that the value is the number of this deed's
    participation rows of that channel, so that adding up counts is always right and never looks at half a million rows.
    `at_least` stands beside different people of sheets where some signed so that nobody can tell whether they are one: then
    `value` is the most.
    """

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="counts")
    measure = models.CharField(_("计量"), max_length=12, choices=Measure.choices)
    channel = models.CharField(_("渠道"), max_length=8, choices=Channel.choices)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    value = models.PositiveIntegerField(_("数值"))
    at_least = models.PositiveIntegerField(_("至少"), null=True, blank=True)
    method = models.CharField(_("估算方法或过滤规则"), max_length=200, blank=True)
    read_on = models.DateField(_("读数日期"))
    from_events = models.BooleanField(default=False)
    is_final = models.BooleanField(_("已到齐"), default=True)

    class Meta:
        ordering = ["deed", "measure", "channel"]
        indexes = [models.Index(fields=["measure"], condition=Q(is_final=False), name="deeds_growing_counts")]
        constraints = [
            models.UniqueConstraint(fields=["deed", "measure", "channel"], name="deeds_count_once"),
            models.CheckConstraint(
                condition=~Q(source=Source.ESTIMATE) | ~Q(method=""), name="deeds_estimate_has_method"
            ),
            models.CheckConstraint(
                condition=Q(at_least=None) | Q(at_least__lt=models.F("value"), measure=Measure.DISTINCT),
                name="deeds_count_at_least",
            ),
        ]

    @property
    def amount(self) -> str:
        """The number as it is printed, without its unit."""
        return amount_of(self.value, self.at_least)


class Participation(models.Model):
    """One participation: a pseudonymous token at a deed over a channel. A token is a keyed hash made when the
    log or sheet was read; it matches the same person within a channel and leads back to nobody."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="participations")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    token = models.CharField(max_length=24)
    day = models.DateField()
    stayed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["deed", "channel"], name="deeds_participations")]
