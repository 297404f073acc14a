"""A course is written, opened to readers, taken away."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.cases.api import CaseFilter, published
from zhifa.exams.api import practice, usable
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.laws.api import CitationsUnreadable, parse_citations, recited
from zhifa.learning.access import may_write_courses, visible_courses
from zhifa.learning.errors import CourseUnfit
from zhifa.learning.models import Course, CourseStep
from zhifa.learning.rules.courses import WrittenStep, steps_of
from zhifa.learning.selectors.courses import use_of, uses
from zhifa.learning.terms import COURSE, STEPS_MOST, CourseStage, StepKind
from zhifa.ledger.api import Subject, record
from zhifa.people.api import PostClass


@dataclass(frozen=True)
class CourseDraft:
    """What the office writes; `text` as `rules.courses` reads it."""

    title: str
    about: str
    text: str
    post_classes: tuple[str, ...] = ()


@transaction.atomic
def write_course(actor: Actor, draft: CourseDraft, *, now: datetime, key: str = "") -> Course:
    """Write a course, or an existing one anew. Refused as a whole, with every line that cannot be read: law that is not in the library, a
    case that is not published, a check for which the practice has too few questions."""
    if not may_write_courses(actor):
        raise NotAllowed(_("课程由区普法办编写"))
    steps = _steps(steps_of(draft.text), clock.civil_day(now))
    if not set(draft.post_classes) <= set(PostClass.values):
        raise BadInput(_("没有这一类岗位"), field="post_classes")
    course = _locked(actor, key) if key else Course(key=secrets.token_hex(8))
    course.title, course.about = draft.title.strip(), draft.about.strip()
    course.post_classes, course.by_words, course.written_at = list(draft.post_classes), actor.name, now
    course.save()
    course.steps.all().delete()
    for number, step in enumerate(steps, start=1):
        step.course, step.number = course, number
    CourseStep.objects.bulk_create(steps)
    recited(COURSE, course.key, [use_of(row) for row in uses(course.steps.all())], now=now)
    facts = {
        "title": course.title, "posts": course.post_classes,
        "steps": [[one.kind, one.label or one.words, one.count] for one in steps],
    }  # fmt: skip
    record(actor, "learning.write_course", Subject(COURSE, course.key), facts, now=now)
    return course


@transaction.atomic
def set_course_stage(actor: Actor, key: str, stage: str, *, now: datetime) -> Course:
    """Open a course to everybody who signs in, or take it away."""
    if not may_write_courses(actor):
        raise NotAllowed(_("课程由区普法办编写"))
    course = _locked(actor, key)
    if stage not in (CourseStage.OPEN, CourseStage.RETIRED) or stage == course.stage:
        raise BadInput(_("课程已经是“%(stage)s”") % {"stage": course.get_stage_display()})
    course.stage = stage
    course.save(update_fields=["stage"])
    recited(COURSE, key, [use_of(row) for row in uses(course.steps.all())], now=now)
    record(actor, "learning.set_course_stage", Subject(COURSE, key), {"stage": stage}, now=now)
    return course


def _locked(actor: Actor, key: str) -> Course:
    found = visible_courses(actor).select_for_update().filter(key=key).first()
    if found is None:
        raise NotFound(_("没有这门课程"))
    return found


def _steps(written: Sequence[WrittenStep], today: date) -> list[CourseStep]:
    if not written:
        raise BadInput(
            _("课程还没有内容"), next_step=_("写讲解，或加一行“法条：”“案例：”“自测：”。"), field="text"
        )
    if len(written) > STEPS_MOST:
        raise BadInput(
            _("一门课程最多 %(n)d 段") % {"n": STEPS_MOST}, next_step=_("请分成几门。"), field="text"
        )
    cases = (
        {case.title: case.pk for case in published(CaseFilter(), today)}
        if _has(written, StepKind.CASE)
        else {}
    )
    topics: dict[str, int] = {}
    if _has(written, StepKind.CHECK):
        for one in usable(practice(today), today):
            topics[one.topic] = topics.get(one.topic, 0) + 1
    found: list[CourseStep] = []
    faults: list[Fault] = []
    for step in written:
        made = _step(step, today, cases, topics)
        if isinstance(made, Fault):
            faults.append(made)
        else:
            found += made
    if faults:
        raise CourseUnfit(_("有几行读不懂"), faults=faults, field="text")
    return found


def _has(written: Sequence[WrittenStep], kind: StepKind) -> bool:
    return any(step.kind == kind for step in written)


def _step(
    step: WrittenStep, today: date, cases: dict[str, int], topics: dict[str, int]
) -> list[CourseStep] | Fault:
    if not step.words:
        return _fault(step, _("“：”后面没有内容"), _("写完整，或去掉这一行。"))
    if step.kind == StepKind.LAW:
        return _law(step, today)
    if step.kind == StepKind.CASE and step.words not in cases:
        return _fault(
            step, _("没有标题为“%(title)s”的公开案例") % {"title": step.words}, _("照抄案例页面上的标题。")
        )
    if step.kind == StepKind.CASE:
        return [CourseStep(kind=step.kind, case_id=cases[step.words], label=step.words)]
    if step.kind == StepKind.CHECK and (there := topics.get(step.words, 0)) < step.count:
        lacking = _("“%(topic)s”的练习题只有 %(there)d 道，要 %(count)d 道") % {
            "topic": step.words, "there": there, "count": step.count,
        }  # fmt: skip
        return _fault(step, lacking, _("先在题库里补练习题，或减少题数。"))
    return [CourseStep(kind=step.kind, words=step.words, count=step.count)]


def _law(step: WrittenStep, today: date) -> list[CourseStep] | Fault:
    try:
        refs = parse_citations(step.words, today)
    except CitationsUnreadable as refusal:
        return _fault(step, refusal.faults[0].what, refusal.faults[0].mend)
    return [
        CourseStep(kind=step.kind, version_id=ref.version_id, text_id=ref.provision_text_id, label=ref.label) for ref in refs
    ]  # fmt: skip


def _fault(step: WrittenStep, what: str, mend: str) -> Fault:
    return Fault(_("第 %(line)d 行：%(what)s") % {"line": step.line, "what": what}, mend, field="text")
