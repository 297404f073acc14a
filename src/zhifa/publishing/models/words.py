"""The list of words that the office keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.publishing.terms import WordKind


class WordRule(models.Model):
    """A line of the list: a phrase, what to write instead, from when to when, and by which source.

    For an order of leaders `phrase` is empty of meaning but a name for the line and `instead` holds the names in order; for a
    title `phrase` is a person's name and `instead` the title that belongs before it.
    """

    kind = models.CharField(_("查什么"), max_length=8, choices=WordKind.choices, default=WordKind.PHRASE)
    phrase = models.CharField(_("不写"), max_length=60)
    instead = models.CharField(_("写作"), max_length=200, blank=True)
    why = models.CharField(_("依据或说明"), max_length=200, blank=True)
    unless = models.CharField(_("除非出现在"), max_length=200, blank=True)
    since = models.DateField(_("起"), null=True, blank=True)
    until = models.DateField(_("止"), null=True, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=60)

    class Meta:
        ordering = ("kind", "phrase", "since", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "phrase", "since"], nulls_distinct=False, name="publishing_word_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="publishing_word_rule_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phrase} → {self.instead}"
