"""The pages of reports: the list, one report as it prints, its prose, Word back and forth, 定稿, comparison."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from zhifa.documents.api import office_name
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotAllowed, NotFound, Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.web.forms import asked
from zhifa.kernel.wording import sentences
from zhifa.ledger.api import Subject
from zhifa.lookups.api import What, note_lookup
from zhifa.people.api import district_or_none
from zhifa.publishing.api import wording_of
from zhifa.reports.access import may_read_reports, may_write_reports
from zhifa.reports.models import Report
from zhifa.reports.rules.comparing import changed_figures, changed_lines
from zhifa.reports.rules.outline import Block, as_text, from_data, from_text
from zhifa.reports.rules.printing import Composed, Door
from zhifa.reports.selectors import file_of, outlines, report_by_id, reporting_days, reports
from zhifa.reports.services import (
    FORMS,
    bundle,
    compose,
    finalise_report,
    register_report,
    registered,
    revise_report,
    start_report,
)
from zhifa.reports.services import (
    render as render_file,
)
from zhifa.reports.services.pages import body_html
from zhifa.reports.services.writing import blocks_of_word, frozen_of
from zhifa.reports.terms import PROOF_FORM, REPORT_SUBJECT
from zhifa.reports.web.forms import NewReportForm, NumberForm, ProseForm, WordForm


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """All reports, the newest first, and the outlines they begin from."""
    actor = _reader(request)
    page = Paginator(reports(actor), 20).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/list.html",
        {"page": page, "outlines": outlines(actor), "may_write": may_write_reports(actor)},
    )


def new(request: HttpRequest) -> HttpResponse:
    """Begin a report."""
    actor = _writer(request)
    since, until = reporting_days(actor, clock.today())
    form = NewReportForm(
        request.POST or None,
        outlines=outlines(actor),
        initial={"outline": request.GET.get("outline", ""), "since": since, "until": until},
    )
    if request.method == "POST" and form.is_valid():
        started = start_report(actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("报告已建立。数字由记录算出，文字可以改。"))
        return redirect("reports_report", started.pk)
    return render(request, "reports/new.html", {"form": form})


@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report as it prints; beside it what must be mended, what it does not cover, what was typed."""
    actor = _reader(request)
    found = report_by_id(actor, report_id)
    _note_auditor(actor, found, What.RECORD)
    composed = _composed(actor, found)
    return render(
        request,
        "reports/report.html",
        {
            "report": found,
            "composed": composed,
            "body": body_html(composed, _door_address),
            "may_write": may_write_reports(actor),
            "forms": FORMS,
            "files": {one.form: one for one in found.files.defer("content")},
            "slips": wording_of([line.text for line in composed.lines], clock.today()),
            "paper": registered(found) if found.is_final else None,
            "word_form": WordForm(initial={"revision": found.revision}),
        },
    )


def prose(request: HttpRequest, report_id: int) -> HttpResponse:
    """Write the prose on the page."""
    actor = _writer(request)
    found = report_by_id(actor, report_id)
    form = ProseForm(
        request.POST or None,
        initial={"text": as_text(from_data(found.blocks)), "revision": found.revision},
    )
    if request.method == "POST" and form.is_valid():
        blocks = from_text(form.cleaned_data["text"])
        if _saved(request, found, blocks, form.cleaned_data["revision"], form.add_error):
            return redirect("reports_report", found.pk)
    return render(request, "reports/prose.html", {"form": form, "report": found})


@require_POST
def word(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take back a document that was edited in Word: its prose replaces the prose, its fields stay alive."""
    actor = _writer(request)
    found = report_by_id(actor, report_id)
    form = WordForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("没有选文件。请选编辑过的 .docx 后再上传。"))
        return redirect("reports_report", found.pk)
    blocks, left_out = blocks_of_word(form.cleaned_data["file"].read())
    revise_report(actor, found.pk, blocks=blocks, revision=form.cleaned_data["revision"], now=clock.now())
    messages.success(request, _("已换成 Word 里的文字，数字按记录重新算过。"))
    if left_out:
        messages.warning(request, _("文档里的 %(n)d 处图片或文本框没有带入。") % {"n": left_out})
    return redirect("reports_report", found.pk)


@require_POST
def finalise(request: HttpRequest, report_id: int) -> HttpResponse:
    """Make it 定稿."""
    finalise_report(_writer(request), report_id, reason=request.POST.get("reason", ""), now=clock.now())
    messages.success(request, _("已定稿。三种格式的文件和证明包已存下，摘要已记入存证。"))
    return redirect("reports_report", report_id)


def number(request: HttpRequest, report_id: int) -> HttpResponse:
    """Enter a 定稿 in the register of documents, under its number."""
    actor = _writer(request)
    found = report_by_id(actor, report_id)
    form = NumberForm(request.POST or None, initial={"issuer": office_name(), "issued_on": clock.today()})
    here = reverse("reports_report", args=[report_id])
    return asked(
        request, form, lambda: register_report(actor, report_id, now=clock.now(), **form.cleaned_data),
        "reports/number.html", back=lambda: here, away=here, report=found, done=_("已登记。"),
    )  # fmt: skip


@require_safe
def comparison(request: HttpRequest, report_id: int) -> HttpResponse:
    """A 定稿 beside the same text with today's records."""
    actor = _reader(request)
    found = report_by_id(actor, report_id)
    if not found.is_final or found.frozen is None:
        raise NotFound(_("这份报告还没有定稿"))
    today = frozen_of(_composed(actor, found))
    return render(
        request,
        "reports/comparison.html",
        {
            "report": found,
            "figures": changed_figures(found.frozen["figures"], today["figures"]),
            "lines": changed_lines(found.frozen["lines"], today["lines"]),
        },
    )


@require_safe
def download(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    """The report as a file: of a draft made now, of a 定稿 the one that was kept."""
    actor = _reader(request)
    found = report_by_id(actor, report_id)
    if form not in FORMS:
        raise NotFound(_("没有这种格式"))
    _note_auditor(actor, found, What.EXPORT)
    content = (
        bytes(file_of(found, form).content)
        if found.is_final
        else render_file(actor, _composed(actor, found), form)
    )
    response = HttpResponse(content, content_type=FORMS[form])
    name = quote(f"{found.title}.{form}")
    response["Content-Disposition"] = f"attachment; filename=\"report.{form}\"; filename*=UTF-8''{name}"
    return response


@require_safe
def proof(request: HttpRequest, report_id: int) -> HttpResponse:
    """The proof bundle: of a 定稿 the one that was kept, of a draft one of what it prints today, at the latest signed head."""
    actor = _reader(request)
    found = report_by_id(actor, report_id)
    kept = found.files.filter(form=PROOF_FORM).first()
    with override("zh-hans"):  # the bundle's words are Chinese, whoever asks for it
        content = bytes(kept.content) if kept else bundle(actor, _composed(actor, found))
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="bundle.json"'
    return response


def _saved(
    request: HttpRequest,
    found: Report,
    blocks: list[Block],
    revision: int,
    add_error: Callable[[str, str], None],
) -> bool:
    """Whether the prose was saved; a refusal stands beside the text, and the text stays."""
    try:
        revise_report(_writer(request), found.pk, blocks=blocks, revision=revision, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        add_error("text", sentences(refusal.what, refusal.why, refusal.next_step))
        return False
    messages.success(request, _("正文已保存。"))
    return True


def _composed(actor: Actor, found: Report) -> Composed:
    return compose(actor, from_data(found.blocks), title=found.title, since=found.since, until=found.until)


def _door_address(door: Door) -> str:
    value = door.value
    since = f"since={value.since.isoformat()}&" if value.since else ""
    return f"{reverse('figure', args=[value.code])}?{since}until={value.until.isoformat()}"


def _note_auditor(actor: Actor, found: Report, what: What) -> None:
    """An auditor's look at a report of the office is noted; the office's own is its work."""
    if actor.has_role(Role.AUDITOR):
        note_lookup(actor, Subject(REPORT_SUBJECT, str(found.pk)), what, now=clock.now())


def _reader(request: HttpRequest) -> Actor:
    actor = asker(request)
    if not may_read_reports(actor) or district_or_none() is None:
        raise NotFound(_("没有这个页面"))
    return actor


def _writer(request: HttpRequest) -> Actor:
    actor = _reader(request)
    if not may_write_reports(actor):
        raise NotAllowed(_("只有区普法办可以编写报告"))
    return actor
