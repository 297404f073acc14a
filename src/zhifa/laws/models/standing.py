"""Which instruments stand on a day, and of which the words of that day are held."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.laws.models.instruments import Instrument, Version


class LawStanding(models.Model):
    """A view for figures as at a day: +1 on the first day of a version in force, -1 on the day after its last. What is known by title and
    dates only, what stood before all knowledge, and what is repealed on a day that no source names, are left out. A
    version that began before any known day counts from 1 October 1949 on."""

    version = models.ForeignKey(Version, on_delete=models.DO_NOTHING, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=40)
    words = models.CharField(_("当日文本"), max_length=8)  # held, or lacking
    day = models.DateField(_("日期"))
    change = models.IntegerField(_("增减"))

    class Meta:
        managed = False
        db_table = "laws_lawstanding"
