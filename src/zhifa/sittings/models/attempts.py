"""One candidate's attempt at a paper, and every answer that was ever saved in it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.exams.api import Paper
from zhifa.sittings.models.exams import Candidate
from zhifa.sittings.terms import Ended


class Attempt(models.Model):
    """An attempt stands before it is begun: its paper and the seed of its order are allotted when the exam is announced (the next one
    when the one before has ended), so that the sealed paper can be fetched ahead.

    `ends_at` is the server's: start + minutes + extra + time given back, and never beyond the window (see `rules.clock`). `head` (32
    bytes) is the last hash of the chain of its `saves`, `links` how many there are. `seen_at` is when a device was last heard of.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=16, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=64)
    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    given_back = models.PositiveIntegerField(_("补回（秒）"), default=0)
    head = models.BinaryField(max_length=32, null=True, blank=True)
    links = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(_("交卷时间"), null=True, blank=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True)
    late = models.BooleanField(_("迟交"), default=False)
    entry = models.BigIntegerField(null=True, blank=True, editable=False)  # the ledger's number of its end

    class Meta:
        ordering = ["candidate", "number"]
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=Q(started_at__isnull=False, handed_at=None),
                name="sittings_running",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "number"], name="sittings_attempt_once"),
            models.CheckConstraint(
                condition=Q(started_at=None, ends_at=None, head=None, links=0, handed_at=None)
                | Q(started_at__isnull=False, ends_at__gte=F("started_at"), head__isnull=False),
                name="sittings_begun_whole",
            ),
            models.CheckConstraint(
                condition=Q(handed_at=None, ended="") | (Q(handed_at__isnull=False) & ~Q(ended="")), name="sittings_ended_how"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key


class Save(models.Model):
    """One answer as one device saved it: a link of its attempt's chain (see `rules.chain`). Rows are only ever added.

    `answer` is a list of texts: letters as the candidate sees them, `T` or `F`, one text a blank, one text of prose; empty when it was
    taken back. Of one position the answer that counts has the highest (`turn`, `device`); `turn` is a Lamport counter, so the order in
    which saves arrive does not matter. (`device`, `turn`) is what makes a save one: a retry finds it there. `device_at` is what the
    device's clock said; it decides nothing.
    """

    id = models.BigAutoField(primary_key=True)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="saves")
    number = models.PositiveIntegerField()
    device = models.CharField(max_length=22)
    turn = models.PositiveBigIntegerField()
    position = models.CharField(max_length=8)
    answer = ArrayField(models.TextField())
    device_at = models.DateTimeField()
    received_at = models.DateTimeField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["attempt", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "device", "turn"], name="sittings_save_once"),
            models.UniqueConstraint(fields=["attempt", "number"], name="sittings_link_once"),
        ]
