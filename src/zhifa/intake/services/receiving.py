"""Taking files in: each becomes a job that is read at once; nothing is written into any mechanism."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from psycopg.errors import DiskFull

from zhifa.intake import terms
from zhifa.intake.access import memory_key
from zhifa.intake.errors import DiskRefused, NoFiles, SheetTooLarge, TooManyFiles
from zhifa.intake.models import ColumnMemory, ImportFile, ImportJob, ImportPage
from zhifa.intake.rules.rows import MappedRow, Question
from zhifa.intake.selectors import target_for
from zhifa.intake.services.examining import Examination, examine, findings_of
from zhifa.intake.terms import PAGE_ROWS, JobState
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import Refusal
from zhifa.kernel.registry import ImportTarget


def drop_files(
    actor: Actor, target_code: str, files: Sequence[UploadedFile[Any]], *,
    about: Mapping[str, str] | None = None, now: datetime,
) -> UUID:  # fmt: skip
    """Keep each file as a job of one drop and read it; `about` names the thing that a bound target's sheet is about.
    A file that cannot be read stays in the list with its reason; the others are not held up by it. Refuses none,
    too many, and a target that is not the actor's."""
    target = target_for(actor, target_code, about or {})
    if not files:
        raise NoFiles
    if len(files) > terms.MAX_FILES:
        raise TooManyFiles(terms.MAX_FILES)
    drop = uuid4()
    seen: dict[str, str] = {}
    for file in files:
        job = ImportJob(
            drop=drop, target=target.code, about=dict(about or {}), name=(file.name or str(terms.NAMELESS))[-255:], size=file.size or 0,
            salt=secrets.token_bytes(32), state=JobState.MAPPING, owner_id=actor.account_id,
            owner_key=actor.key, memory_key=memory_key(actor), created_at=now, changed_at=now,
        )  # fmt: skip
        _keep(job, file, seen)
        if job.state != JobState.REFUSED:
            with transaction.atomic():
                read_into(actor, target, job, now=now)
    return drop


def _keep(job: ImportJob, file: UploadedFile[Any], seen: dict[str, str]) -> None:
    """Keep the file as a job with its bytes; too large a file is noted and not kept. `seen` are the drop's hashes."""
    name = job.name
    content = b""
    if (file.size or 0) > terms.MAX_BYTES:
        _refuse(job, SheetTooLarge(name, terms.MAX_BYTES // terms.MEGABYTE))
    else:
        content = file.read()
        job.sha256 = hashlib.sha256(content).hexdigest()
        twin = seen.setdefault(job.sha256, name)
        if twin is not name:
            job.state = JobState.REFUSED
            job.refusal = {"what": str(terms.SAME_FILE % {"name": twin}), "why": "", "next_step": ""}
    try:
        with transaction.atomic():
            job.save()
            if job.state != JobState.REFUSED:
                ImportFile.objects.create(job=job, content=content)
    except OperationalError as problem:
        if isinstance(problem.__cause__, DiskFull):
            raise DiskRefused from problem
        raise


def _refuse(job: ImportJob, refusal: Refusal) -> None:
    job.state = JobState.REFUSED
    job.refusal = {"what": str(refusal.what), "why": str(refusal.why), "next_step": str(refusal.next_step)}


def read_into(actor: Actor, target: ImportTarget, job: ImportJob, *, now: datetime) -> Examination | None:
    """Read a job's file with its choices and answers, and keep what was found. None when it cannot be read."""
    try:
        result = examine(
            actor, target, bytes(job.file.content), job.name,
            today=civil_day(now), sheets=job.sheets, answers=job.answers, memory=_memory(job),
        )  # fmt: skip
    except Refusal as refusal:
        _refuse(job, refusal)
        job.changed_at = now
        job.save(update_fields=["state", "refusal", "changed_at"])
        ImportFile.objects.filter(job=job).delete()
        return None
    _ask_about_file(job, result)
    job.findings = findings_of(result, target)
    job.state = state_of(result)
    job.changed_at = now
    job.save(update_fields=["findings", "state", "changed_at"])
    _keep_pages(job, result.rows, [column["code"] for column in job.findings["used"]])
    return result


def examine_again(actor: Actor, job: ImportJob, *, now: datetime) -> ImportJob:
    """Read an open job anew, because what stands in the tables may have changed since."""
    target = target_for(actor, job.target, job.about)
    with transaction.atomic():
        locked = ImportJob.objects.select_for_update().get(pk=job.pk)
        if not locked.is_closed:
            read_into(actor, target, locked, now=now)
    return locked


def state_of(result: Examination) -> JobState:
    """Where a reading leaves its job."""
    if not result.mapped:
        return JobState.MAPPING
    return JobState.READY if result.is_clean else JobState.OPEN


def _memory(job: ImportJob) -> dict[str, dict[str, str]]:
    kept = ColumnMemory.objects.filter(memory_key=job.memory_key, target=job.target)
    return dict(kept.values_list("signature", "mapping"))


def _ask_about_file(job: ImportJob, result: Examination) -> None:
    """The same bytes written before are a question about the whole file."""
    before = (
        ImportJob.objects.filter(sha256=job.sha256, target=job.target, state=JobState.WRITTEN)
        .exclude(pk=job.pk)
        .order_by("-written_at")
        .first()
    )
    if before is None or before.written_at is None:
        return
    words = {"day": civil_day(before.written_at).isoformat(), "n": before.written, "name": before.name}
    answers = {"again": str(terms.FILE_AGAIN), "stop": str(terms.FILE_STOP)}
    question = Question("file", "", (), "", str(terms.FILE_BEFORE % words), "", answers, "stop")
    result.questions.insert(0, question)


def _keep_pages(job: ImportJob, rows: Sequence[MappedRow], codes: Sequence[str]) -> None:
    ImportPage.objects.filter(job=job).delete()
    pages = []
    for start in range(0, len(rows), PAGE_ROWS):
        shown = [_row_as_json(row, codes) for row in rows[start : start + PAGE_ROWS]]
        pages.append(ImportPage(job=job, number=start // PAGE_ROWS + 1, rows=shown))
    ImportPage.objects.bulk_create(pages, batch_size=200)


def _row_as_json(row: MappedRow, codes: Sequence[str]) -> dict[str, Any]:
    state = "left-out" if row.left_out else "faulty" if row.faulty else "waiting" if row.pending else "good"
    return {
        "sheet": row.sheet,
        "row": row.row,
        "state": state,
        "cells": [row.raw.get(code, "")[:200] for code in codes],
    }
