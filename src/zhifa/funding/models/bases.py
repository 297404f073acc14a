"""The populations under a year's money: while it is open those of people, once closed those of that day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.funding.models.money import Year
from zhifa.people.api import Basis, Population


class FrozenBase(models.Model):
    """A population as it stood when the year was closed; what is corrected or brought in later changes nothing here."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="frozen_bases")
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(_("口径"), max_length=12, choices=Basis.choices)
    as_of = models.DateField(_("统计时点"))
    published_on = models.DateField(_("公布日期"))
    source = models.CharField(_("来源"), max_length=200)
    value = models.PositiveIntegerField(_("人口（人）"))

    class Meta:
        ordering = ["year", "basis", "as_of"]
        constraints = [
            models.UniqueConstraint(fields=["year", "population"], name="funding_frozen_once"),
        ]


class Base(models.Model):
    """A view: each population of the district under each year, if it was published by the last day of the year. `name` tells
    basis, date and source; `day` is the day of the year from which it was known."""

    year = models.ForeignKey(Year, on_delete=models.DO_NOTHING, related_name="bases")
    population = models.ForeignKey(Population, on_delete=models.DO_NOTHING, related_name="+")
    name = models.TextField()
    basis = models.CharField(_("口径"), max_length=12, choices=Basis.choices)
    as_of = models.DateField(_("统计时点"))
    published_on = models.DateField(_("公布日期"))
    source = models.CharField(_("来源"), max_length=200)
    value = models.PositiveIntegerField(_("人口（人）"))
    day = models.DateField()

    class Meta:
        managed = False
        db_table = "funding_base"
