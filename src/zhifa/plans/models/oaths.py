"""The register of oaths to the constitution: who took office, and who swore when, by which text, before whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.people.api import Unit
from zhifa.plans.terms import OathForm


class OathText(models.Model):
    """The words of the oath from a day on, as the office entered them from the document named; an oath is taken by those of its day."""

    since = models.DateField(_("施行日期"), unique=True)
    source = models.CharField(_("依据文件"), max_length=200)
    words = models.TextField(_("誓词"), max_length=600)

    class Meta:
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.source


class Oath(models.Model):
    """An appointee whom the law asks to swear, and the oath once it is taken (`sworn_on`)."""

    name = models.CharField(_("姓名"), max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    office = models.CharField(_("职务"), max_length=60)
    appointed_on = models.DateField(_("任职日期"))
    appointed_by = models.CharField(_("任免机关"), max_length=60)
    sworn_on = models.DateField(_("宣誓日期"), null=True, blank=True)
    form = models.CharField(_("形式"), max_length=12, choices=OathForm.choices, blank=True)
    led_by = models.CharField(_("领誓人"), max_length=40, blank=True)
    witness = models.CharField(_("监誓人"), max_length=40, blank=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    text = models.ForeignKey(OathText, on_delete=models.PROTECT, null=True, blank=True, related_name="oaths")

    class Meta:
        ordering = ["-appointed_on", "unit__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "unit", "office", "appointed_on"], name="plans_oath_once"
            ),
            models.CheckConstraint(
                condition=Q(sworn_on=None) | Q(sworn_on__gte=F("appointed_on")), name="plans_oath_after"
            ),
            models.CheckConstraint(
                condition=Q(sworn_on=None, text=None)
                | Q(sworn_on__isnull=False, text__isnull=False) & ~Q(witness=""),
                name="plans_oath_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.office
