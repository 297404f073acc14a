"""A year's list: the call, each unit's own list on its way, the versions that were issued, the clock of publication."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.duties.terms import ConsideredBy, Issuer, ListState
from zhifa.people.api import Unit


class DutyYear(models.Model):
    """The office's call for the lists of a year: by which notice, and until when the units hand in."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    title = models.CharField(_("名称"), max_length=120)
    notice = models.CharField(_("通知文号"), max_length=120, blank=True)
    called_on = models.DateField(_("通知日期"))
    due_on = models.DateField(_("报送期限"))

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("called_on")), name="duties_year_days_in_order")
        ]

    def __str__(self) -> str:
        return self.title


class UnitList(models.Model):
    """One unit's list of a year on its way from draft to merged. Without a unit it is the office's list of common duties, from
    which every unit's list begins. `signed_text` is the very text that the head signed; a paper list of past years has none."""

    duty_year = models.ForeignKey(DutyYear, on_delete=models.PROTECT, related_name="lists")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="duty_lists")
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.DRAFTING)
    remarks = models.CharField(_("退回意见"), max_length=400, blank=True)
    legal_opinion = models.CharField(_("法制审核意见"), max_length=200, blank=True)
    submitted_on = models.DateField(_("报送日期"), null=True, blank=True)
    signed_text = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["duty_year", "unit__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty_year", "unit"], nulls_distinct=False, name="duties_list_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) ^ ~Q(signed_text=""), name="duties_list_signed_with_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_year.year} {self.unit or ''}"

    @property
    def is_late(self) -> bool:
        """Whether it was handed in after the day that the call set."""
        return self.submitted_on is not None and self.submitted_on > self.duty_year.due_on


class ListVersion(models.Model):
    """The merged list as it was considered and, once `issued_on` stands, issued: in force until the next version begins.

    `content` is the list itself as canonical JSON; sheet, document and page are made from it and from nothing else, so that a day in
    the past gives the same bytes whatever became of units, laws and people since.
    """

    duty_year = models.ForeignKey(DutyYear, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版次"))
    issuer = models.CharField(_("发文类型"), max_length=12, choices=Issuer.choices)
    considered_by = models.CharField(_("审议机构"), max_length=16, choices=ConsideredBy.choices)
    considered_on = models.DateField(_("审议日期"))
    considered_record = models.CharField(_("审议记录"), max_length=160)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-duty_year__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["duty_year", "number"], name="duties_version_once"),
            models.UniqueConstraint(
                fields=["duty_year"], condition=Q(issued_on=None), name="duties_one_version_under_way"
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None, effective_on=None)
                | Q(issued_on__isnull=False, effective_on__gte=F("issued_on")),
                name="duties_version_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | (~Q(document_number="") & ~Q(content="")),
                name="duties_issued_has_number_and_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_year.year}-{self.number}"


class IssuerClock(models.Model):
    """Within how many working days a list of that issuer is published, from a day on; none where no clock runs. A row of
    data with its source, marked 待核 until somebody has confirmed it."""

    issuer = models.CharField(_("发文类型"), max_length=12, choices=Issuer.choices)
    since = models.DateField(_("自"))
    working_days = models.PositiveSmallIntegerField(_("几个工作日内公开"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    to_confirm = models.BooleanField(_("待核"), default=True)

    class Meta:
        ordering = ["issuer", "-since"]
        constraints = [models.UniqueConstraint(fields=["issuer", "since"], name="duties_clock_once_a_day")]

    def __str__(self) -> str:
        return f"{self.issuer}@{self.since}"
