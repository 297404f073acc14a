"""An evaluation of a plan by a scheme, line by line."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.assessment.models.schemes import Line, Scheme
from zhifa.assessment.terms import TONES, State


class Evaluation(models.Model):
    """One evaluation over a window of days, both inside. `text` is what the lead signed, and `frozen` what page and paper are made of
    from then on, whatever becomes of the records."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="evaluations")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    drafted_by = models.CharField(
        max_length=80
    )  # keys of actors: whoever wrote the self-score does not check it
    drafted_by_words = models.CharField(_("自评人"), max_length=80)
    computed_at = models.DateTimeField(_("算数时间"))
    handed_at = models.DateTimeField(_("送核时间"), null=True, blank=True)
    checked_by_words = models.CharField(_("复核人"), max_length=80, blank=True)
    remarks = models.CharField(_("退回意见"), max_length=400, blank=True)
    text = models.TextField(blank=True)
    frozen = models.JSONField(null=True, blank=True)
    concluded_at = models.DateTimeField(_("评定时间"), null=True, blank=True)

    class Meta:
        ordering = ["-until", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "until"], name="assessment_evaluation_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="assessment_evaluation_days"),
            models.CheckConstraint(
                condition=Q(state=State.CONCLUDED, concluded_at__isnull=False, frozen__isnull=False)
                | (~Q(state=State.CONCLUDED) & Q(concluded_at=None, frozen=None)),
                name="assessment_concluded_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        told = {"plan": self.scheme.plan.title, "stage": self.scheme.get_stage_display()}
        return gettext("%(plan)s%(stage)s") % told

    @property
    def tone(self) -> str:
        """How its state is shown."""
        return TONES[self.state]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessment_evaluation", args=[self.pk])


class Answer(models.Model):
    """One line of an evaluation: the amount (computed, or as the survey found it), the self-score with its arithmetic or reason, and
    the checked score beside it. `amount` is the end of a range that counts against the district, which `amount_words` tells whole."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="answers")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True, blank=True)
    amount_words = models.CharField(max_length=60, blank=True)
    definition_version = models.PositiveIntegerField(null=True, blank=True)
    record_count = models.PositiveIntegerField(null=True, blank=True)
    self_points = models.DecimalField(_("自评得分"), max_digits=6, decimal_places=2, null=True, blank=True)
    self_words = models.CharField(_("说明"), max_length=400, blank=True)
    met = models.BooleanField(null=True, blank=True)
    source = models.CharField(_("调查来源"), max_length=200, blank=True)
    surveyed_on = models.DateField(_("调查日期"), null=True, blank=True)
    checked_points = models.DecimalField(_("核定得分"), max_digits=6, decimal_places=2, null=True, blank=True)
    checked_words = models.CharField(_("复核意见"), max_length=400, blank=True)

    class Meta:
        ordering = ["line__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "line"], name="assessment_answer_once"),
        ]

    @property
    def key(self) -> str:
        """What its files call it."""
        return f"{self.evaluation_id}-{self.line_id}"
