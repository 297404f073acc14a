"""A prompt (普法提示) to a unit whose duty was missed, from the clerk's draft to its closure."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.duties.terms import Ground, PromptState
from zhifa.people.api import Unit


class Prompt(models.Model):
    """One prompt (法治宣传教育法 Article 57). It is drafted by a person's click and sent by a person's signature, never by itself.

    `text` is what the unit receives, as signed; `days` from the missed node to the feedback is kept as a number so that figures
    may read it. A draft that was dropped stays, so that the same miss is not proposed again.
    """

    duty_key = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="prompts")
    subject = models.CharField(_("责任"), max_length=160)
    ground = models.CharField(_("事由"), max_length=8, choices=Ground.choices)
    missed_on = models.DateField(_("错过的节点"))
    state = models.CharField(max_length=10, choices=PromptState.choices, default=PromptState.DRAFT)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    drafted_on = models.DateField(_("拟稿日期"))
    issued_on = models.DateField(_("发出日期"), null=True, blank=True)
    due_on = models.DateField(_("反馈期限"), null=True, blank=True)
    received_on = models.DateField(_("签收日期"), null=True, blank=True)
    measures = models.TextField(_("改进措施"), blank=True)
    feedback = models.TextField(_("反馈"), blank=True)
    fed_back_on = models.DateField(_("反馈日期"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("错过到反馈（天）"), null=True, blank=True)
    remarks = models.CharField(_("处理意见"), max_length=400, blank=True)
    settled_on = models.DateField(_("办结日期"), null=True, blank=True)

    class Meta:
        ordering = ["-drafted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty_key", "missed_on"], name="duties_prompt_once_a_miss"),
            models.UniqueConstraint(fields=["year", "number"], name="duties_prompt_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[PromptState.DRAFT, PromptState.DROPPED])
                | (
                    Q(number__isnull=False, issued_on__isnull=False, due_on__gte=F("issued_on")) & ~Q(text="")
                ),
                name="duties_prompt_sent_is_numbered",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def document_number(self) -> str:
        """As the prompt bears it; empty while it is a draft."""
        return f"普法提示〔{self.year}〕{self.number}号" if self.number else ""
