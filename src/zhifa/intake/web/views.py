"""Pages of the intake."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.intake.access import targets_open_to
from zhifa.intake.models import ImportJob
from zhifa.intake.selectors import (
    FirstStep,
    drop_of,
    first_steps,
    job_of,
    jobs_of,
    next_in_drop,
    rows_page,
    target_for,
    target_of,
)
from zhifa.intake.services import (
    answer_questions,
    blank_sheet,
    choose_columns,
    discard_job,
    drop_files,
    examine_again,
    failed_rows,
    keep_answers,
    open_questions,
    take_suggestions,
    write_drop,
    write_job,
)
from zhifa.intake.terms import SKIPPED_WORDS, TONES, JobState
from zhifa.intake.web.forms import AnswersForm, FilesForm, head_words, sheet_forms
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.web.asking import asker
from zhifa.ledger.api import Subject, demonstration_mark
from zhifa.lookups.api import What, note_lookup

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
QUESTIONS_A_PAGE = 40
FAULTS_A_PAGE = 50


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What can be imported, and the reader's files."""
    actor = asker(request)
    page = Paginator(jobs_of(actor), 25).get_page(request.GET.get("page"))
    context = {"targets": targets_open_to(actor), "page": page, "rows": [_line(job) for job in page]}
    return render(request, "intake/jobs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Drop files in."""
    actor = asker(request)
    target = target_for(actor, code, {})
    posted = request.method == "POST"
    form = FilesForm(request.POST, request.FILES) if posted else FilesForm()
    if posted and form.is_valid():
        drop_id = drop_files(actor, code, form.cleaned_data["sheets"], now=clock.now())
        dropped = drop_of(actor, drop_id)
        return (
            redirect("intake_job", dropped[0].pk) if len(dropped) == 1 else redirect("intake_drop", drop_id)
        )
    return render(request, "intake/new.html", {"form": form, "target": target})


@require_safe
def blank(request: HttpRequest, code: str) -> HttpResponseBase:
    """An empty sheet with the target's headings."""
    return blank_sheet(target_for(asker(request), code, {}), demonstration_mark())


@require_safe
def drop(request: HttpRequest, drop: UUID) -> HttpResponse:
    """The files that were dropped in together."""
    dropped = drop_of(asker(request), drop)
    context = {
        "drop": drop,
        "target": target_of(dropped[0].target),
        "rows": [_line(job) for job in dropped],
        "open": [job for job in dropped if job.state in (JobState.MAPPING, JobState.OPEN)],
        "ready": [job for job in dropped if job.state == JobState.READY],
        "written": [job for job in dropped if job.state == JobState.WRITTEN],
        "written_things": sum(job.written for job in dropped),
        "asked": [
            (job, question, dict(question["answers"])[question["suggested"]])
            for job in dropped
            if job.state == JobState.OPEN
            for question in open_questions(job)
        ],
    }
    context["steps"] = steps = _onward(asker(request), dropped)
    context["to_come"] = any(one.is_next for one in steps)
    return render(request, "intake/drop.html", context)


@require_safe
def next_open(request: HttpRequest, drop: UUID) -> HttpResponse:
    """To the next file that needs a choice or an answer, or back to the list."""
    after = request.GET.get("after", "0")
    job = next_in_drop(asker(request), drop, after=int(after) if after.isascii() and after.isdigit() else 0)
    return redirect("intake_job", job.pk) if job else redirect("intake_drop", drop)


@require_POST
def answer_all(request: HttpRequest, drop: UUID) -> HttpResponse:
    """Take the suggestion for every open question of the drop."""
    taken = take_suggestions(asker(request), drop, now=clock.now())
    messages.success(request, ngettext("记下 %(n)s 个答案。", "记下 %(n)s 个答案。", taken) % {"n": taken})
    return redirect("intake_drop", drop)


@require_POST
def write_all(request: HttpRequest, drop: UUID) -> HttpResponse:
    """Write every file of the drop that is ready."""
    outcomes = write_drop(asker(request), drop, now=clock.now())
    done = [outcome for outcome in outcomes if outcome.written is not None]
    held = len(outcomes) - len(done)
    things = sum(outcome.written or 0 for outcome in done)
    messages.success(
        request, _("写入 %(files)s 个文件，共 %(n)s 条。") % {"files": len(done), "n": f"{things:,}"}
    )
    if held:
        said = _("%(n)s 个文件与刚写入的内容可能重复，请逐个回答。") % {"n": held}
        messages.warning(request, said)
    return redirect("intake_drop", drop)


@require_safe
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One file: what was understood, what is wrong, what is asked, and the way to write it."""
    actor = asker(request)
    this = job_of(actor, job_id)
    if this.state == JobState.MAPPING:
        return redirect("intake_columns", job_id)
    note_rows_seen(actor, this, What.IMPORT)
    findings = this.findings
    questions = [q for q in findings.get("questions", []) if q["key"] not in this.answers]
    asked = Paginator(questions, QUESTIONS_A_PAGE).get_page(request.GET.get("questions"))
    context = {
        "job": this,
        "line": _line(this),
        "target": target_of(this.target),
        **_ways(this),
        "counts": findings.get("counts", {}),
        "answers": AnswersForm(list(asked), this.answers) if questions else None,
        "asked": asked,
        "answered": [_answered(q, this) for q in findings.get("questions", []) if q["key"] in this.answers],
        "faults": Paginator(findings.get("faults", []), FAULTS_A_PAGE).get_page(request.GET.get("page")),
        "tables": [_table(table) for table in findings.get("tables", [])],
        "sample": _pairs(this, rows_page(this, 1)[1][:8]),
        "stale": this.findings.get("answered", 0) != len(this.answers),
        "used": findings.get("used", []),
        "steps": (steps := _onward(actor, [this])),
        "to_come": any(one.is_next for one in steps),
    }
    return render(request, "intake/job.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, job_id: int) -> HttpResponse:
    """Which sheet comes in, and which of its columns is which."""
    actor = asker(request)
    this = job_of(actor, job_id)
    if this.is_closed:
        return redirect("intake_job", job_id)
    target = target_for(actor, this.target, this.about)
    forms = sheet_forms(this, target, request.POST if request.method == "POST" else None)
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 -- every form shows its faults
        chosen = {form.table["sheet"]: form.choice() for form in forms}
        choose_columns(actor, job_id, chosen, now=clock.now())
        return redirect("intake_job", job_id)
    return render(request, "intake/columns.html", {"job": this, "target": target, "forms": forms})


@require_safe
def rows(request: HttpRequest, job_id: int) -> HttpResponse:
    """All rows as they were read, page by page."""
    actor = asker(request)
    this = job_of(actor, job_id)
    note_rows_seen(actor, this, What.IMPORT)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    paginator, shown = rows_page(this, number)
    context = {
        "job": this,
        "page": paginator.get_page(number),
        "rows": _pairs(this, shown),
        "used": this.findings.get("used", []),
    }
    return render(request, "intake/rows.html", context)


@require_POST
def answers(request: HttpRequest, job_id: int) -> HttpResponse:
    """Keep answers: one as it is chosen, or all with a new reading; `suggested` takes the suggestion for the rest."""
    actor = asker(request)
    this = job_of(actor, job_id)
    questions = this.findings.get("questions", [])
    given = {q["key"]: request.POST[q["key"]] for q in questions if request.POST.get(q["key"])}
    if "suggested" in request.POST:
        still = [
            q
            for q in questions
            if q["key"] not in this.answers and q["key"] not in given and q["key"] != "file"
        ]
        given.update({q["key"]: q["suggested"] for q in still})
    if request.headers.get("HX-Request"):
        keep_answers(actor, job_id, given, now=clock.now())
        return HttpResponse(status=204)
    answer_questions(actor, job_id, given, now=clock.now())
    if given:
        said = ngettext("记下 %(n)s 个答案。", "记下 %(n)s 个答案。", len(given)) % {"n": len(given)}
        messages.success(request, said)
    return redirect("intake_job", job_id)


@require_POST
def again(request: HttpRequest, job_id: int) -> HttpResponse:
    """Read the file anew."""
    actor = asker(request)
    examine_again(actor, job_of(actor, job_id), now=clock.now())
    return redirect("intake_job", job_id)


@require_POST
def write(request: HttpRequest, job_id: int) -> HttpResponse:
    """Write the file, or the rows of it that are right."""
    only_good = "only_good" in request.POST
    outcome = write_job(asker(request), job_id, only_good=only_good, now=clock.now())
    if outcome.written is None:
        messages.warning(request, _("又有新的问题需要先回答，还没有写入。"))
    else:
        said = ngettext("写入 %(n)s 条。", "写入 %(n)s 条。", outcome.written) % {"n": f"{outcome.written:,}"}
        messages.success(request, said)
        if home := _ways(outcome.job)["home"]:
            return redirect(home)
    return redirect("intake_job", job_id)


@require_POST
def discard(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put the file aside."""
    this = discard_job(asker(request), job_id, now=clock.now())
    messages.success(request, _("已放弃“%(name)s”，没有写入任何内容。") % {"name": this.name})
    return redirect("intake")


@require_safe
def faults(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """The rows that are not right, as a workbook to mend."""
    actor = asker(request)
    this = job_of(actor, job_id)
    note_rows_seen(actor, this, What.EXPORT)
    return failed_rows(this, demonstration_mark())


def note_rows_seen(actor: Actor, job: ImportJob, what: What) -> None:
    """A look at the raw rows of a sheet about persons is noted."""
    if target_of(job.target).personal:
        rows = job.findings.get("counts", {}).get("rows", 1)
        note_lookup(actor, Subject("import", str(job.pk)), what, people=rows, now=clock.now())


def _onward(actor: Actor, jobs: Sequence[ImportJob]) -> list[FirstStep]:
    """After a sheet with which a district begins was written: the steps, what is done and what is left."""
    is_written = any(job.state == JobState.WRITTEN for job in jobs)
    return first_steps(actor) if is_written and target_of(jobs[0].target).step else []


def _ways(job: ImportJob) -> dict[str, str]:
    """The page of the thing that a sheet is about ("" where it is about no one thing), and where another is given."""
    target = target_of(job.target)
    return {
        "home": target.home(job.about) if target.home else "",
        "again": target.again(job.about) if target.again else reverse("intake_new", args=[target.code]),
    }


def _line(job: ImportJob) -> dict[str, Any]:
    """A job as a line of a list."""
    counts = job.findings.get("counts", {})
    return {"job": job, "tone": TONES[JobState(job.state)], "counts": counts}


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table with its skipped rows in words."""
    skipped = [{**row, "why": SKIPPED_WORDS[row["why"]]} for row in table["skipped"]]
    titles = {heading["column"]: heading["label"] for heading in table["headings"]}
    used = {
        int(found["source"][1:])
        for found in table["mapping"].values()
        if found["source"][:1] == "c" and found["source"][1:].isdigit()
    }
    return {
        **table,
        "head": head_words(table),
        "skipped": skipped,
        "left": [label for place, label in titles.items() if place not in used],
    }


def _pairs(job: ImportJob, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with the title of each cell beside it, and whether it is a day."""
    titles = [column["title"] for column in job.findings.get("used", [])]
    return [
        {
            **row,
            "pairs": [
                (title, cell, ISO_DAY.fullmatch(str(cell)) is not None)
                for title, cell in zip(titles, row["cells"], strict=True)
            ],
        }
        for row in rows
    ]


def _answered(question: dict[str, Any], job: ImportJob) -> dict[str, Any]:
    """A question that was answered, with the answer's words."""
    return {**question, "answer": dict(question["answers"]).get(job.answers[question["key"]], "")}
