"""Exams of outside platforms: registering one, bringing its results in, its rates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhifa.intake.api import drop_files, drop_of, sheet_if_asked, target_of
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.learning.access import may_keep_results, may_organise_any
from zhifa.learning.selectors.results import exam_by_key, exam_lines, tallies_of
from zhifa.learning.services import register_exam
from zhifa.learning.terms import RESULT_SHEET
from zhifa.learning.web.asking import asked
from zhifa.learning.web.forms import ExamForm, SheetForm


def exams(request: HttpRequest) -> HttpResponseBase:
    """All outside exams with their rates."""
    actor = asker(request)
    if not (may_organise_any(actor) or actor.sees_district):
        raise NotFound(_("没有这个页面"))
    rows = exam_lines(actor)
    columns = (
        _("考试名称"), _("平台"), _("考试日期"), _("应考（人）"), _("参考（人）"), _("合格（人）"), _("优秀（人）"), _("成绩来源"),
    )  # fmt: skip
    if exported := sheet_if_asked(
        request.GET, _("外部考试"), columns,
        lambda: (
            (one.title, one.platform, one.held_on, tally.due, tally.sat, tally.passed, tally.excellent, one.source)
            for one, tally in rows
        ),
    ):  # fmt: skip
        return exported
    return render(request, "learning/exams.html", {"rows": rows, "may_keep": may_keep_results(actor)})


def new(request: HttpRequest) -> HttpResponse:
    """Register an exam."""
    actor = asker(request)
    if not may_keep_results(actor):
        raise NotFound(_("没有这个页面"))
    form = ExamForm(request.POST or None)
    made: list[str] = []

    def act() -> None:
        made.append(register_exam(actor, form.draft(), now=clock.now()).get_absolute_url())

    return asked(
        request, form, act, title=_("登记外部考试"), back=lambda: made[0], away="/work/training/exams/",
        lead=_("省里、市里统一组织的考试，成绩由平台给出，导入后计入参考率、合格率、优秀率。"), done=_("已登记。现在导入成绩。"),
    )  # fmt: skip


def exam(request: HttpRequest, key: str) -> HttpResponseBase:
    """One exam: rates of the whole, and of the units that the actor sees, in the order of units."""
    actor = asker(request)
    found = exam_by_key(actor, key)
    whole, units = tallies_of(actor, found)
    columns = (_("单位"), _("职务类别"), _("应考（人）"), _("参考（人）"), _("合格（人）"), _("优秀（人）"))
    if exported := sheet_if_asked(
        request.GET, found.title, columns,
        lambda: (
            (one.unit_name, words, part.due, part.sat, part.passed, part.excellent)
            for one in units
            for words, part in (one.parts or (("", one.tally),))
        ),
    ):  # fmt: skip
        return exported
    shown = {"exam": found, "whole": whole, "units": units, "may_keep": may_keep_results(actor)}
    return render(request, "learning/exam.html", shown)


def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The results as a file."""
    actor = asker(request)
    found = exam_by_key(actor, key)
    if not may_keep_results(actor):
        raise NotFound(_("没有这个页面"))
    posted = request.POST if request.method == "POST" else None
    form = SheetForm(posted, request.FILES or None)
    if posted is not None and form.is_valid():
        made = drop_files(
            actor, RESULT_SHEET, [form.cleaned_data["sheet"]], about={"exam": key}, now=clock.now()
        )
        return redirect("intake_job", drop_of(actor, made)[0].pk)
    return render(
        request, "learning/form.html",
        {
            "form": form, "title": _("导入成绩"), "lead": found.title, "away": found.get_absolute_url(),
            "button": _("上传并检查"), "columns": target_of(RESULT_SHEET).columns,
        },
    )  # fmt: skip
