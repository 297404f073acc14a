"""Activities, programmes with their rota, places."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import Deed
from zhifa.outreach.terms import PlaceKind, ProgrammeKind, SpeakerRank
from zhifa.people.api import Area, Unit


class Programme(models.Model):
    """What goes on for a while under one name with partners: a radio column, a series of livestreams, a pairing."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(_("种类"), max_length=8, choices=ProgrammeKind.choices)
    title = models.CharField(_("名称"), max_length=80)
    partners = models.CharField(_("合作单位"), max_length=200, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        ordering = ["-since", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="outreach_programme_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Turn(models.Model):
    """A unit's turn in a programme's rota: one issue, one unit, one planned day."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField(_("期次"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="turns")
    planned_on = models.DateField(_("计划日期"))

    class Meta:
        ordering = ["programme", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="outreach_turn_once")]


class Place(models.Model):
    """One 法治文化场所 of the public register (法治宣传教育法 Article 52)."""

    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("种类"), max_length=10, choices=PlaceKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places")
    address = models.CharField(_("地址"), max_length=160)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="places_kept", verbose_name=_("管理单位")
    )
    opened_on = models.DateField(_("建成日期"))
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["area__path", "name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="outreach_place_once")]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """What is peculiar to an activity; all that deeds share stands in its one deed."""

    deed = models.OneToOneField(Deed, on_delete=models.CASCADE, related_name="activity")
    speaker = models.CharField(_("主讲人"), max_length=60, blank=True)
    speaker_rank = models.CharField(_("主讲人身份"), max_length=12, choices=SpeakerRank.choices, blank=True)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("栏目"),
    )
    issue = models.PositiveSmallIntegerField(_("期次"), null=True, blank=True)
    held_at = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("法治文化场所"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "issue"], condition=Q(issue__isnull=False), name="outreach_issue_once"
            )
        ]
