"""Duties as figures: what was due, what was proven, in time or late, and what nobody had to type for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhifa.deeds.api import unit_names
from zhifa.duties.access import standing_told, visible_duties, visible_prompts
from zhifa.duties.models import Duty, Prompt
from zhifa.duties.terms import Category
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import DAYS, ITEMS, PERCENT
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord
from zhifa.people.api import district_code


def _duties() -> QuerySet[Any]:
    return Duty.objects.filter(is_current=True, node_on__isnull=False).annotate(in_district=district_code())


def _records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = Duty.objects.filter(pk__in=keys).select_related("unit")
    return [
        SourceRecord(
            key=str(row.pk),
            title=f"{row.unit.name if row.unit else ''}：{row.measure}",
            day=row.node_on,  # type: ignore[arg-type]  # an issued duty has its node
            url=reverse("duties_duty", args=[row.key]),
            remark=_("计划 %(planned)s，已确认 %(done)s") % {"planned": row.quantity, "done": row.done},
        )
        for row in rows
    ]


def _hidden(actor: Actor, keys: Sequence[Any]) -> set[str]:
    """What a stranger is told of a duty is how it stands, so that this waits for the decision that late units are named."""
    if not standing_told(actor):
        return {str(key) for key in keys}
    seen = visible_duties(actor).filter(pk__in=keys).values_list("pk", flat=True)
    return {str(key) for key in keys} - {str(pk) for pk in seen}


DUTIES = FigureSource(
    code="duties.duties",
    title=gettext_lazy("普法责任"),
    queryset=_duties,
    fields=(
        SourceField("unit", gettext_lazy("责任单位"), "unit__code", "code", words=unit_names),
        SourceField("category", gettext_lazy("类别"), "category", "code", labels=dict(Category.choices)),
        SourceField("day", gettext_lazy("时间节点"), "node_on", "day"),
        SourceField("proven", gettext_lazy("已完成"), "is_proven", "flag"),
        SourceField("late", gettext_lazy("逾期完成"), "is_late", "flag"),
        SourceField("by_rule", gettext_lazy("由规则匹配"), "by_rule", "flag"),
    ),
    day_field="node_on",
    district_field="in_district",
    records=_records,
    hidden=_hidden,
)
PROMPTS = FigureSource(
    code="duties.prompts",
    title=gettext_lazy("普法提示的反馈"),
    queryset=lambda: Prompt.objects.filter(fed_back_on__isnull=False).annotate(in_district=district_code()),
    fields=(
        SourceField("unit", gettext_lazy("单位"), "unit__code", "code", words=unit_names),
        SourceField("day", gettext_lazy("反馈日期"), "fed_back_on", "day"),
        SourceField("days", gettext_lazy("错过到反馈（天）"), "days", "number", unit=DAYS),
    ),
    day_field="fed_back_on",
    district_field="in_district",
    records=lambda keys: [
        SourceRecord(
            key=str(row.pk),
            title=f"{row.unit.name}：{row.document_number}",
            day=row.fed_back_on or row.drafted_on,
            url=reverse("duties_prompt", args=[row.pk]),
            amount=str(row.days),
        )
        for row in Prompt.objects.filter(pk__in=keys).select_related("unit")
    ],
    hidden=lambda actor, keys: {
        str(key)
        for key in set(map(str, keys))
        - {str(pk) for pk in visible_prompts(actor).filter(pk__in=keys).values_list("pk", flat=True)}
    },
)
DUE = "时间节点在统计时段内的普法责任，按现行清单"
ONCE = "一项责任只算一次"


def _definition(
    code: str, title: str, statement: str, measure: Any, unit: str, **more: Any
) -> dict[str, Any]:
    return {
        "code": code, "title": title, "statement": statement, "unit": unit, "window": "span", "denominator": DUE,
        "deduplication": ONCE, "measure": measure, **more,
    }  # fmt: skip


def _count(**conditions: Any) -> dict[str, Any]:
    where = [{"field": name, "is": value} for name, value in conditions.items()]
    return {"count": "duties.duties", **({"where": where} if where else {})}


def _share(**conditions: Any) -> dict[str, Any]:
    return {
        "share": {
            "of": "duties.due",
            "where": [{"field": name, "is": value} for name, value in conditions.items()],
        }
    }


DEFINITIONS = FigureOffer(
    "duties",
    (
        _definition("duties.due", "到期的普法责任", "时间节点在统计时段内的普法责任项数。", _count(), ITEMS.code, split="unit"),
        _definition(
            "duties.proven", "已完成的普法责任", "到期责任中，已确认的履职记录达到计划数量的项数，含逾期完成的。",
            _count(proven=True), ITEMS.code, split="unit", names_units=True,
        ),
        _definition(
            "duties.late", "逾期完成的普法责任", "到期责任中，在时间节点之后才达到计划数量的项数。",
            _count(proven=True, late=True), ITEMS.code, split="unit", names_units=True,
        ),
        _definition(
            "duties.completeness", "普法责任完成率", "到期责任中已完成（含逾期）的所占百分比。", _share(proven=True), PERCENT.code,
            names_units=True,
        ),
        _definition(
            "duties.timeliness", "普法责任按时完成率", "到期责任中在时间节点以前完成的所占百分比；逾期完成的另计。",
            _share(proven=True, late=False), PERCENT.code, names_units=True,
        ),
        _definition(
            "duties.untyped", "不用另外填报就已证明的责任",
            "到期责任中，单凭规则匹配到的履职记录就达到计划数量、没有人为它另填一个字的所占百分比。",
            _share(proven=True, by_rule=True), PERCENT.code, names_units=True,
        ),
        {
            "code": "duties.feedback_days",
            "title": "普法提示从错过节点到反馈的天数",
            "statement": "统计时段内反馈的普法提示，从错过时间节点到单位反馈的天数之和，按单位分列。",
            "unit": DAYS.code,
            "window": "span",
            "denominator": "已发出并已反馈的普法提示",
            "deduplication": "一份提示只算一次",
            "measure": {"sum": "days", "of": "duties.prompts"},
            "split": "unit",
            "public": False,
            "names_units": True,
        },
    ),
)  # fmt: skip
