"""Figures about learning: classes, attendances and different people from their deeds; by the units of those who came; rates of
outside exams over frozen rosters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import State, unit_names
from zhifa.kernel.actor import Actor
from zhifa.kernel.quantities import ISSUES, PEOPLE, PERCENT, TIMES
from zhifa.kernel.registry import FigureOffer, FigureSource, SourceField, SourceRecord
from zhifa.learning.access import visible_exams
from zhifa.learning.models import Attendance, Enrolment, Tallied
from zhifa.learning.terms import TRAINING, Place
from zhifa.people.api import PostClass, district_code

CLASSES = dict(PostClass.choices)
OF_TRAINING = [{"field": "kind", "is": TRAINING}]


def _present() -> QuerySet[Any]:
    counted = {
        "session__training__deed__state": State.CONFIRMED,
        "session__training__deed__closed_at__isnull": False,
    }
    return Attendance.objects.filter(**counted).annotate(in_district=district_code())


def _registered() -> QuerySet[Any]:
    counted = {"training__deed__state": State.CONFIRMED, "training__deed__closed_at__isnull": False}
    return Enrolment.objects.filter(state=Place.IN, **counted).annotate(in_district=district_code())


def _present_records(keys: Sequence[Any]) -> list[SourceRecord]:
    """One line an attendance, without the person's name."""
    rows = Attendance.objects.filter(pk__in=keys).select_related("session__training", "unit")
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.session.training.title} · {row.session.topic}", day=row.session.day,
            url=row.session.training.get_absolute_url(), amount=row.unit.name, remark=str(row.get_mark_display()),
        )
        for row in rows
    ]  # fmt: skip


def _registered_records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = Enrolment.objects.filter(pk__in=keys).select_related("training__deed", "unit")
    return [
        SourceRecord(
            key=str(row.pk), title=row.training.title, day=row.training.deed.occurred_on,
            url=row.training.get_absolute_url(), amount=row.unit.name,
        )
        for row in rows
        if row.training.deed is not None
    ]  # fmt: skip


def _hidden(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    """Who came with whom is for the signed-in; strangers see how many."""
    return {str(key) for key in keys} if actor.is_stranger else ()


def _tallies() -> QuerySet[Any]:
    return Tallied.objects.annotate(in_district=district_code())


def _tally_records(keys: Sequence[Any]) -> list[SourceRecord]:
    rows = Tallied.objects.filter(pk__in=keys).select_related("exam", "unit")
    return [
        SourceRecord(
            key=str(row.pk), title=f"{row.exam.title} · {row.unit.name}", day=row.exam.held_on, url=row.exam.get_absolute_url(),
            amount=f"{row.sat}/{row.due}", remark=row.exam.source,
        )
        for row in rows
    ]  # fmt: skip


def _tallies_hidden(actor: Actor, keys: Sequence[Any]) -> Collection[str]:
    return () if visible_exams(actor).exists() else {str(key) for key in keys}


def _of_people(code: str, title: Any, queryset: Any, records: Any, prefix: str) -> FigureSource:
    """Rows that each speak of one person at one class or session."""
    return FigureSource(
        code=code, title=title, queryset=queryset,
        fields=(
            SourceField("day", _("日期"), f"{prefix}deed__occurred_on", "day"),
            SourceField("unit", _("所在单位"), "unit__code", "code", words=unit_names),
            SourceField("post_class", _("职务类别"), "post_class", "code", labels=CLASSES),
            SourceField("organiser", _("举办单位"), f"{prefix}organiser__code", "code", words=unit_names),
            SourceField("person", _("人（内部编号）"), "person_id", "key"),
        ),
        day_field=f"{prefix}deed__occurred_on", district_field="in_district", records=records, hidden=_hidden,
    )  # fmt: skip


def _number(name: str, title: Any) -> SourceField:
    return SourceField(name, title, name, "number", unit=TIMES)


SOURCES = (
    _of_people("learning.present", _("到课记录"), _present, _present_records, "session__training__"),
    _of_people("learning.registered", _("报名记录"), _registered, _registered_records, "training__"),
    FigureSource(
        code="learning.tallies",
        title=_("外部平台考试结果"),
        queryset=_tallies,
        fields=(
            SourceField("day", _("考试日期"), "exam__held_on", "day"),
            SourceField("unit", _("单位"), "unit__code", "code", words=unit_names),
            SourceField("post_class", _("职务类别"), "post_class", "code", labels=CLASSES),
            SourceField("platform", _("平台"), "exam__platform", "code"),
            _number("due", _("应考")),
            _number("sat", _("参考")),
            _number("passed", _("合格")),
            _number("excellent", _("优秀")),
        ),
        day_field="exam__held_on",
        district_field="in_district",
        records=_tally_records,
        hidden=_tallies_hidden,
    ),
)


def _figure(  # noqa: PLR0917 - the columns of a table, read line by line
    code: str, title: str, statement: str, unit: str, denominator: str, deduplication: str, measure: dict[str, Any],
    **more: Any,
) -> dict[str, Any]:  # fmt: skip
    return {
        "code": f"learning.{code}", "title": title, "statement": statement, "unit": unit, "window": "span",
        "denominator": denominator, "deduplication": deduplication, "measure": measure, **more,
    }  # fmt: skip


def _tally(name: str) -> dict[str, Any]:
    return {"sum": name, "of": "learning.tallies"}


COUNTED = "经区普法办确认并已封账的培训班"
BY_UNIT = "一人参加一次课算一人次；按上课当天所在单位分列，各单位相加等于总数"
FROZEN = "考试当时冻结的应考名单，以后调动不改"
EACH = "一人一场算一人次；同一场考试一人只算一次（最好成绩）"
DEFINITIONS = FigureOffer(
    "learning",
    (
        _figure(
            "classes", "培训班", "各单位举办并结班的学法培训班期数。", ISSUES.code, COUNTED, "一期一条，不论几天几课",
            {"count": "deeds.deeds", "where": OF_TRAINING}, split="unit",
        ),
        _figure(
            "attendances", "培训参训人次", "各期培训班到课的人次之和，以签到表和现场签到为准；一人参加一次课算一人次。报了名没有来的不算。",
            TIMES.code, COUNTED, "不去重：一人一课算一人次；同一课签几次只算一次",
            {"sum": "value", "of": "deeds.attendances", "where": OF_TRAINING}, split="unit",
        ),
        _figure(
            "people", "培训参训的不同的人", "各期培训班到过课的不同的人；不论参加几期几课，一人只算一个。", PEOPLE.code, COUNTED,
            "全时段去重", {"distinct": "token", "of": "deeds.participations", "where": OF_TRAINING},
        ),
        _figure(
            "registered", "培训报名人次", "各期培训班报上名的人次之和（候补的不算），与到课分列。", TIMES.code, COUNTED,
            "一人报一期算一人次", {"count": "learning.registered", "unit": TIMES.code}, split="unit",
        ),
        _figure(
            "unit_times", "各单位参训人次", "各单位的人到课的人次。", TIMES.code, COUNTED, BY_UNIT,
            {"count": "learning.present", "unit": TIMES.code}, split="unit",
        ),
        _figure(
            "unit_people", "各单位参训的人", "各单位到过课的不同的人；调动过的人在两个单位各算一个，所以各单位相加会大于总数。",
            PEOPLE.code, COUNTED, "全时段去重", {"distinct": "person", "of": "learning.present"}, split="unit",
        ),
        _figure(
            "post_times", "各类职务参训人次", "领导干部和一般工作人员到课的人次。", TIMES.code, COUNTED, BY_UNIT,
            {"count": "learning.present", "unit": TIMES.code}, split="post_class",
        ),
        _figure(
            "exam_due", "外部考试应考人次", "外部平台各场考试的应考人次。", TIMES.code, FROZEN, EACH, _tally("due"), split="unit",
        ),
        _figure(
            "exam_sat", "外部考试参考人次", "外部平台各场考试的参考人次。", TIMES.code, FROZEN, EACH, _tally("sat"), split="unit",
        ),
        _figure(
            "exam_sat_share", "外部考试参考率", "外部平台各场考试参考人次占应考人次的百分比。", PERCENT.code, FROZEN, EACH,
            {"ratio": {"over": _tally("sat"), "under": _tally("due")}},
        ),
        _figure(
            "exam_passed_share", "外部考试合格率", "外部平台各场考试合格人次占参考人次的百分比。", PERCENT.code, "参考人次", EACH,
            {"ratio": {"over": _tally("passed"), "under": _tally("sat")}},
        ),
        _figure(
            "exam_excellent_share", "外部考试优秀率", "外部平台各场考试优秀人次占参考人次的百分比。", PERCENT.code, "参考人次", EACH,
            {"ratio": {"over": _tally("excellent"), "under": _tally("sat")}},
        ),
    ),
)  # fmt: skip
