"""An indicator tree as data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.assessment.rules.scoring import Rule
from zhifa.assessment.terms import Basis, Direction, Stage
from zhifa.plans.api import Plan


class Scheme(models.Model):
    """One version of a tree for one stage of one five-year plan. Base and bonus cap are its own, with the document that says so; what
    nobody has confirmed says of itself 待核. Once settled its lines stand, and what changes is the next version."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(_("阶段"), max_length=6, choices=Stage.choices)
    version = models.PositiveSmallIntegerField(_("版次"), default=1)
    title = models.CharField(_("名称"), max_length=120)
    base = models.DecimalField(_("基本分"), max_digits=6, decimal_places=2)
    bonus_cap = models.DecimalField(_("加分上限"), max_digits=6, decimal_places=2)
    source = models.CharField(_("依据"), max_length=200)
    to_confirm = models.BooleanField(_("待核"), default=False)
    settled_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)

    class Meta:
        ordering = ["-plan__since", "stage", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "stage", "version"], name="assessment_scheme_version"),
            models.UniqueConstraint(
                fields=["plan", "stage"], condition=Q(settled_at=None), name="assessment_one_scheme_under_way"
            ),
            models.CheckConstraint(condition=Q(base__gt=0, bonus_cap__gte=0), name="assessment_scheme_base"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessment_scheme", args=[self.pk])


class Line(models.Model):
    """One line of a tree: what it asks, how many points it is worth, and on what its self-score rests. A judged line has no rule: a
    person gives points and says why. With `must_meet` the whole evaluation does not qualify while the target is missed, whatever
    the points."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("序号"))
    group = models.CharField(_("一级指标"), max_length=40)
    title = models.CharField(_("评估内容"), max_length=160)
    weight = models.DecimalField(_("分值"), max_digits=6, decimal_places=2)
    is_bonus = models.BooleanField(_("加分项"), default=False)
    must_meet = models.BooleanField(_("必须达到"), default=False)
    basis = models.CharField(_("得分依据"), max_length=8, choices=Basis.choices)
    figure = models.CharField(_("数字"), max_length=80, blank=True)
    counted_in = models.CharField(_("单位"), max_length=24, blank=True)
    direction = models.CharField(
        _("方向"), max_length=8, choices=Direction.choices, default=Direction.AT_LEAST
    )
    target = models.DecimalField(_("目标值"), max_digits=16, decimal_places=4, null=True, blank=True)
    step = models.DecimalField(_("每差多少"), max_digits=16, decimal_places=4, null=True, blank=True)
    per_step = models.DecimalField(_("扣（加）几分"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="assessment_line_weight"),
            models.CheckConstraint(
                condition=Q(basis=Basis.JUDGED, target=None, step=None, per_step=None, must_meet=False)
                | (~Q(basis=Basis.JUDGED) & Q(target__isnull=False, step__gt=0, per_step__gt=0)),
                name="assessment_line_rule",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.FIGURE) ^ Q(figure=""), name="assessment_line_figure"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> Rule | None:
        """The arithmetic; None for a judged line."""
        if self.target is None or self.step is None or self.per_step is None:
            return None
        return Rule(self.weight, self.target, self.step, self.per_step, self.direction, self.is_bonus)
