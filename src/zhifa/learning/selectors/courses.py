"""Courses as readers see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.cases.api import Case, CaseFilter, published
from zhifa.exams.api import practice, usable
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import LawUse
from zhifa.laws.api import NotHeld, text_on
from zhifa.learning.access import visible_courses
from zhifa.learning.models import Card, Course, CourseStep
from zhifa.learning.selectors.practice import person_of
from zhifa.learning.terms import CourseStage, StepKind


@dataclass(frozen=True)
class CheckLine:
    """One question of a check: its key and stem, and whether the reader has ever answered it rightly."""

    key: str
    stem: str
    known: bool


@dataclass(frozen=True)
class StepView:
    """A step as it is read today. `changed`: the law says something else than when the course was written; `note`: why there are no
    words."""

    step: CourseStep
    words: str = ""
    url: str = ""
    note: str = ""
    changed: bool = False
    case: Case | None = None
    checks: tuple[CheckLine, ...] = ()


def course_by_key(actor: Actor, key: str) -> Course:
    """One; 404 for what the actor may not see."""
    found = visible_courses(actor).filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这门课程"))
    return found


def step_views(actor: Actor, course: Course, today: date) -> list[StepView]:
    """The steps, with each law in the words of today and the reader's own checks. Two queries an article, and a dozen besides."""
    steps = list(course.steps.select_related("text__provision__instrument", "version__instrument", "case"))
    person = person_of(actor)
    known = (
        set(Card.objects.filter(person=person).exclude(known_at=None).values_list("item_id", flat=True))
        if person
        else set()
    )
    topics = {step.words for step in steps if step.kind == StepKind.CHECK}
    pool = usable(practice(today).filter(topic__in=topics), today) if topics else []
    cases = {step.case_id for step in steps if step.case_id}
    shown = {case.pk: case for case in published(CaseFilter(), today).filter(pk__in=cases)} if cases else {}
    taken: set[int] = set()
    found = []
    for step in steps:
        if step.kind == StepKind.LAW:
            found.append(_law(step, today))
        elif step.kind == StepKind.CASE:
            note = "" if step.case_id in shown else _("这个案例现在没有公开。")
            found.append(StepView(step, case=shown.get(step.case_id or 0), note=note))
        elif step.kind == StepKind.CHECK:
            asked = [one for one in pool if one.topic == step.words and one.pk not in taken][: step.count]
            taken.update(one.pk for one in asked)
            lines = tuple(CheckLine(one.item.key, str(one), one.item_id in known) for one in asked)
            found.append(
                StepView(
                    step, checks=lines, note="" if lines else _("这里的练习题现在都不能用，等区普法办补上。")
                )
            )
        else:
            found.append(StepView(step, step.words))
    return found


def _law(step: CourseStep, today: date) -> StepView:
    if step.text is None:
        assert step.version is not None  # noqa: S101 - a step of law cites a version: the table says so
        return StepView(step, url=reverse("laws_instrument", args=[step.version.instrument.code]))
    provision = step.text.provision
    url = reverse("laws_article", args=[provision.instrument.code, provision.key])
    says = text_on(provision, today)
    if isinstance(says, NotHeld):
        return StepView(step, url=url, note=says.reason)
    return StepView(step, says.text, url, changed=says.text != step.text.text)


def uses(rows: QuerySet[CourseStep]) -> QuerySet[CourseStep]:
    """Citings by courses that stand."""
    return rows.filter(kind=StepKind.LAW).exclude(course__stage=CourseStage.RETIRED).select_related("course")


def use_of(step: CourseStep) -> LawUse:
    """One citing as the ripple of a change of law weighs it; the district office decides about all."""
    assert step.version_id is not None  # noqa: S101 - as above
    return LawUse(
        subject=step.course.key, title=step.course.title, url=step.course.get_absolute_url(), unit="", unit_name=_("区普法办"),
        version_id=step.version_id, text_id=step.text_id, label=step.label,
    )  # fmt: skip


def known_checks(views: Collection[StepView]) -> tuple[int, int]:
    """How many questions of a course's checks the reader has answered rightly, of how many."""
    lines = [line for view in views for line in view.checks]
    return sum(line.known for line in lines), len(lines)
