"""A publication, its things, and the steps that it took."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.registry import Words
from zhifa.publishing.terms import STAGE_WORDS, Move, Openness, Standing, State


class Publication(models.Model):
    """Things of one kind that are reviewed and published together, with what a government site says of them.

    `round` counts how often it was submitted: the persons of one round must differ. Who did what stands in `Step` and, signed,
    in the ledger; here stands only where it is now.
    """

    kind = models.CharField(max_length=24)
    title = models.CharField(_("名称"), max_length=160)
    unit = models.CharField(_("责任单位"), max_length=120)
    unit_path = models.CharField(max_length=200, blank=True)
    source = models.CharField(_("信息来源"), max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    round = models.PositiveSmallIntegerField(default=0)
    openness = models.CharField(_("公开属性"), max_length=12, choices=Openness.choices, blank=True)
    openness_reason = models.CharField(_("属性的理由"), max_length=400, blank=True)
    filing_number = models.CharField(_("备案号"), max_length=80, blank=True)
    author = models.CharField(max_length=40)  # the actor's opaque key
    author_words = models.CharField(max_length=120)
    formed_on = models.DateField(_("形成日期"))
    due_on = models.DateField(_("公开期限"))
    drafted_at = models.DateTimeField(_("起草时间"))
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    end_reason = models.CharField(_("停止公开的理由"), max_length=400, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="publishing_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=(State.PUBLISHED, State.WITHDRAWN))
                | Q(openness=Openness.ACTIVE, published_at__isnull=False),
                name="publishing_public_is_open",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="publishing_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> int:
        """The index number that readers cite (索引号)."""
        return self.pk


class PublicationItem(models.Model):
    """One thing of a publication with the exact text that is reviewed. A thing stands in at most one publication that is
    running or public; the row with standing `public` is what makes it public, and nothing else does."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    unit = models.CharField(max_length=120)
    day = models.DateField()
    formed_on = models.DateField()
    url = models.CharField(max_length=200)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.INSIDE)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["publication", "position"]
        indexes = [models.Index(fields=["kind", "key"], name="publishing_of_thing")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=~Q(standing=Standing.ENDED), name="publishing_thing_once"
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.ENDED) | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="publishing_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One move by one person, with the digest of the text that was signed for it; the signature itself is a ledger entry."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10, choices=Move.choices)
    state = models.CharField(max_length=10, choices=State.choices)  # from which it began
    round = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=40)
    by_words = models.CharField(max_length=120)
    role = models.CharField(max_length=16)
    remarks = models.CharField(max_length=400, blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def stage(self) -> Words:
        """The review at which it was made; empty for all else."""
        return STAGE_WORDS.get(State(self.state), "")
