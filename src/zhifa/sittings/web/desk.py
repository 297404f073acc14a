"""The office's desk of exams: all of them with what is next, one, what changes it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import pressed
from zhifa.ledger.api import entries_of
from zhifa.people.api import visible_units
from zhifa.sittings.access import may_run, may_see_all, may_see_desk, may_see_names
from zhifa.sittings.models import Exam
from zhifa.sittings.selectors.candidates import unit_lines
from zhifa.sittings.selectors.exams import exam_by_key, exam_lines, exams, phase_of
from zhifa.sittings.selectors.freezing import due_at, servings
from zhifa.sittings.services.exams import (
    announce_exam,
    cancel_exam,
    change_exam,
    draft_exam,
    extend_window,
    paper_faults,
    subject_of,
)
from zhifa.sittings.terms import Stage
from zhifa.sittings.web.asking import asked, exam_run, runner
from zhifa.sittings.web.forms import ExamForm, LaterForm, ReasonForm, exam_values, usual_values


def desk(request: HttpRequest) -> HttpResponse:
    """All exams that the actor sees, with counts and what is next."""
    actor = asker(request)
    if not may_see_desk(actor):
        raise NotFound(_("没有这个页面"))
    page = Paginator(exams(actor), 30).get_page(request.GET.get("page"))
    lines = exam_lines(list(page.object_list), clock.now())
    return render(request, "sittings/desk.html", {"page": page, "lines": lines, "may_run": may_run(actor)})


def new(request: HttpRequest) -> HttpResponse:
    """Set an exam."""
    actor = runner(request)
    units = visible_units(actor).filter(valid_until=None).order_by("path")
    office = next(iter(units.filter(posts__role="office").distinct()[:1]), None)
    form = ExamForm(
        request.POST or None, exams=_made_up(actor), units=units, initial=usual_values(clock.now(), office)
    )
    made: list[str] = []

    def act() -> None:
        made.append(draft_exam(actor, form.draft(), now=clock.now()).get_absolute_url())

    return asked(
        request, form, act, title=_("新设考试"), back=lambda: made[0], away=reverse("sittings_desk"),
        button=_("保存，下一步核对名单和试卷"),
        lead=_("保存后还是草稿，核对无误再发布；发布以前考生看不到。"), done=_("已保存。请核对名单和试卷，再发布。"),
    )  # fmt: skip


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a draft."""
    actor, exam = exam_run(request, key)
    here = exam.get_absolute_url()
    units = visible_units(actor).filter(valid_until=None).order_by("path")
    form = ExamForm(
        request.POST or None,
        exams=_made_up(actor).exclude(pk=exam.pk),
        units=units,
        initial=exam_values(exam),
    )
    return asked(
        request, form, lambda: change_exam(actor, key, form.draft(), now=clock.now()), title=_("修改考试"), back=lambda: here, away=here
    )  # fmt: skip


def one(request: HttpRequest, key: str) -> HttpResponse:
    """One exam: terms, papers, candidates by unit; for a draft what the announcement would freeze."""
    actor, now = asker(request), clock.now()
    exam = exam_by_key(actor, key)
    (line,) = exam_lines([exam], now)
    runs = may_run(actor)
    draft = exam.stage == Stage.DRAFT
    due = due_at(exam) if draft else []
    found = servings(exam, due) if draft else []
    units = Paginator([] if draft else unit_lines(actor, exam, now), 30).get_page(request.GET.get("page"))
    by_unit: dict[str, int] = {}
    for person in due:
        by_unit[person.unit_name] = by_unit.get(person.unit_name, 0) + 1
    return render(
        request, "sittings/exam.html",
        {
            "exam": exam, "line": line, "phase": phase_of(exam, now), "may_run": runs, "may_see_all": may_see_all(actor),
            "may_see_names": may_see_names(actor),
            "papers": exam.papers.select_related("draw__blueprint"), "due": len(due), "by_unit": by_unit.items(), "servings": found,
            "faults": paper_faults(found), "units": units,
            "make_ups": exam.make_ups.exclude(stage=Stage.CANCELLED) if runs else (),
            "entries": entries_of(subject_of(exam)) if actor.sees_district else (),
        },
    )  # fmt: skip


@require_POST
def announce(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze and announce."""
    actor, exam = exam_run(request, key)
    return pressed(
        request, lambda: announce_exam(actor, key, now=clock.now()), back=exam.get_absolute_url(),
        done=_("已发布，名单和试卷已冻结；有账号的考生收到了通知。"),
    )  # fmt: skip


def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Call an exam off."""
    actor, exam = exam_run(request, key)
    form, here = ReasonForm(request.POST or None), exam.get_absolute_url()
    return asked(
        request, form, lambda: cancel_exam(actor, key, form.cleaned_data["reason"], now=clock.now()), title=_("取消考试"),
        back=lambda: here, away=here, button=_("取消这场考试"), lead=_("考生会收到通知和原因；取消后不能恢复。"), done=_("已取消。"),
    )  # fmt: skip


def extend(request: HttpRequest, key: str) -> HttpResponse:
    """Give every candidate a later end."""
    actor, exam = exam_run(request, key)
    form, here = (
        LaterForm(request.POST or None, initial={"closes_at": exam.closes_at}),
        exam.get_absolute_url(),
    )

    def act() -> None:
        extend_window(
            actor, key, form.cleaned_data["closes_at"], form.cleaned_data["reason"], now=clock.now()
        )

    return asked(
        request, form, act, title=_("推迟截止"), back=lambda: here, away=here, button=_("推迟截止时间"),
        lead=_("对所有考生一样；每人的答题时长不变。"), done=_("截止时间已推迟。"),
    )  # fmt: skip


def _made_up(actor: Actor) -> QuerySet[Exam]:
    return exams(actor).filter(stage__in=(Stage.ANNOUNCED, Stage.PUBLISHED), make_up_of=None)
