"""Tables of complaints."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhifa.complaints.terms import CONTACT_PURPOSE, OPEN, TEXT_PURPOSE, TONES, Kind, Move, State
from zhifa.kernel.sealed import SealedJSON
from zhifa.people.api import Unit


class Complaint(models.Model):
    """One thing that somebody told the office. Its text, contact and answer lie encrypted; of the receipt number only a keyed
    mark is kept, so that the table gives nobody a way in. `sent_as` is the form's own token: the same form sent again is the
    same complaint. Nothing here says who sent it or from where."""

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    about = models.CharField(_("关于哪个页面"), max_length=300, blank=True)
    text = SealedJSON(purpose=TEXT_PURPOSE)
    contact = SealedJSON(purpose=CONTACT_PURPOSE, null=True)  # text, or None when none was left
    sent_as = models.UUIDField(unique=True)
    receipt_mark = models.CharField(max_length=64, unique=True, null=True)
    received_at = models.DateTimeField(_("收到时间"))
    due_on = models.DateField(_("答复期限"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.RECEIVED)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    reply = SealedJSON(purpose=TEXT_PURPOSE, null=True)  # the answer, or why it was closed
    replied_by = models.CharField(_("答复单位"), max_length=80, blank=True)
    settled_at = models.DateTimeField(_("办结时间"), null=True)
    erased_at = models.DateTimeField(
        _("删除时间"), null=True
    )  # text, contact, answer and remarks are gone since then

    class Meta:
        verbose_name = _("投诉建议")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="complaints_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN, settled_at=None, reply=None)
                | (~Q(state__in=OPEN) & Q(settled_at__isnull=False, reply__isnull=False)),
                name="complaints_settled_with_reply",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HANDED) | Q(unit__isnull=False), name="complaints_handed_to_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def tone(self) -> str:
        """How its state is shown."""
        return TONES[self.state]


class HandlingStep(models.Model):
    """One move of whoever handled it; what was said with it is encrypted too. The act itself is a ledger entry."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10, choices=Move.choices)
    by_words = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    remarks = SealedJSON(purpose=TEXT_PURPOSE)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Sending(models.Model):
    """That something was sent from an address, by a keyed mark of it; gone after a day."""

    mark = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)


class AnswerTimeRow(models.Model):
    """From a day on: within how many working days an answer is due, with its source. Before the first row the shipped
    time holds (`rules.moves.SHIPPED`), which says of itself that nobody has confirmed it."""

    since = models.DateField(_("自"), unique=True)
    working_days = models.PositiveSmallIntegerField(_("几个工作日内答复"))
    source = models.CharField(_("依据"), max_length=200)
    to_confirm = models.BooleanField(_("待核"), default=False)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(working_days__range=(1, 250)), name="complaints_time_in_days")
        ]


class KeepingRow(models.Model):
    """From a day on: for how many months after settling texts and contacts are kept, with its source. Before the first row the
    shipped time holds (`rules.keeping.SHIPPED_KEEPING`), which says of itself that nobody has confirmed it."""

    since = models.DateField(_("自"), unique=True)
    months = models.PositiveSmallIntegerField(_("办结后保存几个月"))
    source = models.CharField(_("依据"), max_length=200)
    to_confirm = models.BooleanField(_("待核"), default=False)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(months__range=(1, 600)), name="complaints_kept_for_months")
        ]
