"""Unannounced visits: a draw under an approved plan, made once and logged before anybody goes, and what was found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhifa.people.api import Unit


class VisitDraw(models.Model):
    """The draw of an approved inspection plan: among which units (`frame`, codes), how many, by which seed. One draw a plan, so that
    nobody draws until the result pleases."""

    plan_number = models.CharField(_("批准的检查计划文号"), max_length=80, unique=True)
    title = models.CharField(_("检查什么"), max_length=120)
    frame = ArrayField(models.CharField(max_length=40), verbose_name=_("抽取范围"))
    number = models.PositiveSmallIntegerField(_("抽几个单位"))
    seed = models.CharField(_("种子"), max_length=80)
    drawn_at = models.DateTimeField()
    drawn_on = models.DateField(_("抽取日期"))
    drawn_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-drawn_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(seed=""), name="duties_draw_has_seed_and_number"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Visit(models.Model):
    """A unit that was drawn, and what was found there once somebody went."""

    draw = models.ForeignKey(VisitDraw, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("抽中次序"))
    visited_on = models.DateField(_("检查日期"), null=True, blank=True)
    found = models.TextField(_("检查情况"), blank=True)

    class Meta:
        ordering = ["draw", "place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "unit"], name="duties_visit_once_a_draw"),
            models.CheckConstraint(
                condition=Q(visited_on=None) ^ ~Q(found=""), name="duties_visit_says_what_was_found"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.place}"
