"""What learning offers to the engines below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhifa.deeds.api import held_deeds
from zhifa.kernel import clock
from zhifa.kernel.quantities import ISSUES
from zhifa.kernel.registry import (
    ActWords,
    Citation,
    Citer,
    DeedKind,
    HeldField,
    LawUse,
    MenuEntry,
    OwnPages,
    Searchable,
    SearchRow,
)
from zhifa.learning.access import may_practise, may_see_coverage
from zhifa.learning.models import ClassCited, Course, CourseStep, TrainingClass
from zhifa.learning.offers.figures import DEFINITIONS, SOURCES
from zhifa.learning.offers.publishing import PUBLISHABLE
from zhifa.learning.offers.sheets import RESULTS, SIGN_IN
from zhifa.learning.offers.waiting import WAITING
from zhifa.learning.selectors import public_classes
from zhifa.learning.selectors.classes import use_of as class_use_of
from zhifa.learning.selectors.classes import uses as class_uses
from zhifa.learning.selectors.courses import use_of, uses
from zhifa.learning.terms import CLASS, COURSE, TRAINING, ClassState, CourseStage


def class_url(deed: str) -> str:
    """The page of the class behind a deed."""
    key = TrainingClass.objects.filter(deed__key=deed).values_list("key", flat=True).first()
    return reverse("learning_class", args=[key]) if key else ""


def _search_rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    """Classes that were opened, for the signed-in; for everybody where they are public."""
    rows = (
        TrainingClass.objects.exclude(state=ClassState.DRAFT)
        .select_related("organiser")
        .prefetch_related("sessions")
    )
    if keys is not None:
        rows = rows.filter(key__in=keys)
    public = set(public_classes().order_by().values_list("key", flat=True))
    for row in rows.order_by("pk"):
        body = " ".join(
            [row.theme, row.organiser.name, row.place, *(one.topic for one in row.sessions.all())]
        )
        is_public = row.key in public
        yield SearchRow(
            key=row.key, title=row.title, body=body, day=row.since,
            url=reverse("learning_public_class", args=[row.key]) if is_public else row.get_absolute_url(),
            scopes=frozenset({"public"} if is_public else {"signed-in"}),
        )  # fmt: skip


def _citing(_text_ids: Sequence[int]) -> Iterable[Citation]:
    """Classes and courses are for those who sign in: under a provision, which anybody reads, they are not listed."""
    return ()


def _uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every citing of these by courses that stand. One query, streamed."""
    rows = uses(CourseStep.objects.filter(Q(text__in=texts) | Q(text=None, version__in=versions)))
    return map(use_of, rows.iterator())


def _class_uses(texts: QuerySet[Any], versions: QuerySet[Any]) -> Iterator[LawUse]:
    """Every citing of these by classes still to be held. One query, streamed."""
    rows = class_uses(ClassCited.objects.filter(Q(text__in=texts) | Q(text=None, version__in=versions)))
    return map(class_use_of, rows.iterator())


def _course_rows(keys: Sequence[str] | None) -> Iterable[SearchRow]:
    """Open courses, for the signed-in."""
    rows = Course.objects.filter(stage=CourseStage.OPEN).prefetch_related("steps")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    for row in rows.order_by("pk"):
        body = " ".join([row.about, *(step.label or step.words for step in row.steps.all())])
        yield SearchRow(
            key=row.key, title=row.title, body=body, day=clock.civil_day(row.written_at), url=row.get_absolute_url(),
            scopes=frozenset({"signed-in"}),
        )  # fmt: skip


OFFERS = (
    OwnPages(
        (
            "learning_mine", "learning_classes", "learning_class", "learning_join", "learning_leave", "learning_own",
            "learning_feedback", "learning_practice", "learning_ask", "learning_question", "learning_told", "learning_courses",
            "learning_course",
        )
    ),
    DeedKind(TRAINING, _("培训班"), "learning", ISSUES, class_url),
    HeldField(
        "learning.classes", _("培训班期数"), "activity", held_deeds(TRAINING), ISSUES.code,
        (_("举办培训班期数"), _("法治培训期数"), _("培训期数")),
    ),
    *SOURCES,
    DEFINITIONS,
    PUBLISHABLE,
    SIGN_IN,
    RESULTS,
    WAITING,
    Searchable(CLASS, _("培训班"), _search_rows),
    Searchable(COURSE, _("课程"), _course_rows),
    Citer(CLASS, _("培训班"), _citing, _class_uses),
    Citer(COURSE, _("课程"), _citing, _uses),
    MenuEntry("learning", _("练一练"), "learning_practice", visible=may_practise, order=28),
    MenuEntry("learning", _("课程"), "learning_courses", visible=may_practise, order=29),
    MenuEntry("learning", _("培训班"), "learning_classes", order=30),
    MenuEntry("learning", _("我的学法"), "learning_mine", order=31),
    MenuEntry("learning", _("轮训情况"), "learning_coverage", visible=may_see_coverage, order=32),
    MenuEntry("learning", _("外部考试"), "learning_exams", visible=may_see_coverage, order=33),
    MenuEntry("learning", _("领导学法进度"), "learning_study", visible=may_see_coverage, order=34),
    MenuEntry("learning", _("培训班"), "learning_public", public=True, order=35),
    ActWords(
        {
            "learning.plan_class": _("筹备培训班"),
            "learning.change_class": _("修改培训班"),
            "learning.set_session": _("排课"),
            "learning.drop_session": _("去掉一课"),
            "learning.set_quotas": _("分配名额"),
            "learning.open_sign_up": _("开放报名"),
            "learning.cancel_class": _("取消培训班"),
            "learning.sign_up": _("报名"),
            "learning.leave_class": _("退出报名"),
            "learning.check_in": _("签到"),
            "learning.note_absent": _("更正签到"),
            "learning.conclude_class": _("结班"),
            "learning.load_classes": _("成批登记培训班"),
            "learning.tell_feedback": _("评价培训班"),
            "learning.set_cycle": _("定轮训周期"),
            "learning.register_exam": _("登记外部考试"),
            "learning.take_results": _("导入考试成绩"),
            "learning.write_course": _("写课程"),
            "learning.set_course_stage": _("开放或下架课程"),
            "learning.take_totals": _("导入单位考试汇总"),
        }
    ),
)  # fmt: skip
