"""What the holders of a class of posts should know of law (应知应会): lists with editions, each from a day on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.laws.models.instruments import Version
from zhifa.laws.models.provisions import ProvisionText
from zhifa.people.api import PostClass


class ShouldKnow(models.Model):
    """One edition of the list of a class of posts. It holds from its day until the next edition's; none is ever changed."""

    post_class = models.CharField(_("职务类别"), max_length=10, choices=PostClass.choices)
    effective_on = models.DateField(_("起用日期"))
    document = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ["post_class", "-effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["post_class", "effective_on"], name="laws_should_know_edition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_post_class_display()} {self.effective_on}"


class ShouldKnowLine(models.Model):
    """A law, or a provision of one, that the list names, as it stood on the edition's day. `text` is null for the whole."""

    edition = models.ForeignKey(ShouldKnow, on_delete=models.CASCADE, related_name="lines")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "label"], name="laws_should_know_once")]
