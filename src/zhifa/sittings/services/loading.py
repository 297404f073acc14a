"""An exam that is over is entered as a whole: its terms, its candidates, and what each of them answered when."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.exams.api import paper_documents
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.ledger.api import record_bulk
from zhifa.search.api import touch
from zhifa.sittings.errors import PapersTooFew
from zhifa.sittings.models import Attempt, Candidate, Exam, Save
from zhifa.sittings.rules.chain import Given, Sheet, first_hash, instant
from zhifa.sittings.rules.clock import Running
from zhifa.sittings.selectors.freezing import due_at, servings
from zhifa.sittings.services.exams import ROWS, ExamDraft, deal, draft_exam, paper_faults, subject_of
from zhifa.sittings.terms import EXAM, Ended, Stage


@dataclass(frozen=True)
class Sat:
    """What one candidate did: when begun, when handed in, and the answers in their order, each at its position."""

    started_at: datetime
    handed_at: datetime
    answers: Sequence[tuple[str, tuple[str, ...]]]


Sitter = Callable[
    [str, bytes, bytes], Sat | None
]  # a person's code, the paper as it is read, its key; None: did not come


@transaction.atomic
def load_exam(
    actor: Actor,
    draft: ExamDraft,
    sit: Sitter,
    *,
    exempt: Mapping[str, tuple[str, str]],
    seed: str,
    now: datetime,
) -> Exam:
    """Enter an exam whose window is over, with its answers: chains, ends and one entry that commits to all of them, as if it had been sat
    here; nobody is told. `exempt` names kind and grounds by the code of the person. Papers and orders follow from the seed.

    Refused: what `draft_exam` refuses, a window that is not over, too few papers.
    """
    exam = draft_exam(actor, draft, now=now)
    if exam.closes_at > now:
        raise BadInput(_("这场考试还没有截止，不能成批录入"), field="closes_at")
    due = due_at(exam)
    if faults := paper_faults(found := servings(exam, due)):
        raise PapersTooFew(_("试卷不够，还不能发布"), faults=faults)
    candidates = [
        Candidate(
            exam=exam, key=secrets.token_hex(8), person_id=one.person, unit_id=one.unit, post_title=one.post_title,
            post_class=one.post_class, exempt=exempt.get(one.code, ("", ""))[0], exempt_why=exempt.get(one.code, ("", ""))[1],
        )
        for one in due
    ]  # fmt: skip
    Candidate.objects.bulk_create(candidates, batch_size=ROWS)
    attempts, saves = [], []
    for one, told, paper in zip(candidates, due, deal(candidates, found, seed), strict=True):
        own = hashlib.sha256(f"{seed}/{told.code}".encode()).hexdigest()
        attempt = Attempt(candidate=one, number=1, key=secrets.token_hex(8), paper=paper, seed=own[:32])
        attempts.append(attempt)
        if not one.exempt and (
            sat := sit(told.code, *paper_documents(paper.draw.key, paper.number, attempt.seed))
        ):
            saves += _sat(exam, attempt, sat)
    Attempt.objects.bulk_create(attempts, batch_size=ROWS)
    Save.objects.bulk_create(saves, batch_size=ROWS)
    exam.stage, exam.announced_at = Stage.ANNOUNCED, now
    exam.save(update_fields=["stage", "announced_at"])
    rows = [
        {
            "candidate": one.candidate.key, "unit": told.unit_code, "post_class": told.post_class, "attempt": one.key,
            "paper": one.paper.digest, "exempt": one.candidate.exempt, "head": bytes(one.head or b"").hex(), "links": one.links,
            "handed_at": instant(one.handed_at) if one.handed_at else "",
        }
        for one, told in zip(attempts, due, strict=True)
    ]  # fmt: skip
    totals = {
        "candidates": len(rows),
        "handed": sum(one.handed_at is not None for one in attempts),
        "seed": seed,
    }
    record_bulk(actor, "sittings.load_exam", subject_of(exam), rows, totals, now=now)
    touch(EXAM, [exam.key])
    return exam


def _sat(exam: Exam, attempt: Attempt, sat: Sat) -> list[Save]:
    """The chain of one sitting, answers at even distances between its start and its end; the attempt is set to what they came to."""
    device = base64.urlsafe_b64encode(hashlib.sha256(attempt.key.encode()).digest()[:16]).decode().rstrip("=")
    sheet = Sheet(first_hash(attempt.key, attempt.paper.digest, sat.started_at))
    step = (sat.handed_at - sat.started_at) / (len(sat.answers) + 1)
    saves = []
    for turn, (position, answer) in enumerate(sat.answers, start=1):
        at = sat.started_at + step * turn
        link = sheet.take(Given(device, turn, position, answer, at), at)
        if link is not None:
            saves.append(
                Save(
                    attempt=attempt, number=link.number, device=device, turn=turn, position=position, answer=list(answer), device_at=at,
                    received_at=at, hash=link.hash,
                )
            )  # fmt: skip
    attempt.started_at, attempt.handed_at, attempt.ended = sat.started_at, sat.handed_at, Ended.HANDED
    attempt.ends_at = Running(sat.started_at, exam.minutes, 0, exam.closes_at).planned
    attempt.head, attempt.links, attempt.seen_at = sheet.head, sheet.links, sat.handed_at
    return saves
