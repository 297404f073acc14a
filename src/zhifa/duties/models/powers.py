"""A unit's own power list: what it may do, and the provision that says so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.laws.api import ProvisionText, Version
from zhifa.people.api import Unit


class Power(models.Model):
    """One provision of one matter of a unit's power list (权责清单): a matter that rests on three provisions has three rows, so that
    each provision can be found with somebody who makes it known, or with nobody."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="powers")
    name = models.CharField(_("事项"), max_length=160)
    sort = models.CharField(_("类型"), max_length=40, blank=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(_("法律依据"), max_length=240)

    class Meta:
        ordering = ["unit__path", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name", "label"], name="duties_power_once")]

    def __str__(self) -> str:
        return self.name
