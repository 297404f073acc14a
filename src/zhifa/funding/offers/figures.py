"""Figures about money: budget, released, promised, spent; the floor under each population; growth and its rival."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from zhifa.evidence.api import kinds_of
from zhifa.funding.access import may_see_money
from zhifa.funding.models import Base, Posting
from zhifa.funding.terms import BASES, ITEM, MONEY, POSTING, Kind, Source, Stage
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import PERCENT, RESIDENTS, YUAN, YUAN_PER_HEAD
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord
from zhifa.ledger.api import Subject, sealed_times
from zhifa.people.api import district_code


def _money() -> QuerySet[Any]:
    return Posting.objects.annotate(in_district=district_code())


def _money_records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = list(
        Posting.objects.filter(pk__in=keys)
        .select_related("item__year", "item__unit", "corrects")
        .annotate(corrected=Count("corrections"))
    )
    kinds = kinds_of(Subject(POSTING, row.key) for row in rows)
    sealed = sealed_times([Subject(ITEM, row.item.key) for row in rows])
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.item.unit.name} {row.item.title} {row.get_stage_display()}", day=row.day,
            url=row.get_absolute_url(), amount=f"{row.amount:,.2f} {YUAN.label}", evidence=(row.paper, *kinds[Subject(POSTING, row.key)]),
            entered_at=row.entered_at, sealed_at=sealed.get(Subject(ITEM, row.item.key)), corrections=row.corrected,
            remark=str(_("更正：%(why)s") % {"why": row.reason}) if row.corrects_id else "",
        )
        for row in rows
    ]  # fmt: skip


def _bases() -> QuerySet[Any]:
    return Base.objects.annotate(in_district=district_code())


def _base_records(keys: Sequence[Any]) -> list[SourceRecord]:
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.year.year} {row.name}", day=row.as_of, url=row.year.get_absolute_url(),
            amount=f"{row.value:,} {RESIDENTS.label}", evidence=(row.source,),
            remark=str(_("封账时的数") if row.year.is_closed else _("%(day)s 公布") % {"day": row.published_on}),
        )
        for row in Base.objects.filter(pk__in=keys).select_related("year")
    ]  # fmt: skip


def _hidden(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    return () if may_see_money(actor) else {str(key) for key in keys}


SOURCES = (
    FigureSource(
        code=MONEY,
        title=_("经费"),
        queryset=_money,
        fields=(
            SourceField("kind", _("经费类别"), "item__kind", "code", labels=dict(Kind.choices)),
            SourceField("source", _("来源"), "item__source", "code", labels=dict(Source.choices)),
            SourceField("stage", _("事项"), "stage", "code", labels=dict(Stage.choices)),
            SourceField("unit", _("使用单位"), "item__unit__code", "code"),
            SourceField("day", _("日期"), "counts_on", "day"),
            SourceField("amount", _("金额"), "amount", "number", unit=YUAN),
        ),
        day_field="counts_on",
        district_field="in_district",
        records=_money_records,
        hidden=_hidden,
    ),
    FigureSource(
        code=BASES,
        title=_("各年度的人口基数"),
        queryset=_bases,
        fields=(
            SourceField("population", _("人口"), "name", "code"),
            SourceField("day", _("日期"), "day", "day"),
            SourceField("people", _("人口数"), "value", "number", unit=RESIDENTS),
        ),
        day_field="day",
        district_field="in_district",
        records=_base_records,
        hidden=_hidden,
    ),
)

BUDGETED = (Stage.BUDGET, Stage.REVISION)
BUDGET = "全部普法经费预算项目，各种来源都在内；法律援助补贴和购买律师服务不在内"
ONCE = "一笔记录只算一次，更正按差额计"


def _sum(stages: Sequence[Stage], kind: Kind = Kind.PUBLICITY) -> dict[str, Any]:
    return {
        "sum": "amount", "of": MONEY,
        "where": [{"field": "kind", "is": kind.value}, {"field": "stage", "in": [one.value for one in stages]}],
    }  # fmt: skip


def _money_of(
    code: str, title: str, statement: str, stages: Sequence[Stage], kind: Kind = Kind.PUBLICITY
) -> dict[str, Any]:
    return {
        "code": f"funding.{code}", "title": title, "statement": statement, "unit": YUAN.code, "window": "span",
        "denominator": BUDGET if kind == Kind.PUBLICITY else f"全部“{kind.label}”项目，普法经费不在内",
        "deduplication": ONCE, "apart": True, "measure": _sum(stages, kind), "split": "source",
    }  # fmt: skip


def _growth(code: str, title: str, statement: str, how: str) -> dict[str, Any]:
    return {
        "code": f"funding.{code}", "title": title, "statement": statement, "unit": PERCENT.code, "window": "span",
        "denominator": f"基期年度的普法经费预算：时段开始前一年，不限时段时是有预算的第一年。{BUDGET}",
        "deduplication": ONCE, "apart": True, "measure": {"growth": {"of": _sum(BUDGETED), "how": how}},
    }  # fmt: skip


DEFINITIONS = FigureOffer(
    "funding",
    (
        _money_of("budget", "普法经费预算", "时段内各年度批复的普法经费预算，加上预算调整。", BUDGETED),
        _money_of("released", "拨付普法经费", "时段内下达拨付的普法经费。", (Stage.RELEASE,)),
        _money_of("committed", "约定普法经费", "时段内由合同约定的普法经费，不论付没付。", (Stage.COMMITMENT,)),
        _money_of("spent", "支出普法经费", "时段内有凭证的普法经费支出。", (Stage.SPENDING,)),
        {
            "code": "funding.execution",
            "title": "普法经费执行率",
            "statement": "时段内普法经费支出占预算的百分比。",
            "unit": PERCENT.code,
            "window": "span",
            "denominator": BUDGET,
            "deduplication": ONCE,
            "apart": True,
            "measure": {"ratio": {"over": _sum((Stage.SPENDING,)), "under": _sum(BUDGETED)}},
        },
        {
            "code": "funding.per_head",
            "title": "人均普法经费",
            "statement": "每个年度的普法经费预算，分别除以当年年底前公布的每一个人口数，并列而不取平均；封了账的年度用封账时的人口数。",
            "unit": YUAN_PER_HEAD.code,
            "window": "per-year",
            "denominator": "全区的每一个人口数，写明口径、统计时点和来源",
            "deduplication": ONCE,
            "apart": True,
            "measure": {
                "ratio": {
                    "over": _sum(BUDGETED),
                    "under": {"sum": "people", "of": BASES},
                    "each": "population",
                }
            },
        },
        _growth(
            "growth",
            "普法经费年均增长",
            "有预算的最后一年与基期相比，按水平法（复合增长）计算的每年增长百分比。本系统只用这一种算法；另一种并列在“普法经费年均增长（算术平均）”。",
            "compound",
        ),
        _growth(
            "growth_simple",
            "普法经费年均增长（算术平均）",
            "有预算的最后一年比基期增长的百分比，除以相隔的年数。它总不小于水平法的结果，只供对照，不作为年均增长。",
            "simple",
        ),
        _money_of(
            "legal_aid", "法律援助补贴支出", "时段内支出的法律援助补贴，与普法经费分开。", (Stage.SPENDING,), Kind.LEGAL_AID
        ),
        _money_of(
            "lawyers", "购买律师服务支出", "时段内向律师事务所购买服务的支出，与普法经费分开。", (Stage.SPENDING,), Kind.LAWYERS
        ),
    ),
    seen_by=may_see_money,
)  # fmt: skip
