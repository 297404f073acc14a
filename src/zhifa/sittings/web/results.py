"""Results: by unit for who runs or heads, one's own for candidates, and their objections."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound
from zhifa.kernel.web.asking import asker
from zhifa.sittings.access import may_run, may_see_desk
from zhifa.sittings.rules.marking import UNIT
from zhifa.sittings.selectors.exams import exam_by_key
from zhifa.sittings.selectors.results import (
    objections_until,
    own_answers,
    own_result,
    own_results,
    tallies_of,
)
from zhifa.sittings.services.objections import WORDS_MOST, file_objection
from zhifa.sittings.terms import Stage
from zhifa.sittings.web.asking import asked


class ObjectionForm(forms.Form):
    """Why a candidate objects."""

    words = forms.CharField(
        label=gettext_lazy("异议理由"), max_length=WORDS_MOST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写明哪里不对、依据哪一条"),
    )  # fmt: skip


@never_cache
def results(request: HttpRequest, key: str) -> HttpResponseBase:
    """Rates of the whole exam and of the units that the actor sees, in the order of units."""
    actor = asker(request)
    exam = exam_by_key(actor, key)
    if not may_see_desk(actor) or exam.stage != Stage.PUBLISHED:
        raise NotFound(_("成绩还没有公布"))
    whole, units = tallies_of(actor, exam)
    columns = (_("单位"), _("岗位类别"), _("应考（人）"), _("参考（人）"), _("合格（人）"), _("优秀（人）"))
    if exported := sheet_if_asked(
        request.GET, exam.title, columns,
        lambda: (
            (one.unit_name, words, part.due, part.sat, part.passed, part.excellent) for one in units for words, part in one.parts
        ),
    ):  # fmt: skip
        return exported
    shown = {"exam": exam, "whole": whole, "units": units, "may_run": may_run(actor)}
    return render(request, "sittings/results.html", shown)


@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """My results and certificates."""
    rows = (
        own_results(asker(request))
        .prefetch_related("candidate__certificates")
        .order_by("-candidate__exam__published_at")
    )
    return render(
        request,
        "sittings/own_results.html",
        {"rows": [(one, _points(one.score), _points(one.full)) for one in rows]},
    )


@never_cache
def own_one(request: HttpRequest, candidate: str) -> HttpResponse:
    """My marks, question by question, with keys and explanations."""
    result = own_result(asker(request), candidate)
    exam = result.candidate.exam
    until = objections_until(exam)
    held = [one for one in result.candidate.certificates.all() if one.revoked_on is None]
    return render(
        request, "sittings/own_result.html",
        {
            "result": result, "exam": exam, "score": _points(result.score), "full": _points(result.full), "until": until,
            "may_object": until is not None and clock.today() <= until, "certificate": held[0] if held else None,
            "answers": [(one, _points(one.mark.got or 0), _points(one.mark.possible)) for one in own_answers(result)],
        },
    )  # fmt: skip


@never_cache
def object_to(request: HttpRequest, candidate: str, mark: int) -> HttpResponse:
    """Object to the marks of a question."""
    actor = asker(request)
    result = own_result(actor, candidate)
    answer = next((one for one in own_answers(result) if one.mark.pk == mark), None)
    if answer is None:
        raise NotFound(_("没有这道题"))
    form, here = ObjectionForm(request.POST or None), reverse("sittings_own_result", args=[candidate])
    return asked(
        request, form, lambda: file_objection(actor, candidate, mark, form.cleaned_data["words"], now=clock.now()), title=_("提出异议"),
        back=lambda: here, away=here, lead=answer.stem, button=_("提交"), done=_("已提交，答复会通知您。"),
    )  # fmt: skip


def _points(hundredths: int) -> str:
    return f"{hundredths / UNIT:g}"
