"""Courses: the list, one course, writing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import pressed
from zhifa.learning.access import may_write_courses, visible_courses
from zhifa.learning.models import Course
from zhifa.learning.rules.courses import written
from zhifa.learning.selectors.courses import course_by_key, known_checks, step_views
from zhifa.learning.services import CourseDraft, set_course_stage, write_course
from zhifa.learning.terms import CourseStage, StepKind
from zhifa.learning.web.asking import asked, reader
from zhifa.people.api import PostClass

TONES = {CourseStage.DRAFT: "draft", CourseStage.OPEN: "done", CourseStage.RETIRED: "off"}


class CourseForm(forms.Form):
    """A course as its author writes it."""

    title = forms.CharField(label=gettext_lazy("课程名称"), max_length=80)
    about = forms.CharField(
        label=gettext_lazy("讲什么"), max_length=200, help_text=gettext_lazy("一句话，读的人据此决定学不学")
    )
    post_classes = forms.MultipleChoiceField(
        label=gettext_lazy("给谁学"), choices=PostClass.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一个都不选，就是所有岗位"),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("内容"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy(
            "直接写讲解。另起一行写“法条：《法律名称》第几条”，会显示今天的条文；“案例：标题”，带出公开的案例；"
            "“自测：主题 3”，出 3 道练习题"
        ),
    )  # fmt: skip

    def draft(self) -> CourseDraft:
        """What was written."""
        data = self.cleaned_data
        return CourseDraft(data["title"], data["about"], data["text"], tuple(data["post_classes"]))


@never_cache
def courses(request: HttpRequest) -> HttpResponse:
    """What there is to read; for the office also what it is writing."""
    actor = reader(request)
    rows = [(one, TONES[CourseStage(one.stage)]) for one in visible_courses(actor)]
    return render(request, "learning/courses.html", {"rows": rows, "may_write": may_write_courses(actor)})


@never_cache
def one(request: HttpRequest, key: str) -> HttpResponse:
    """A course to read: words, law as of today, cases, and checks."""
    actor = reader(request)
    course = course_by_key(actor, key)
    views = step_views(actor, course, clock.today())
    known, all_checks = known_checks(views)
    shown = {
        "course": course, "views": views, "known": known, "all_checks": all_checks, "may_write": may_write_courses(actor),
        "tone": TONES[CourseStage(course.stage)], "posts": [str(PostClass(code).label) for code in course.post_classes],
    }  # fmt: skip
    return render(request, "learning/course.html", shown)


def new(request: HttpRequest) -> HttpResponse:
    """Write a course."""
    return _write(request, None)


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Write it anew."""
    return _write(request, course_by_key(_writer(request), key))


@require_POST
def stage(request: HttpRequest, key: str) -> HttpResponse:
    """Open it, or take it away."""
    actor = _writer(request)
    course = course_by_key(actor, key)
    wanted = request.POST.get("stage", "")
    done = _("已开放。") if wanted == CourseStage.OPEN else _("已下架。")
    return pressed(
        request,
        lambda: set_course_stage(actor, key, wanted, now=clock.now()),
        done=done,
        back=course.get_absolute_url(),
    )


def _write(request: HttpRequest, course: Course | None) -> HttpResponse:
    actor = _writer(request)
    made: list[Course] = []
    initial: dict[str, Any] = {}
    if course is not None:
        steps = course.steps.values_list("kind", "words", "label", "count")
        text = written((StepKind(kind), label or words, count) for kind, words, label, count in steps)
        initial = {
            "title": course.title,
            "about": course.about,
            "post_classes": course.post_classes,
            "text": text,
        }
    form = CourseForm(request.POST or None, initial=initial)
    away = course.get_absolute_url() if course else reverse("learning_courses")
    key = course.key if course else ""
    return asked(
        request, form, lambda: made.append(write_course(actor, form.draft(), now=clock.now(), key=key)),
        back=lambda: reverse("learning_course", args=[made[0].key]), title=_("改课程") if course else _("写课程"), away=away,
    )  # fmt: skip


def _writer(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_write_courses(actor):
        raise NotFound(_("没有这个页面"))
    return actor
