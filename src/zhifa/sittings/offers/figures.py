"""Figures about exams that the district held: due, sat, passed, excellent over frozen lists, and how many different people those are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import unit_names
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import PEOPLE, PERCENT, TIMES
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord, Words
from zhifa.people.api import PostClass, district_code
from zhifa.sittings.access import may_see_desk, units_seen
from zhifa.sittings.models import Result, Tallied
from zhifa.sittings.terms import FEW, RESULTS, TALLIES

CLASSES = dict(PostClass.choices)


def _tallies() -> QuerySet[Any]:
    return Tallied.objects.annotate(in_district=district_code())


def _results() -> QuerySet[Any]:
    return Result.objects.annotate(in_district=district_code())


def _tally_records(keys: Sequence[Any]) -> list[SourceRecord]:
    """One line a unit and class of posts at an exam."""
    rows = Tallied.objects.filter(pk__in=keys).select_related("exam", "unit")
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.exam.title} · {row.unit.name} · {row.get_post_class_display()}", day=row.held_on,
            url=row.exam.get_absolute_url(), amount=f"{row.sat}/{row.due}", remark=row.exam.source,
        )
        for row in rows
    ]  # fmt: skip


def _result_records(keys: Sequence[Any]) -> list[SourceRecord]:
    """One line a candidate who sat, without name and marks."""
    rows = Result.objects.filter(pk__in=keys).select_related("candidate__exam", "candidate__unit")
    return [
        SourceRecord(
            key=str(row.pk), title=row.candidate.exam.title, day=row.held_on, url=row.candidate.exam.get_absolute_url(),
            remark=row.candidate.unit.name,
        )
        for row in rows
    ]  # fmt: skip


def _tallies_hidden(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    """A unit's rates are for the district's roles and its own head."""
    if actor.is_system or actor.sees_district:
        return ()
    rows = Tallied.objects.filter(pk__in=keys)
    if may_see_desk(actor):
        rows = rows.exclude(unit__in=units_seen(actor).order_by().values("pk"))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _results_hidden(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    """Who sat is for the district's roles; everybody else sees how many."""
    return () if actor.is_system or actor.sees_district else {str(key) for key in keys}


def _told_names(actor: Actor) -> dict[str, Words]:
    """Units by code, and those whose results are told of together."""
    return {**unit_names(actor), FEW: _("人少的单位合计")}


def _number(name: str, title: Any) -> SourceField:
    return SourceField(name, title, name, "number", unit=TIMES)


SOURCES = (
    FigureSource(
        code=TALLIES,
        title=_("考试成绩汇总"),
        queryset=_tallies,
        fields=(
            SourceField("day", _("考试日期"), "held_on", "day"),
            SourceField("unit", _("单位"), "unit__code", "code", words=unit_names),
            SourceField("told_as", _("单位（人少的合在一起）"), "told_as", "code", words=_told_names),
            SourceField("post_class", _("岗位类别"), "post_class", "code", labels=CLASSES),
            SourceField("exam", _("考试"), "exam__key", "key"),
            SourceField("make_up", _("补考"), "make_up", "flag"),
            _number("due", _("应考")),
            _number("sat", _("参考")),
            _number("passed", _("合格")),
            _number("excellent", _("优秀")),
        ),
        day_field="held_on",
        district_field="in_district",
        records=_tally_records,
        hidden=_tallies_hidden,
    ),
    FigureSource(
        code=RESULTS,
        title=_("参加考试的人"),
        queryset=_results,
        fields=(
            SourceField("day", _("考试日期"), "held_on", "day"),
            SourceField("unit", _("单位"), "candidate__unit__code", "code", words=unit_names),
            SourceField("post_class", _("岗位类别"), "candidate__post_class", "code", labels=CLASSES),
            SourceField("exam", _("考试"), "candidate__exam__key", "key"),
            SourceField("passed", _("合格"), "passed", "flag"),
            SourceField("person", _("人（内部编号）"), "candidate__person_id", "key"),
        ),
        day_field="held_on",
        district_field="in_district",
        records=_result_records,
        hidden=_results_hidden,
    ),
)


def _figure(  # noqa: PLR0917 - the columns of a table, read line by line
    code: str, title: str, statement: str, unit: str, denominator: str, deduplication: str, measure: dict[str, Any], **more: Any,
) -> dict[str, Any]:  # fmt: skip
    return {
        "code": f"sittings.{code}", "title": title, "statement": statement, "unit": unit, "window": "span",
        "denominator": denominator, "deduplication": deduplication, "measure": measure, **more,
    }  # fmt: skip


def _sum(name: str) -> dict[str, Any]:
    return {"sum": name, "of": TALLIES}


def _first(name: str) -> dict[str, Any]:
    return {**_sum(name), "where": [{"field": "make_up", "is": False}]}


FROZEN = "考试当时冻结的应考名单，免考的不算，以后调动不改"
TOLD = "told_as"  # by unit, small ones together
EACH = "一人一场算一人次；同一场考几次只算计分的那一次"
FIRST = "补考另算一场，不计入这个率"
DEFINITIONS = FigureOffer(
    "sittings",
    (
        _figure("due", "区级考试应考人次", "区里各场考试公布成绩后的应考人次。", TIMES.code, FROZEN, EACH, _sum("due"), split=TOLD),
        _figure("sat", "区级考试参考人次", "区里各场考试的参考人次，含补考。", TIMES.code, FROZEN, EACH, _sum("sat"), split=TOLD),
        _figure("passed", "区级考试合格人次", "区里各场考试的合格人次，含补考。", TIMES.code, FROZEN, EACH, _sum("passed"), split=TOLD),
        _figure(
            "excellent", "区级考试优秀人次", "区里各场考试的优秀人次，含补考。", TIMES.code, FROZEN, EACH, _sum("excellent"), split=TOLD,
        ),
        _figure(
            "post_sat", "各类岗位参考人次", "领导干部、工作人员等各类岗位的参考人次。", TIMES.code, FROZEN, EACH, _sum("sat"),
            split="post_class",
        ),
        _figure(
            "post_passed", "各类岗位合格人次", "领导干部、工作人员等各类岗位的合格人次。", TIMES.code, FROZEN, EACH,
            _sum("passed"), split="post_class",
        ),
        _figure(
            "people", "参加区级考试的不同的人", "参加过区里考试的不同的人；不论考几场，一人只算一个。", PEOPLE.code, "公布了成绩的考试",
            "全时段去重", {"distinct": "person", "of": RESULTS},
        ),
        _figure(
            "people_passed", "区级考试合格的不同的人", "区里组织的考试考过合格的不同的人。", PEOPLE.code, "公布了成绩的考试", "全时段去重",
            {"distinct": "person", "of": RESULTS, "where": [{"field": "passed", "is": True}]},
        ),
        _figure(
            "sat_share", "区级考试参考率", "参考人次占应考人次的百分比，不含补考。", PERCENT.code, FROZEN, FIRST,
            {"ratio": {"over": _first("sat"), "under": _first("due")}},
        ),
        _figure(
            "passed_share", "区级考试合格率", "合格人次占参考人次的百分比，不含补考。", PERCENT.code, "参考人次", FIRST,
            {"ratio": {"over": _first("passed"), "under": _first("sat")}},
        ),
        _figure(
            "excellent_share", "区级考试优秀率", "优秀人次占参考人次的百分比，不含补考。", PERCENT.code, "参考人次", FIRST,
            {"ratio": {"over": _first("excellent"), "under": _first("sat")}},
        ),
    ),
)  # fmt: skip
