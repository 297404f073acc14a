"""Bodies: units, their names by date, their places in parallel trees, and what became of them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from zhifa.people.models.areas import Area
from zhifa.people.terms import Tree, UnitKind


def days_valid() -> Func:
    """The days of a row with `valid_from` and `valid_until`, both ends inside, as PostgreSQL sees them."""
    return Func(
        "valid_from",
        "valid_until",
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="DATERANGE",  # an open end is infinity
        output_field=DateRangeField(),
    )


class Unit(models.Model):
    """One body. Its code and path stay; its name and its places have histories. `name` is today's."""

    code = models.CharField(_("单位代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=14, choices=UnitKind.choices)
    path = models.CharField(max_length=160, unique=True, db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    valid_from = models.DateField(_("成立日期"))
    valid_until = models.DateField(_("撤销日期"), null=True, blank=True)
    pinyin = models.CharField(max_length=240, editable=False)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="people_unit_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """What a unit was called over a span of days."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("名称"), max_length=80)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["unit", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="people_one_name_a_day",
                expressions=[(F("unit"), RangeOperators.EQUAL), (days_valid(), RangeOperators.OVERLAPS)],
            )
        ]


class UnitPlace(models.Model):
    """A unit's parent in one of the parallel trees over a span of days."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="places")
    tree = models.CharField(max_length=10, choices=Tree.choices)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="placed_below")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["unit", "tree", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="people_one_place_a_day",
                expressions=[
                    (F("unit"), RangeOperators.EQUAL),
                    (F("tree"), RangeOperators.EQUAL),
                    (days_valid(), RangeOperators.OVERLAPS),
                ],
            )
        ]


class UnitSuccession(models.Model):
    """On a day, `old` went over into `new` (a merger has several old, a split several new).

    "As then" reads the unit written on the record; "as now" follows these rows to today's body.
    """

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField(_("日期"))
    document = models.CharField(_("依据文件"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="people_succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="people_succession_between_two"),
        ]
