"""Figures about bodies: units that stand, populations by basis, those appointed to carry law publicity."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import PEOPLE, PLACES, RESIDENTS
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord
from zhifa.people.access import may_see_bodies
from zhifa.people.models import Backbone, Population, PopulationChange, Unit, UnitChange
from zhifa.people.selectors import district_code
from zhifa.people.terms import BackboneKind, Basis, UnitKind

BASIS_WORDS = {
    Basis.CENSUS: ("人口普查常住人口", "最近一次已公布的人口普查的常住人口"),
    Basis.RESIDENT: ("年末常住人口", "最近一次已公布的年末常住人口"),
    Basis.REGISTERED: ("年末户籍人口", "最近一次已公布的年末户籍人口"),
}


def _units() -> QuerySet[Any]:
    return UnitChange.objects.annotate(in_district=district_code())


def _unit_records(keys: Sequence[str]) -> list[SourceRecord]:
    return [
        SourceRecord(
            key=unit.code,
            title=unit.name,
            day=unit.valid_from,
            url=reverse("people_unit", args=[unit.code]),
            amount=str(unit.get_kind_display()),
            remark=str(_("%(day)s 撤销") % {"day": unit.valid_until}) if unit.valid_until else "",
        )
        for unit in Unit.objects.filter(code__in=keys)
    ]


def _populations() -> QuerySet[Any]:
    return PopulationChange.objects.annotate(in_district=district_code())


def _population_records(keys: Sequence[str]) -> list[SourceRecord]:
    return [
        SourceRecord(
            key=str(row.pk),
            title=f"{row.area} {row.get_basis_display()}",
            day=row.as_of,
            url=reverse("people_area", args=[row.area.code]),
            amount=f"{row.value:,} {RESIDENTS.label}",
            evidence=(row.source,),
            remark=str(_("%(day)s 公布") % {"day": row.published_on}),
        )
        for row in Population.objects.filter(pk__in=[int(key) for key in keys]).select_related("area")
    ]


def _appointed() -> QuerySet[Any]:
    return Backbone.objects.annotate(in_district=district_code())


def _appointed_records(keys: Sequence[Any]) -> list[SourceRecord]:
    return [
        SourceRecord(
            key=str(row.pk),
            title=f"{row.person} {row.get_kind_display()}",
            day=row.valid_from,
            url=reverse("people_backbone_service", args=[row.pk]),
            evidence=(row.document,) if row.document else (),
        )
        for row in Backbone.objects.filter(pk__in=keys).select_related("person")
    ]


def _hidden_from_strangers(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    return () if may_see_bodies(actor) else {str(key) for key in keys}


SOURCES = (
    FigureSource(
        code="people.units",
        title=_("单位"),
        queryset=_units,
        fields=(
            SourceField("kind", _("类别"), "kind", "code", labels=dict(UnitKind.choices)),
            SourceField("day", _("日期"), "day", "day"),
            SourceField("change", _("增减"), "change", "number", unit=PLACES),
            SourceField("record", _("单位代码"), "code", "key"),
        ),
        day_field="day",
        district_field="in_district",
        records=_unit_records,
        hidden=_hidden_from_strangers,
    ),
    FigureSource(
        code="people.populations",
        title=_("人口数"),
        queryset=_populations,
        fields=(
            SourceField("basis", _("口径"), "basis", "code", labels=dict(Basis.choices)),
            SourceField("day", _("公布日期"), "day", "day"),
            SourceField("change", _("人口"), "change", "number", unit=RESIDENTS),
            SourceField("record", _("记录"), "population_id", "key"),
        ),
        day_field="day",
        district_field="in_district",
        records=_population_records,
    ),
    FigureSource(
        code="people.backbone",
        title=_("骨干聘任"),
        queryset=_appointed,
        fields=(
            SourceField("kind", _("类别"), "kind", "code", labels=dict(BackboneKind.choices)),
            SourceField("day", _("聘任日期"), "valid_from", "day"),
            SourceField("person", _("人员"), "person__code", "key"),
        ),
        day_field="valid_from",
        district_field="in_district",
        records=_appointed_records,
        hidden=_hidden_from_strangers,
    ),
)

DEFINITIONS = FigureOffer(
    "people",
    (
        {
            "code": "people.units",
            "title": "在册单位",
            "statement": "统计时点存续的单位个数：已成立、尚未撤销或并入其他单位。",
            "unit": PLACES.code,
            "window": "as-at",
            "denominator": "登记在册的全部单位，含街道和社区",
            "deduplication": "一个单位一个，更名不另算",
            "measure": {"sum": "change", "of": "people.units"},
            "split": "kind",
        },
        *(
            {
                "code": f"people.population_{basis.value}",
                "title": title,
                "statement": f"统计时点{told}，不是推算数。",
                "unit": RESIDENTS.code,
                "window": "as-at",
                "denominator": "全区，同一口径；不同口径不相加",
                "deduplication": "新的公布数替代旧的",
                "measure": {
                    "sum": "change",
                    "of": "people.populations",
                    "where": [{"field": "basis", "is": basis.value}],
                },
                "empty": "unmeasured",
            }
            for basis, (title, told) in BASIS_WORDS.items()
        ),
        {
            "code": "people.backbone_appointed",
            "title": "新聘普法骨干",
            "statement": "统计时段内聘任的讲师团成员、志愿者、法律明白人、专家和联络员的人数。",
            "unit": PEOPLE.code,
            "window": "span",
            "denominator": "登记了聘任日期的骨干",
            "deduplication": "一人兼几类或几次聘任，只算一人；分类列出时各类各算",
            "measure": {"distinct": "person", "of": "people.backbone"},
            "split": "kind",
        },
    ),
)
