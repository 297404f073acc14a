"""Action items: what was decided, who does it until when, by what it will be proven, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.meetings.models.meetings import AgendaLine
from zhifa.meetings.terms import ActionState, Proof
from zhifa.people.api import Unit


class ActionItem(models.Model):
    """One decision as a duty of a unit (督办事项). The proof rule is chosen when it is minuted and stands from then on:
    a figure that reaches `at_least`, at least so many confirmed deeds of a kind, published information whose name holds
    `words`, or a person's word and nothing else. It runs from the day of the meeting to `due_on`, both inside.

    `continues` is the action item that came back and is taken up again here.
    """

    line = models.ForeignKey(AgendaLine, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("事项"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("牵头单位"))
    partners = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("配合单位"))
    due_on = models.DateField(_("完成时限"))
    proof = models.CharField(_("证明办法"), max_length=10, choices=Proof.choices)
    figure = models.CharField(_("数字"), max_length=80, blank=True)
    of_unit = models.BooleanField(_("只算牵头单位自己的"), default=False)
    deed_kind = models.CharField(_("记录种类"), max_length=32, blank=True)
    words = models.CharField(_("名称含"), max_length=60, blank=True)
    at_least = models.DecimalField(_("不少于"), max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="meetings_actions_due")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(proof=Proof.FIGURE, at_least__gt=0) & ~Q(figure=""))
                | (Q(proof=Proof.DEEDS, at_least__gt=0) & ~Q(deed_kind=""))
                | (Q(proof=Proof.DOCUMENT) & ~Q(words=""))
                | Q(proof=Proof.WORD),
                name="meetings_proof_rule_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.PROVEN) | ~Q(proof=Proof.WORD),
                name="meetings_word_is_no_proof",
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, closed_on=None)
                | (~Q(state=ActionState.OPEN) & Q(closed_on__isnull=False)),
                name="meetings_closed_with_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The page of the action item."""
        return reverse("meetings_action", args=[self.pk])


class ActionReport(models.Model):
    """What the unit says about an action item; `claims_done` is its word that it is done."""

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="reports")
    text = models.CharField(_("办理情况"), max_length=400)
    claims_done = models.BooleanField(_("报办结"))
    by = models.CharField(max_length=40)
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Evaluation(models.Model):
    """The proof rule weighed on a day: what it asked, what was found, what follows; `lines` is a list of {say, met}."""

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="evaluations")
    on = models.DateField()
    claimed = models.BooleanField()
    proven = models.BooleanField()
    outcome = models.CharField(max_length=10, choices=ActionState.choices)
    lines = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
