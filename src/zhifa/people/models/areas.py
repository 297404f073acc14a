"""Territory: the district, the areas below it, and their populations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhifa.people.terms import AreaKind, Basis


class District(models.Model):
    """The one district of this home. A second one lives in a second home, so that rights and proofs never mix."""

    one = models.BooleanField(primary_key=True, default=True)
    code = models.CharField(_("行政区划代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    is_demonstration = models.BooleanField(_("示例区"))
    opened_at = models.DateTimeField(_("建立时间"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(one=True), name="people_one_district")]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """One area for as long as it exists under that code. `path` is materialised from codes (`/D/S/`), so that
    everything below an area is a prefix; a split or merger ends a row and begins others."""

    code = models.CharField(_("代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("层级"), max_length=12, choices=AreaKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    path = models.CharField(max_length=120, unique=True, db_index=True)
    needs_service = models.BooleanField(_("需要设公共法律服务点"), default=True)
    valid_from = models.DateField(_("起用日期"))
    valid_until = models.DateField(_("停用日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    pinyin = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="people_area_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """How many people an area has, by one basis, at one date, from one source, known since its publication.

    Never a bare number: the per-head standard differs with the basis, so each stands beside its own figure.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="populations")
    basis = models.CharField(_("口径"), max_length=12, choices=Basis.choices)
    as_of = models.DateField(_("统计时点"))
    published_on = models.DateField(_("公布日期"))
    value = models.PositiveIntegerField(_("人口（人）"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        ordering = ["area", "basis", "as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "basis", "as_of", "source"], name="people_population_once"
            ),
            models.CheckConstraint(
                condition=Q(published_on__gte=F("as_of")), name="people_population_published_after"
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="people_population_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.get_basis_display()} {self.as_of}: {self.value}"
