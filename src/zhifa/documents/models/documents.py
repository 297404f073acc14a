"""One issued document and how long it holds."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.documents.rules.standing import standing_on
from zhifa.documents.terms import TONES, Ending, Kind, Standing
from zhifa.people.api import Unit


class Document(models.Model):
    """One document. `issuer` is the body as it stands on the paper, which may be none of ours; a number is given once by an issuer in
    a year, and minutes have none. `valid_until` is the last day; `ending` says why it is, where it did not stand on the paper
    itself. `source` is the ledger subject of what issued it (an issued duty list, a prompt, minutes); empty for one entered by hand.
    With an `addressee` it is read by the district's roles and that unit only.
    """

    number = models.CharField(_("文号"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    issuer = models.CharField(_("发文机关"), max_length=80)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=200)
    about = models.CharField(_("主要内容"), max_length=400, blank=True)
    issued_on = models.DateField(_("印发日期"))
    valid_from = models.DateField(_("生效日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    ending = models.CharField(_("不再有效的原因"), max_length=12, choices=Ending.choices, blank=True)
    ending_words = models.CharField(_("依据或说明"), max_length=300, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    addressee = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_kind = models.CharField(max_length=40, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "year", "number"], condition=~Q(number=""), name="documents_number_once"
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source_key"],
                condition=~Q(source_kind=""),
                name="documents_once_a_source",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="documents_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ending="") | Q(valid_until__isnull=False), name="documents_ended_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) ^ Q(ending=Ending.SUPERSEDED),
                name="documents_superseded_by_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_hand(self) -> bool:
        """Entered from paper, not by the act that issued it."""
        return not self.source_kind

    def standing_on(self, day: date) -> Standing:
        """How it stands that day."""
        return standing_on(day, self.valid_from, self.valid_until, self.ending)

    def tone_on(self, day: date) -> str:
        """How its standing is shown."""
        return TONES[self.standing_on(day)]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("documents_document", args=[self.pk])
