"""Choices and answers, saved as one goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhifa.intake.errors import AnswerUnknown, BatchAlreadyClosed, MappingIncomplete, NoSuchColumn
from zhifa.intake.models import ColumnMemory, ImportFile, ImportJob, ImportPage
from zhifa.intake.selectors import drop_of, job_of, target_for
from zhifa.intake.services.examining import SheetChoice
from zhifa.intake.services.receiving import read_into
from zhifa.intake.terms import JobState
from zhifa.kernel.actor import Actor
from zhifa.kernel.wording import listed


def locked_job(actor: Actor, job_id: int) -> ImportJob:
    """The actor's job, locked until the transaction ends; refuses a closed one."""
    job_of(actor, job_id)
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.is_closed:
        raise BatchAlreadyClosed
    return job


@transaction.atomic
def choose_columns(actor: Actor, job_id: int, sheets: Mapping[str, Any], *, now: datetime) -> ImportJob:
    """Take a person's sheets and columns (`{sheet: {"included": bool, "mapping": {code: source}}}`), remember
    them for the unit and read the file anew. Refuses unknown columns and an included sheet without a required one."""
    job = locked_job(actor, job_id)
    target = target_for(actor, job.target, job.about)
    codes = {column.code for column in target.columns}
    for choice in sheets.values():
        unknown = set(choice["mapping"]) - codes
        if unknown:
            raise NoSuchColumn(sorted(unknown)[0])
        missing = [c for c in target.columns if c.required and not choice["mapping"].get(c.code)]
        if choice["included"] and missing:
            raise MappingIncomplete(listed(column.title for column in missing))
    job.sheets = dict(sheets)
    job.save(update_fields=["sheets"])
    result = read_into(actor, target, job, now=now)
    optional = {column.code: "" for column in target.columns if not column.required}
    for choice in result.choices if result else ():
        if choice.included:
            remember(job, choice, left_out=optional, now=now)
    return job


def remember(job: ImportJob, choice: SheetChoice, *, left_out: Mapping[str, str], now: datetime) -> None:
    """Keep a head's mapping for the unit, with the columns `left_out` on purpose. Values typed for all rows belong
    to the one file and are not kept; a table without a head has nothing to be known again by."""
    if choice.table.head_rows is None:
        return
    sources = {**left_out, **choice.sources()}
    kept = {code: source for code, source in sources.items() if not source.startswith("=")}
    ColumnMemory.objects.update_or_create(
        memory_key=job.memory_key,
        target=job.target,
        signature=choice.table.signature,
        defaults={"mapping": kept, "used_at": now},
    )


@transaction.atomic
def keep_answers(actor: Actor, job_id: int, answers: Mapping[str, str], *, now: datetime) -> ImportJob:
    """Keep answers by the question's key, without reading the file anew; an empty answer takes one back."""
    job = locked_job(actor, job_id)
    asked = {question["key"]: dict(question["answers"]) for question in job.findings.get("questions", [])}
    for key, answer in answers.items():
        if key not in asked or (answer and answer not in asked[key]):
            raise AnswerUnknown
    given = {**job.answers, **answers}
    job.answers = {key: answer for key, answer in given.items() if answer}
    job.changed_at = now
    job.save(update_fields=["answers", "changed_at"])
    return job


@transaction.atomic
def answer_questions(actor: Actor, job_id: int, answers: Mapping[str, str], *, now: datetime) -> ImportJob:
    """Keep answers and read the file anew. Whoever answers that the file shall not come in again puts it aside."""
    job = keep_answers(actor, job_id, answers, now=now)
    if job.answers.get("file") == "stop":
        return _close(job, now)
    read_into(actor, target_for(actor, job.target, job.about), job, now=now)
    return job


def take_suggestions(actor: Actor, drop: UUID, *, now: datetime) -> int:
    """Answer every open question of a drop's files as suggested, each file in its own transaction; whether the same
    file shall come in twice stays with the person. Answers how many were answered."""
    taken = 0
    for job in drop_of(actor, drop):
        given = {question["key"]: question["suggested"] for question in open_questions(job)}
        if job.state == JobState.OPEN and given:
            answer_questions(actor, job.pk, given, now=now)
            taken += len(given)
    return taken


def open_questions(job: ImportJob) -> list[dict[str, Any]]:
    """What is asked about a file and not answered, but for whether it shall come in again."""
    return [
        question
        for question in job.findings.get("questions", [])
        if question["key"] != "file" and question["key"] not in job.answers
    ]


@transaction.atomic
def discard_job(actor: Actor, job_id: int, *, now: datetime) -> ImportJob:
    """Put a file aside for good: its bytes and rows go, the line in the list stays."""
    return _close(locked_job(actor, job_id), now)


def _close(job: ImportJob, now: datetime) -> ImportJob:
    job.state = JobState.DISCARDED
    job.changed_at = now
    job.findings = {}
    job.save(update_fields=["state", "changed_at", "findings"])
    ImportFile.objects.filter(job=job).delete()
    ImportPage.objects.filter(job=job).delete()
    return job
