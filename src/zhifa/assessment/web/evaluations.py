"""Evaluations: the list, one with its lines, filling in, checking, signing, paper and bundles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhifa.accounts.api import SignatureForm
from zhifa.assessment.access import may_check, may_conclude, may_manage, may_see
from zhifa.assessment.models import Answer, Evaluation
from zhifa.assessment.rules.scoring import amount_words
from zhifa.assessment.selectors import (
    content_of,
    door_of,
    evaluation_by_number,
    evaluations,
    scheme_by_number,
    schemes,
    sheet_of,
)
from zhifa.assessment.services import (
    answer_line,
    check_lines,
    compute,
    conclude,
    draft_evaluation,
    hand_in,
    line_bundle,
    paper,
    send_back,
    text_to_sign,
)
from zhifa.assessment.terms import EVALUATION, LINE, Basis, State
from zhifa.assessment.web.forms import (
    BackForm,
    CheckForm,
    JudgedForm,
    NewForm,
    NumberForm,
    SurveyForm,
)
from zhifa.assessment.web.schemes import office_of
from zhifa.evidence.api import evidence_of
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked, show_refusal
from zhifa.ledger.api import Subject, demonstration_mark, entries_of
from zhifa.lookups.api import What, note_lookup
from zhifa.people.api import ROLE_WORDS
from zhifa.publishing.api import imprint_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS = (
    gettext_lazy("序号"), gettext_lazy("一级指标"), gettext_lazy("评估内容"), gettext_lazy("分值"), gettext_lazy("得分依据"),
    gettext_lazy("数值"), gettext_lazy("自评得分"), gettext_lazy("说明"), gettext_lazy("核定得分"), gettext_lazy("复核意见"),
)  # fmt: skip


def work(request: HttpRequest) -> HttpResponseBase:
    """Every evaluation with both totals; every scheme."""
    actor = _reader(request)
    found = [sheet_of(one) for one in evaluations(actor)]
    columns = (_("评估"), _("起"), _("止"), _("状态"), _("自评得分"), _("核定得分"))
    if sheet := sheet_if_asked(
        request.GET, _("规划评估"), columns,
        lambda: (
            (
                one.evaluation, one.evaluation.since, one.evaluation.until, one.evaluation.get_state_display(), one.own.points,
                None if one.unchecked else one.checked.points,
            )
            for one in found
        ),
    ):  # fmt: skip
        return sheet
    return render(
        request,
        "assessment/work.html",
        {"sheets": found, "schemes": schemes(actor), "may_manage": may_manage(actor)},
    )


def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an evaluation by a settled scheme."""
    actor = office_of(request)
    found = scheme_by_number(actor, pk)
    form = NewForm(request.POST or None, initial={"since": found.plan.since})
    made: list[Evaluation] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(draft_evaluation(actor, pk, data["since"], data["until"], now=clock.now()))

    def back() -> str:
        return made[0].get_absolute_url()

    return asked(
        request, form, act, "assessment/form.html", back=back, away=found.get_absolute_url(), title=_("开始评估"),
        lead=_("按数字的指标马上由记录算出；人工判断和调查结果接着逐项填写。"),
    )  # fmt: skip


def evaluation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One evaluation: both totals, each line with its arithmetic, its door and its evidence."""
    actor = _reader(request)
    found = evaluation_by_number(actor, pk)
    sheet = sheet_of(found)
    if exported := sheet_if_asked(
        request.GET, str(found), COLUMNS, lambda: map(_row, enumerate(sheet.answers, start=1))
    ):
        return exported
    subjects = {one.key: Subject(LINE, one.key) for one in sheet.answers}
    files = evidence_of(subjects.values())
    subject = Subject(EVALUATION, str(pk))
    context = {
        "evaluation": found, "sheet": sheet, "lines": [(one, door_of(one), files[subjects[one.key]]) for one in sheet.answers],
        "may_fill": may_manage(actor) and found.state == State.DRAFT,
        "may_check": found.state in (State.CHECKING, State.CHECKED) and may_check(actor, found),
        "may_sign": found.state == State.CHECKED and may_conclude(actor), "back_form": BackForm(),
        "entries": entries_of(subject), "imprint": imprint_of(EVALUATION, str(pk)),
    }  # fmt: skip
    return render(request, "assessment/evaluation.html", context)


@require_POST
def compute_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Score the figures' lines by the records of now."""
    compute(office_of(request), pk, now=clock.now())
    messages.success(request, _("已按现在的记录重新计算。"))
    return redirect("assessment_evaluation", pk)


def answer(request: HttpRequest, pk: int, line_id: int) -> HttpResponse:
    """Fill in a line that records cannot answer."""
    actor = office_of(request)
    found = _answer(actor, pk, line_id)
    posted, uploads = request.POST or None, request.FILES or None
    form: JudgedForm | SurveyForm
    if found.line.basis == Basis.JUDGED:
        form = JudgedForm(posted, uploads, initial={"points": found.self_points, "words": found.self_words})
    else:
        told = {"amount": found.amount, "source": found.source, "surveyed_on": found.surveyed_on}
        form = SurveyForm(posted, uploads, line=found.line, initial=told)
    here = found.evaluation.get_absolute_url()
    return asked(
        request, form, lambda: answer_line(actor, pk, line_id, form.draft(), now=clock.now()), "assessment/form.html",
        back=lambda: here, away=here, title=found.line.title, lead=_words_above(found),
    )  # fmt: skip


@require_POST
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the self-scores on."""
    hand_in(office_of(request), pk, now=clock.now())
    messages.success(request, _("已送复核，由另一个人核定。"))
    return redirect("assessment_evaluation", pk)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check every line beside its self-score."""
    actor = _reader(request)
    found = evaluation_by_number(actor, pk)
    if found.state not in (State.CHECKING, State.CHECKED) or not may_check(actor, found):
        raise NotFound(_("没有这个页面"))
    sheet = sheet_of(found)
    form = CheckForm(request.POST or None, answers=sheet.answers)
    here = found.get_absolute_url()
    rows = [
        (one, door_of(one), form[f"points-{one.line_id}"], form[f"words-{one.line_id}"])
        for one in sheet.answers
    ]
    return asked(
        request, form, lambda: check_lines(actor, pk, form.checked(), now=clock.now()), "assessment/check.html",
        back=lambda: here, away=here, evaluation=found, rows=rows, done=_("复核已保存。"),
    )  # fmt: skip


@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the self-scores back."""
    send_back(_reader(request), pk, request.POST.get("reason", ""), now=clock.now())
    messages.success(request, _("已退回自评。"))
    return redirect("assessment_evaluation", pk)


def sign_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a number, read the whole, sign it."""
    actor = asker(request)
    found = evaluation_by_number(actor, pk) if may_see(actor) else None
    if found is None or found.state != State.CHECKED or not may_conclude(actor):
        raise NotFound(_("没有这个页面"))
    form = NumberForm(request.GET)  # a field of the address: the signature's own form posts to it
    signature = SignatureForm(request, text_to_sign(found))
    if request.method == "POST" and form.is_valid() and signature.is_valid():
        try:
            conclude(actor, pk, proof=signature.proof, number=form.cleaned_data["number"], now=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
            signature = SignatureForm(request, text_to_sign(found))
        else:
            messages.success(request, _("已签署。结果定下，不再改动；公开还要经过公开审核。"))
            return redirect("assessment_evaluation", pk)
    return render(
        request, "assessment/sign.html",
        {"evaluation": found, "form": form, "signature": signature, "post": ROLE_WORDS[Role.LEAD]},
    )  # fmt: skip


@require_safe
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: of a concluded evaluation what was frozen, of another a draft of today."""
    actor = _reader(request)
    found = evaluation_by_number(actor, pk)
    content = found.frozen or content_of(sheet_of(found))
    made = paper(content, demonstration_mark(), is_final=found.frozen is not None)
    response = HttpResponse(made, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="evaluation-{pk}.docx"'
    return response


@require_safe
def bundle(request: HttpRequest, pk: int, line_id: int) -> StreamingHttpResponse:
    """Everything that speaks for one line, as one archive."""
    actor = _reader(request)
    found = _answer(actor, pk, line_id)
    note_lookup(actor, Subject(EVALUATION, str(pk)), What.EXPORT, now=clock.now())
    content = found.evaluation.frozen or content_of(sheet_of(found.evaluation))
    number = [one.line_id for one in found.evaluation.answers.all()].index(line_id)
    about = {
        **content["lines"][number],
        "since": content["since"],
        "until": content["until"],
        "evaluation": content["title"],
    }
    made = line_bundle(actor, found, about, request.build_absolute_uri("/").rstrip("/"))
    response = StreamingHttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="evaluation-{pk}-{number + 1}.zip"'
    return response


def _answer(actor: Actor, pk: int, line_id: int) -> Answer:
    found = evaluation_by_number(actor, pk)
    for one in found.answers.all():
        if one.line_id == line_id:
            one.evaluation = found
            return one
    raise NotFound(_("没有这一项"))


def _words_above(found: Answer) -> str:
    line = found.line
    return _("%(group)s · 分值 %(weight)s 分") % {
        "group": line.group,
        "weight": amount_words(line.weight),
    }


def _row(numbered: tuple[int, Answer]) -> tuple[Any, ...]:
    number, one = numbered
    line = one.line
    return (
        number, line.group, line.title, line.weight, line.get_basis_display(), one.amount_words, one.self_points, one.self_words,
        one.checked_points, one.checked_words,
    )  # fmt: skip


def _reader(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_see(actor):
        raise NotFound(_("没有这个页面"))
    return actor
