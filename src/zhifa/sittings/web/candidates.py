"""The candidates of an exam by name, and what the office decides of one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.intake.api import drop_files, drop_of, sheet_if_asked, target_of
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.lookups.api import What, note_lookup
from zhifa.sittings.access import may_run, may_see_names
from zhifa.sittings.models import Exam
from zhifa.sittings.selectors.candidates import candidate_by_key, candidates_of, unit_lines
from zhifa.sittings.selectors.exams import exam_by_key, phase_of
from zhifa.sittings.services.candidates import call_back, excuse, give_extra_time
from zhifa.sittings.services.exams import subject_of
from zhifa.sittings.terms import CANDIDATE_SHEET, Stage, Standing
from zhifa.sittings.web.asking import asked, exam_run
from zhifa.sittings.web.forms import CandidatesForm, ExemptForm, ExtraForm, ReasonForm, SheetForm


def listing(request: HttpRequest, key: str) -> HttpResponseBase:
    """Candidates by name with where they stand; a unit's head sees those of the unit."""
    actor, now = asker(request), clock.now()
    exam = exam_by_key(actor, key)
    if not may_see_names(actor) or exam.stage == Stage.DRAFT:
        raise NotFound(_("没有这个页面"))
    units = [(one.code, one.name) for one in unit_lines(actor, exam, now)]
    form = CandidatesForm(request.GET or None, units=units)
    rows = candidates_of(actor, exam, now, **form.asked())
    words = dict(Standing.choices)
    columns = (_("编号"), _("姓名"), _("单位"), _("职务"), _("岗位类别"), _("状态"))
    if exported := sheet_if_asked(
        request.GET, exam.title, columns,
        lambda: (
            (one.candidate.person.code, one.candidate.person.name, one.candidate.unit.name, one.candidate.post_title,
             one.candidate.get_post_class_display(), words[one.standing])
            for one in rows
        ),
    ):  # fmt: skip
        return exported
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.standing = Standing(one.standing)
    note_lookup(actor, subject_of(exam), What.NAMES, people=len(page), now=now)
    shown = {
        "exam": exam, "form": form, "page": page, "filtered": any(form.asked().values()),
        "may_decide": may_run(actor) and exam.stage == Stage.ANNOUNCED,
    }  # fmt: skip
    return render(request, "sittings/candidates.html", shown)


def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """Exemptions and extra time as a file."""
    actor, exam = exam_run(request, key)
    if exam.stage != Stage.ANNOUNCED:
        raise NotFound(_("没有这个页面"))
    posted = request.POST if request.method == "POST" else None
    form = SheetForm(posted, request.FILES or None)
    if posted is not None and form.is_valid():
        made = drop_files(
            actor, CANDIDATE_SHEET, [form.cleaned_data["sheet"]], about={"exam": key}, now=clock.now()
        )
        return redirect("intake_job", drop_of(actor, made)[0].pk)
    shown = {
        "form": form, "title": _("导入免考和延时"), "away": reverse("sittings_candidates", args=[key]), "button": _("上传并检查"),
        "lead": _("一人一行，写免考原因或延长几分钟，和依据。可以先把考生名单导出成表，在后面加上这几列。"),
        "columns": target_of(CANDIDATE_SHEET).columns,
    }  # fmt: skip
    return render(request, "sittings/form.html", shown)


def one(request: HttpRequest, key: str, candidate: str) -> HttpResponse:
    """One candidate: where the attempts stand, what was decided, incidents. Never an answer."""
    actor, now = asker(request), clock.now()
    exam = exam_by_key(actor, key)
    if not may_see_names(actor):
        raise NotFound(_("没有这个页面"))
    found = candidate_by_key(actor, exam, candidate)
    current = candidates_of(actor, exam, now).get(candidate=found)
    runs = may_run(actor)
    return render(
        request, "sittings/candidate.html",
        {
            "exam": exam, "candidate": found, "standing": Standing(current.standing), "attempts": found.attempts.order_by("number"),
            "may_decide": runs and exam.stage == Stage.ANNOUNCED, "phase": phase_of(exam, now), "may_run": runs,
            "has_begun": current.started_at is not None, "incidents": found.incidents.order_by("-happened_at", "-pk") if runs else (),
        },
    )  # fmt: skip


def exempt(request: HttpRequest, key: str, candidate: str) -> HttpResponse:
    """Excuse somebody."""
    actor, exam = exam_run(request, key)
    found = candidate_by_key(actor, exam, candidate)
    form, here = ExemptForm(request.POST or None), _address(exam, candidate)

    def act() -> None:
        excuse(actor, key, candidate, form.cleaned_data["kind"], form.cleaned_data["why"], now=clock.now())

    return asked(
        request, form, act, title=_("免考：%(name)s") % {"name": found.person.name}, back=lambda: here, away=here, button=_("免考"),
        lead=_("免考的人留在名单上，不算进应考人数。"), done=_("已记为免考。"),
    )  # fmt: skip


def due_again(request: HttpRequest, key: str, candidate: str) -> HttpResponse:
    """Take an exemption back."""
    actor, exam = exam_run(request, key)
    found = candidate_by_key(actor, exam, candidate)
    form, here = ReasonForm(request.POST or None), _address(exam, candidate)

    def act() -> None:
        call_back(actor, key, candidate, form.cleaned_data["reason"], now=clock.now())

    return asked(
        request, form, act, title=_("撤回免考：%(name)s") % {"name": found.person.name}, back=lambda: here, away=here, button=_("撤回免考"),
        done=_("已撤回，这名考生要参加考试。"),
    )  # fmt: skip


def extra(request: HttpRequest, key: str, candidate: str) -> HttpResponse:
    """Give somebody more time."""
    actor, exam = exam_run(request, key)
    found = candidate_by_key(actor, exam, candidate)
    form, here = ExtraForm(request.POST or None), _address(exam, candidate)

    def act() -> None:
        data = form.cleaned_data
        give_extra_time(actor, key, candidate, data["minutes"], data["why"], now=clock.now())

    return asked(
        request, form, act, title=_("延长时间：%(name)s") % {"name": found.person.name}, back=lambda: here, away=here, button=_("延长"),
        lead=_("在 %(n)d 分钟以外再给这么多；正在答题的马上有效。到考试截止时一样收卷。") % {"n": exam.minutes}, done=_("已延长。"),
    )  # fmt: skip


def _address(exam: Exam, candidate: str) -> str:
    return reverse("sittings_candidate", args=[exam.key, candidate])
