"""Views for figures "as at" a day: each row adds or takes away on the day from which it holds.

A unit that stood from 2016-01-01 to 2018-06-30 is +1 on the first day and -1 on 2018-07-01; the sum up to any day is what
stood that day. Populations likewise: the newest published one replaces the one before, of the same area and basis.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.people.models.areas import Population
from zhifa.people.models.units import Unit
from zhifa.people.terms import Basis, UnitKind


class UnitChange(models.Model):
    """A unit begins (+1) or has ended (-1)."""

    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, related_name="+")
    code = models.CharField(max_length=24)
    kind = models.CharField(max_length=14, choices=UnitKind.choices)
    day = models.DateField(_("日期"))
    change = models.IntegerField(_("增减"))

    class Meta:
        managed = False
        db_table = "people_unitchange"


class PopulationChange(models.Model):
    """The district's population by a basis as newly published (+value), and the one that it replaces (-value)."""

    population = models.ForeignKey(Population, on_delete=models.DO_NOTHING, related_name="+")
    basis = models.CharField(max_length=12, choices=Basis.choices)
    day = models.DateField(_("日期"))
    change = models.IntegerField(_("增减"))

    class Meta:
        managed = False
        db_table = "people_populationchange"
