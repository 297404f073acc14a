"""选优推送: choosing a good case and sending it on; all that were, and what became of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhifa.cases.access import may_recommend
from zhifa.cases.selectors import case_by_key, recommended
from zhifa.cases.services import note_outcome, recommend
from zhifa.cases.services.paper import case_docx
from zhifa.cases.terms import State
from zhifa.cases.web.desk import reader
from zhifa.cases.web.forms import OutcomeForm, RecommendForm
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.forms import show_as_one

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Every case that was sent on, of those that the reader sees."""
    actor = reader(request)
    rows = recommended(actor)
    columns = (
        _("案例"), _("报送单位"), _("推送到"), _("推荐理由"), _("推送日期"), _("结果"), _("结果日期"), _("说明"),
    )  # fmt: skip
    if sheet := sheet_if_asked(
        request.GET, _("推送的案例"), columns,
        lambda: (
            (
                str(row.case), row.case.unit.name, row.to, row.reason, row.on, row.get_outcome_display(), row.outcome_on or "",
                row.outcome_words,
            )
            for row in rows
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "cases/recommended.html", {"page": page, "may_recommend": may_recommend(actor)})


def send_on(request: HttpRequest, key: str) -> HttpResponse:
    """To whom and why."""
    actor = reader(request)
    case = case_by_key(actor, key)
    if not may_recommend(actor):
        raise NotFound(_("没有这个页面"))
    form = RecommendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recommend(actor, key, **form.cleaned_data, now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记推送。下载 Word 稿，按对方的渠道报送。"))
            return redirect("cases_work", key)
    return render(request, "cases/recommend.html", {"case": case, "form": form})


def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of it there."""
    actor = reader(request)
    found = get_object_or_404(recommended(actor), pk=pk)
    if not may_recommend(actor):
        raise NotFound(_("没有这个页面"))
    initial = {"outcome": found.outcome, "outcome_words": found.outcome_words}
    form = OutcomeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            note_outcome(
                actor, pk, said["outcome"], said["outcome_on"], said["outcome_words"], now=clock.now()
            )
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已登记结果。"))
            return redirect("cases_work", found.case.key)
    return render(request, "cases/recommend.html", {"case": found.case, "form": form, "found": found})


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The anonymous text in Word, to be sent on."""
    case = case_by_key(reader(request), key)
    if case.state != State.READY:
        raise NotFound(_("审定以后才有可以送出的稿子"))
    answer = HttpResponse(case_docx(case), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="case-{key}.docx"'
    return answer
