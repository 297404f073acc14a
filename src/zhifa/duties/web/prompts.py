"""Prompts: what is proposed, what was sent, and each with its next step."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from zhifa.accounts.api import SignatureForm
from zhifa.duties.access import may_draft, may_manage
from zhifa.duties.rules.prompting import MOVES
from zhifa.duties.selectors import (
    issued_year,
    missed_nodes,
    misses,
    prompt_by_key,
    prompts,
    year_by_number,
    years,
)
from zhifa.duties.services import draft_prompt, draft_prompts, issue_prompt, move_prompt, prompt_text
from zhifa.duties.terms import FEEDBACK_DAYS, PromptState
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Role
from zhifa.kernel.calendar import add_working_days
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.official import as_bytes, new_document, text_line, title_line
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import day_field
from zhifa.kernel.wording import sentences
from zhifa.ledger.api import demonstration_mark
from zhifa.notices.api import working_calendar
from zhifa.people.api import ROLE_WORDS

COLUMNS = (
    gettext_lazy("编号"),
    gettext_lazy("单位"),
    gettext_lazy("责任"),
    gettext_lazy("事由"),
    gettext_lazy("错过的节点"),
    gettext_lazy("状态"),
    gettext_lazy("发出日期"),
    gettext_lazy("反馈期限"),
    gettext_lazy("反馈日期"),
    gettext_lazy("错过到反馈（天）"),
)
STEPS = {
    "drop": gettext_lazy("不发"),
    "receive": gettext_lazy("签收"),
    "plan": gettext_lazy("报改进措施"),
    "report": gettext_lazy("反馈结果"),
    "send-back": gettext_lazy("退回再改"),
    "close": gettext_lazy("办结"),
    "escalate": gettext_lazy("提请通报"),
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DueForm(forms.Form):
    """Until when the unit answers."""

    due_on = day_field(label=gettext_lazy("反馈期限"))


def listing(request: HttpRequest) -> HttpResponseBase:
    """What is proposed to the office, and the prompts that were written."""
    actor, today = asker(request), clock.today()
    rows = prompts(actor)
    if sheet := sheet_if_asked(
        request.GET, _("普法提示"), COLUMNS,
        lambda: (
            (one.document_number, one.unit.name, one.subject, one.get_ground_display(), one.missed_on, one.get_state_display(),
             one.issued_on, one.due_on, one.fed_back_on, one.days)
            for one in rows.iterator(chunk_size=500)
        ),
    ):  # fmt: skip
        return sheet
    asked = request.GET.get("year", "")
    year = year_by_number(int(asked)) if asked.isdigit() else issued_year(today)
    proposed = missed_nodes(misses(actor, year.year, today)) if year and may_manage(actor) else []
    return render(
        request, "duties/prompts.html",
        {
            "nodes": proposed, "page": Paginator(rows, 30).get_page(request.GET.get("page")),
            "may_manage": may_manage(actor), "today": today, "year": year, "years": years(),
        },
    )  # fmt: skip


@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """One click drafts a prompt; nothing is sent."""
    made = draft_prompt(asker(request), key, now=clock.now())
    messages.success(request, _("已拟稿，还没有发出。请核对后签发。"))
    return redirect("duties_prompt", made.pk)


@require_POST
def draft_several(request: HttpRequest) -> HttpResponse:
    """One click drafts a prompt for each unit that missed the same node; nothing is sent."""
    made = draft_prompts(asker(request), request.POST.getlist("key"), now=clock.now())
    told = ngettext(
        "已拟 %(number)s 份，还没有发出。请逐份核对后签发。",
        "已拟 %(number)s 份，都还没有发出。请逐份核对后签发。",
        len(made),
    )
    messages.success(request, told % {"number": len(made)})
    return redirect("duties_prompts")


def prompt(request: HttpRequest, pk: int) -> HttpResponse:
    """One prompt: its text, where it stands, the next step."""
    actor, today = asker(request), clock.today()
    found = prompt_by_key(actor, pk)
    if request.GET.get("format") == "docx" and found.text:
        return _docx(found.text, found.document_number)
    manages, of_unit = may_manage(actor), may_draft(actor, found.unit)
    is_draft = found.state == PromptState.DRAFT and manages
    due_form, signature = DueForm(), None
    if is_draft:
        asked = request.POST.get("due_on") or request.GET.get("due_on")
        default = add_working_days(today, FEEDBACK_DAYS, working_calendar())
        due_form = DueForm({"due_on": asked or default.isoformat()})
        due = due_form.cleaned_data["due_on"] if due_form.is_valid() else default
        signature = SignatureForm(request, prompt_text(actor, found, due, today))
        if request.method == "POST" and signature.is_valid():
            return _issued(request, pk, due, signature)
    steps = [
        (move, STEPS[move], wants)
        for (state, move), (_to, by_unit, wants) in MOVES.items()
        if state == found.state and (of_unit if by_unit else manages)
    ]
    return render(
        request, "duties/prompt.html",
        {"prompt": found, "signature": signature, "due_form": due_form, "post": ROLE_WORDS[Role.OFFICE], "steps": steps, "today": today},
    )  # fmt: skip


def _issued(request: HttpRequest, pk: int, due: date, signature: SignatureForm) -> HttpResponse:
    try:
        issue_prompt(asker(request), pk, due, proof=signature.proof, now=clock.now())
    except Refusal as refusal:
        messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
    else:
        messages.success(request, _("已签发并发给该单位。"))
    return redirect("duties_prompt", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """A further step of a prompt."""
    move = request.POST.get("move", "")
    if move not in STEPS:
        raise NotFound(_("没有这一步"))
    try:
        move_prompt(asker(request), pk, move, request.POST.get("words", ""), now=clock.now())
    except Refusal as refusal:
        messages.error(request, sentences(refusal.what, refusal.why, refusal.next_step))
    else:
        messages.success(request, _("已办理。"))
    return redirect("duties_prompt", pk)


def _docx(text: str, number: str) -> HttpResponse:
    """The prompt in the layout of official documents; a demonstration bears no number."""
    mark = demonstration_mark()
    document = new_document(mark)
    title, _number, *lines = text.split("\n")
    title_line(document, title)
    body = [line for line in lines if line]
    if not mark:
        text_line(document, number, indent=False)
    for at, line in enumerate(body):
        text_line(document, line, indent=at > 0, right=at >= len(body) - 2)
    response = HttpResponse(as_bytes(document, title=title, mark=mark), content_type=WORD)
    response["Content-Disposition"] = 'attachment; filename="prompt.docx"'
    return response
