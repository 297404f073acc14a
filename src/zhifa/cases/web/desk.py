"""The working pages: the list, writing, bringing in a file, one case, its moves."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhifa.accounts.api import METHOD_WORDS, SignatureForm, signatures_of
from zhifa.cases import services
from zhifa.cases.access import (
    may_keep_lists,
    may_recommend,
    may_see_desk,
    may_see_original,
    may_write,
    moves_of,
    role_for,
)
from zhifa.cases.models import Case
from zhifa.cases.rules.moves import WITH_REASON
from zhifa.cases.rules.text import PARTS, text_from
from zhifa.cases.selectors import (
    CaseFilter,
    case_by_key,
    cases_seen,
    citations_in,
    cited_of,
    held,
    left_over,
    named,
    stop_hints,
    words_of_move,
)
from zhifa.cases.terms import CASE, STATES_MASKED, Form, ListSort, Move, State
from zhifa.cases.web.forms import (
    CaseForm,
    FileForm,
    FilterForm,
    ReasonForm,
    initial_of,
    initial_of_read,
)
from zhifa.intake.api import sheet_if_asked
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import show_as_one
from zhifa.ledger.api import Subject
from zhifa.lookups.api import What, note_lookup
from zhifa.people.api import ROLE_WORDS


def desk(request: HttpRequest) -> HttpResponseBase:
    """All cases that the reader sees, the newest first."""
    actor = reader(request)
    form = FilterForm(request.GET or None)
    narrowed = CaseFilter(**form.cleaned_data) if form.is_valid() else CaseFilter()
    rows = cases_seen(actor, narrowed)
    columns = (
        _("案例"),
        _("类别"),
        _("主题"),
        _("报送单位"),
        _("办理机关"),
        _("裁判或办结日期"),
        _("状态"),
        _("公开"),
    )
    if sheet := sheet_if_asked(
        request.GET, _("案例"), columns,
        lambda: (
            (
                str(row), row.get_kind_display(), row.topic_label, row.unit.name, row.body, row.decided_on or "",
                row.get_state_display(), _("是") if getattr(row, "public", False) else _("否"),
            )
            for row in rows.iterator(chunk_size=500)
        ),
    ):  # fmt: skip
        return sheet
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "may_write": may_write(actor),
        "may_keep_lists": may_keep_lists(actor),
    }
    return render(request, "cases/desk.html", context)


@never_cache
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """Write a case."""
    actor = _writer(request)
    form = CaseForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_case(actor, form.draft(), now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已保存。原文加密存放；核对后送单位审核。"))
            return redirect("cases_work", made.key)
    return render(request, "cases/write.html", {"form": form})


@never_cache
@sensitive_post_parameters()
def bring_in(request: HttpRequest) -> HttpResponse:
    """Read a file into the form; nothing is kept until the form is saved."""
    actor = _writer(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            read = services.read_file(upload.name, upload.read())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            found = citations_in(read.text.whole(), clock.today())
            written = CaseForm(initial=initial_of_read(read, found), actor=actor)
            understood = [(heading, PARTS.get(part, "")) for heading, part in read.headings]
            context = {"form": written, "understood": understood, "read": read, "found": found}
            return render(request, "cases/write.html", context)
    return render(request, "cases/import.html", {"form": form})


def work(request: HttpRequest, key: str) -> HttpResponse:
    """One case: where it stands, its anonymous words once there are any, its steps, and what the reader may do."""
    actor = reader(request)
    case = case_by_key(actor, key)
    masked = case.state in STATES_MASKED
    hold = held([case], clock.today()).get(case.pk)
    case_is_shown = getattr(case, "public", False) and hold is None
    moves = [(move, _move_url(case, move), Move(move).label) for move in moves_of(actor, case)]
    context = {
        "case": case, "masked": masked, "moves": moves, "cited": cited_of(actor, case),
        "hold": hold,
        "left": left_over(case) if masked else [], "hints": _hints(case) if masked else [],
        "stops": _stops_of(case), "may_recommend": may_recommend(actor) and case_is_shown,
        "may_change": case.state == State.DRAFT and may_write(actor), "may_see_original": may_see_original(actor, case),
        "forms": Form.choices if masked else (),
        "signatures": [
            (one, ROLE_WORDS[one.role], METHOD_WORDS[one.method]) for one in signatures_of(Subject(CASE, key))
        ],
    }  # fmt: skip
    return render(request, "cases/work.html", context)


@never_cache
@require_POST
def original(request: HttpRequest, key: str) -> HttpResponse:
    """The words as they were written, with every name; the look is noted before they are shown."""
    actor = reader(request)
    case = _with_original(actor, key)
    context = {"case": case, "text": text_from(case.original.words), "hints": _hints(case)}
    return render(request, "cases/original.html", context)


@never_cache
@sensitive_post_parameters()
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a draft."""
    actor = _writer(request)
    case = _with_original(actor, key)
    if case.state != State.DRAFT:
        raise NotFound(_("只有起草中的案例能改"))
    form = CaseForm(request.POST or None, initial=initial_of(case), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_case(actor, key, form.draft(), now=clock.now())
        except Refusal as refusal:
            show_as_one(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("cases_work", key)
    return render(request, "cases/write.html", {"form": form, "case": case})


@never_cache
@sensitive_post_parameters("password", "code")
def move(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Make a move: the reason where one is needed, the exact text, the signature."""
    actor = reader(request)
    case = case_by_key(actor, key)
    if move not in moves_of(actor, case) or move == Move.MASK:
        raise NotFound(_("这一步现在不能办"), why=_("可能刚有人办过。"))
    if move == Move.REOPEN:
        return _reopen(request, actor, case)
    if case.state not in STATES_MASKED:
        note_lookup(actor, Subject(CASE, key), What.RECORD, now=clock.now())
    reason = ReasonForm(request.POST or None, move=move) if move in WITH_REASON else None
    signature = SignatureForm(request, words_of_move(case, move))
    fit = reason is None or reason.is_valid()
    if request.method == "POST" and fit and signature.is_valid():
        said = reason.cleaned_data if reason is not None else {}
        try:
            _make(actor, key, move, said, signature)
        except Refusal as refusal:
            show_as_one(signature, refusal)
        else:
            messages.success(request, _("已办，签署写进了存证日志。"))
            return redirect("cases_work", key)
    role = role_for(actor, case, move)
    context = {
        "case": case, "move": move, "title": Move(move).label, "reason": reason, "signature": signature,
        "post": ROLE_WORDS[role] if role else "", "hints": _hints(case),
    }  # fmt: skip
    return render(request, "cases/sign.html", context)


def _make(actor: Actor, key: str, move: str, said: dict[str, str], signature: SignatureForm) -> None:
    now, proof = clock.now(), signature.proof
    if move == Move.SUBMIT:
        services.submit(actor, key, proof=proof, now=now)
    elif move == Move.APPROVE:
        services.approve(actor, key, proof=proof, now=now)
    else:
        services.move_on(
            actor, key, move, remarks=said.get("remarks", ""), stop=said.get("stop", ""), proof=proof, now=now
        )


def _reopen(request: HttpRequest, actor: Actor, case: Case) -> HttpResponse:
    if request.method == "POST":
        services.reopen(actor, case.key, now=clock.now())
        messages.success(request, _("已重新起草。"))
        return redirect("cases_work", case.key)
    return redirect("cases_work", case.key)


def _move_url(case: Case, move: str) -> str:
    return (
        reverse("cases_masking", args=[case.key])
        if move == Move.MASK
        else reverse("cases_move", args=[case.key, move])
    )


def _hints(case: Case) -> list[tuple[str, str]]:
    """What in the words hints at a stop: (which, the words around)."""
    text = case.text if case.state in STATES_MASKED else text_from(case.original.words)
    return [(words, around) for _code, words, around in stop_hints(text, clock.today())]


def _stops_of(case: Case) -> list[str]:
    """The situations in which a case is, in words; asked for only where there are any."""
    words = named(ListSort.STOP) if case.stops else {}
    return [words.get(code, code) for code in case.stops]


def _with_original(actor: Actor, key: str) -> Case:
    """The case for whoever may see its original; the look is noted."""
    case = case_by_key(actor, key)
    if not may_see_original(actor, case):
        raise NotFound(_("没有这个页面"))
    note_lookup(actor, Subject(CASE, key), What.RECORD, now=clock.now())
    return case


def reader(request: HttpRequest) -> Actor:
    """Who asks; for others the pages do not exist."""
    actor = asker(request)
    if not may_see_desk(actor):
        raise NotFound(_("没有这个页面"))
    return actor


def _writer(request: HttpRequest) -> Actor:
    actor = reader(request)
    if not may_write(actor):
        raise NotFound(_("没有这个页面"))
    return actor
