"""A standing conference: the series of its meetings, its members by term, and the matters before it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from zhifa.meetings.terms import MatterState, Part
from zhifa.people.api import Person, Unit


class Series(models.Model):
    """A conference that meets again and again. It has no seal and no document number: what it issues are minutes."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=80)
    document = models.CharField(_("设立依据"), max_length=200)
    office = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("办公室所在单位")
    )
    per_year = models.PositiveSmallIntegerField(_("每年至少（次）"), default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """A unit's part in a conference from a day to a day, both inside, with the member and the liaison officer that it
    named. The terms of one unit do not overlap."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    part = models.CharField(_("身份"), max_length=10, choices=Part.choices, default=Part.MEMBER)
    member = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("成员")
    )
    liaison = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("联络员")
    )
    valid_from = models.DateField(_("起"))
    valid_until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        ordering = ["series", "pk"]
        constraints = [
            ExclusionConstraint(
                name="meetings_one_part_a_day",
                expressions=[
                    (F("series"), RangeOperators.EQUAL),
                    (F("unit"), RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from", "valid_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="meetings_membership_days_in_order",
            ),
        ]  # fmt: skip


class Matter(models.Model):
    """One matter before a conference, from the day it was raised until a meeting disposes of it. An open matter is on one
    running agenda or in the backlog, which is computed; so none can be lost between two meetings. `from_action` is the action
    item that came back without proof."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="matters")
    title = models.CharField(_("议题"), max_length=160)
    brief = models.TextField(_("说明"), blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出单位")
    )
    raised_on = models.DateField(_("提出日期"))
    state = models.CharField(max_length=10, choices=MatterState.choices, default=MatterState.OPEN)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    from_action = models.ForeignKey(
        "meetings.ActionItem", on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )

    class Meta:
        ordering = ["raised_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MatterState.WITHDRAWN) | ~Q(reason=""),
                name="meetings_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["from_action"], condition=Q(state=MatterState.OPEN), name="meetings_returned_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
