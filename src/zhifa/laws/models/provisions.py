"""Provisions and their words in each version."""

from __future__ import annotations

from itertools import groupby

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhifa.laws.models.instruments import Instrument, Version


class Provision(models.Model):
    """A numbered place of an instrument: article 57, 第二十条之一. It stays the same row while its words change.

    The row is the place, by its printed number. A revision that renumbers gives the number to other words; what a
    provision was before is told by `ProvisionText.continues`.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="provisions")
    key = models.CharField(_("编号"), max_length=20)
    label = models.CharField(_("条号"), max_length=40)
    number = models.PositiveIntegerField()
    branch = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["number", "branch", "key"]
        constraints = [models.UniqueConstraint(fields=["instrument", "key"], name="laws_provision_key")]

    def __str__(self) -> str:
        return self.label


class ProvisionText(models.Model):
    """The words of a provision in one held version (`article@version`): what everything cites. Never changed but by a `TextCorrection`.

    Paragraphs (款) are parted by line breaks, as are items and the rows of a table (`| a | b |`). `part` to `section` are the
    headings of this version; `position` is the order in it. `continues` is the text that these words took the place of
    in the version before, under the same number or another: the chain of it is the provision through all revisions.
    """

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="texts")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="texts")
    position = models.PositiveIntegerField()
    part = models.CharField(_("编"), max_length=200, blank=True, db_default="")
    subpart = models.CharField(_("分编"), max_length=200, blank=True, db_default="")
    chapter = models.CharField(_("章"), max_length=200, blank=True)
    section = models.CharField(_("节"), max_length=200, blank=True)
    text = models.TextField(_("条文内容"))
    continues = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by"
    )

    class Meta:
        verbose_name = _("条文文本")
        verbose_name_plural = _("条文文本")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "version"], name="laws_text_once_a_version"),
            models.UniqueConstraint(fields=["version", "position"], name="laws_text_position"),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id}@{self.version_id}"

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs (款) in order."""
        return [line for line in self.text.split("\n") if line.strip()]

    @property
    def blocks(self) -> list[tuple[bool, list[str] | list[list[str]]]]:
        """The words in order as runs: (False, paragraphs) or (True, the rows of a table as cells)."""
        found: list[tuple[bool, list[str] | list[list[str]]]] = []
        for is_table, lines in groupby(self.paragraphs, key=lambda line: line[0] == "|" and line[-1] == "|"):
            if is_table:
                found.append(
                    (True, [[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
                )
            else:
                found.append((False, list(lines)))
        return found

    @property
    def headings(self) -> tuple[str, str, str, str]:
        """The headings above it, from the largest; empty where there is none."""
        return self.part, self.subpart, self.chapter, self.section


class TextCorrection(models.Model):
    """The words of one provision text put right by a second source: what stood here before, and why. A misprint of the library, no change
    of the law: what cites the text goes on to cite it."""

    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, related_name="corrections")
    former = models.TextField(_("更正前"))
    reason = models.CharField(_("理由"), max_length=200)
    source = models.CharField(_("出处"), max_length=120)
    corrected_at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = _("文本更正")
        verbose_name_plural = _("文本更正")
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return f"{self.text_id}@{self.corrected_at}"
