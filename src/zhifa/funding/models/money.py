"""Years, items, postings, and the standard per head."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.funding.terms import Control, Kind, Source, Stage
from zhifa.people.api import Unit


class Standard(models.Model):
    """What law publicity is to have per head, in 元, from a budget year on, by a document. No law gives a number for the
    whole country, so it is a row of the place."""

    since = models.PositiveSmallIntegerField(_("从哪一年起"), unique=True)
    per_head = models.DecimalField(_("人均标准（元/人）"), max_digits=8, decimal_places=4)
    document = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(per_head__gt=0), name="funding_standard_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.per_head}"


class Year(models.Model):
    """A budget year, from opening to closing. Its row is the lock of all its money: whoever posts holds it, so that two who
    ask at once are weighed one after the other. `finance` is the unit whose posts keep the books beside the office. Once it is
    closed it bears the standard per head of that day, which a later standard does not change."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    finance = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("财政部门"))
    closed_on = models.DateField(_("封账日期"), null=True, blank=True)
    per_head = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    standard_document = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(closed_on=None) | Q(per_head=None), name="funding_standard_frozen_at_closing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        """The desk of the year."""
        return reverse("funding_year", args=[self.year])

    @property
    def is_closed(self) -> bool:
        """Whether only corrections may still be entered."""
        return self.closed_on is not None


class Item(models.Model):
    """A budget item of a year: one kind of money from one source for one unit and purpose. Its amounts are its postings."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("经费类别"), max_length=10, choices=Kind.choices)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("使用单位"))
    title = models.CharField(_("项目"), max_length=120)
    aim = models.CharField(_("绩效目标"), max_length=200, blank=True)
    control = models.CharField(_("超出预算时"), max_length=6, choices=Control.choices, default=Control.STOP)

    class Meta:
        ordering = ["year", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="funding_item_number_once"),
            models.UniqueConstraint(
                fields=["year", "kind", "source", "unit", "title"], name="funding_item_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The item in the ledger: 2018-3."""
        return f"{self.year.year}-{self.number}"

    def get_absolute_url(self) -> str:
        """The item with its postings."""
        return reverse("funding_item", args=[self.year.year, self.number])


class Posting(models.Model):
    """One amount of an item, in 元, with its paper. Never changed and never removed: a correction is a posting of its own, the
    difference, that names the one it corrects and why. `counts_on` is the day on which it counts, which lies in the budget
    year whatever the day of the paper."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="postings")
    number = models.PositiveIntegerField()
    stage = models.CharField(_("事项"), max_length=10, choices=Stage.choices)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    day = models.DateField(_("日期"))
    counts_on = models.DateField()
    paper = models.CharField(_("文号、合同号或凭证号"), max_length=120)
    party = models.CharField(_("对方"), max_length=120, blank=True)
    purpose = models.CharField(_("用途"), max_length=200, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    commitment = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="spendings"
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    is_after_closing = models.BooleanField(default=False)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="funding_posting_number_once"),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""), name="funding_corrected_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(stage=Stage.REVISION) | Q(corrects__isnull=False),
                name="funding_amount_sign",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0) | Q(stage=Stage.BUDGET), name="funding_amount_not_zero"
            ),
            models.CheckConstraint(
                condition=Q(commitment=None) | Q(stage=Stage.SPENDING),
                name="funding_only_spending_by_contract",
            ),
            models.CheckConstraint(
                condition=Q(is_after_closing=False) | Q(corrects__isnull=False),
                name="funding_after_closing_only_corrections",
            ),
            models.CheckConstraint(condition=~Q(pk=F("corrects")), name="funding_corrects_another"),
        ]
        indexes = [models.Index(fields=["counts_on"])]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.amount:,.2f}"

    @property
    def key(self) -> str:
        """The posting in the ledger and for its files: 2018-3-7."""
        return f"{self.item.key}-{self.number}"

    def get_absolute_url(self) -> str:
        """The posting with its files."""
        return reverse("funding_posting", args=[self.item.year.year, self.item.number, self.number])
