"""Writing: the file is read once more under the lock, then the target takes the rows, all or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhifa.intake.errors import NothingToWrite
from zhifa.intake.models import ImportFile, ImportJob, ImportPage
from zhifa.intake.rules.rows import MappedRow
from zhifa.intake.selectors import drop_of, target_for
from zhifa.intake.services.choosing import locked_job
from zhifa.intake.services.examining import Examination, import_rows
from zhifa.intake.services.receiving import read_into
from zhifa.intake.terms import JobState
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, record_bulk


@dataclass(frozen=True)
class WriteOutcome:
    """What became of a file: how many things were written, or None when something new has to be settled first."""

    job: ImportJob
    written: int | None


@transaction.atomic
def write_job(actor: Actor, job_id: int, *, only_good: bool = False, now: datetime) -> WriteOutcome:
    """Write a file whole, or with `only_good` the rows without fault or open question.

    The rows are judged once more first: what was written meanwhile may raise new questions, and then nothing
    is written. One ledger entry commits to every row written. Of a target that forgets the file, its rows and its salt
    go in the same transaction.
    """
    job = locked_job(actor, job_id)
    target = target_for(actor, job.target, job.about)
    result = read_into(actor, target, job, now=now)
    if result is None or not result.mapped:
        return WriteOutcome(job, None)
    blocked = any(question.key == "file" for question in result.open_questions)
    whole = target.forgets or not only_good
    if blocked or (whole and not result.is_clean):
        return WriteOutcome(job, None)
    rows = result.good
    if not rows:
        raise NothingToWrite
    written = target.write(actor, import_rows(rows), result.target_answers())
    job.ledger_entry = _enter(actor, job, result, written, now)
    job.state, job.written, job.written_at, job.changed_at = JobState.WRITTEN, written, now, now
    job.save(update_fields=["ledger_entry", "state", "written", "written_at", "changed_at"])
    if target.forgets:
        _forget(job)
    return WriteOutcome(job, written)


def write_drop(actor: Actor, drop: UUID, *, now: datetime) -> list[WriteOutcome]:
    """Write every file of a drop that can be written whole, each in its own transaction and in their order,
    so that a later file is asked about what an earlier one has brought."""
    ready = [job for job in drop_of(actor, drop) if job.state == JobState.READY]
    return [write_job(actor, job.pk, now=now) for job in ready]


def _forget(job: ImportJob) -> None:
    """Of a sheet about persons only the numbers stay."""
    job.findings = {"counts": job.findings["counts"], "used": [], "notices": []}
    job.answers, job.salt = {}, b""
    job.save(update_fields=["findings", "answers", "salt"])
    ImportFile.objects.filter(job=job).delete()
    ImportPage.objects.filter(job=job).delete()


def _enter(actor: Actor, job: ImportJob, result: Examination, written: int, now: datetime) -> int:
    """One ledger entry for the file: a salted commitment a row, so that no personal value stands in it."""
    rows = result.good
    totals = {
        "target": job.target,
        "file_sha256": job.sha256,
        "rows_read": len(result.rows),
        "rows_written": len(rows),
        "rows_faulty": sum(1 for row in result.rows if row.faulty),
        "rows_left_out": sum(1 for row in result.rows if row.left_out),
        "things_written": written,
        "answers": len(result.answers),
    }
    leaves = (
        {"sheet": row.sheet, "row": row.row, "commitment": commitment(bytes(job.salt), row)} for row in rows
    )
    return record_bulk(
        actor, "intake.write", Subject("import", str(job.pk)), leaves, totals, now=now, keep=False
    )


def commitment(salt: bytes, row: MappedRow) -> str:
    """What the ledger keeps of a row: its raw cells, salted with the job's own salt."""
    text = json.dumps(row.raw, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(salt + text.encode()).hexdigest()
