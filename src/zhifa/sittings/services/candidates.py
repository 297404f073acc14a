"""What the office decides of one candidate: need not sit, has more time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import commit_personal
from zhifa.sittings.errors import ExamNotReady
from zhifa.sittings.models import Candidate, Exam
from zhifa.sittings.services.exams import locked, note
from zhifa.sittings.services.outages import settle_ends
from zhifa.sittings.terms import MINUTES_MOST, Exempt, Stage


@transaction.atomic
def excuse(actor: Actor, key: str, candidate: str, kind: str, why: str, *, now: datetime) -> Candidate:
    """Somebody on the list need not sit, for a reason (`Exempt`) and on what it rests: out of the denominator, still on the list. Refused:
    whoever has begun, no grounds, an exam whose results are out."""
    exam, found = _locked(actor, key, candidate)
    if kind not in Exempt.values:
        raise BadInput(_("请选免考原因"), field="kind")
    if not why.strip():
        raise BadInput(_("请写明依据"), field="why")
    if found.attempts.filter(started_at__isnull=False).exists():
        raise ExamNotReady(_("这名考生已经开始答题，不能再免考"), field="kind")
    found.exempt, found.exempt_why = kind, why.strip()
    found.save(update_fields=["exempt", "exempt_why"])
    _note(
        actor,
        "sittings.excuse",
        exam,
        found,
        {"kind": kind, "why": _committed(found, found.exempt_why)},
        now=now,
    )
    return found


@transaction.atomic
def call_back(actor: Actor, key: str, candidate: str, why: str, *, now: datetime) -> Candidate:
    """Somebody who was exempt is to sit after all. Refused: who was not exempt, no reason."""
    exam, found = _locked(actor, key, candidate)
    if not found.exempt:
        raise ExamNotReady(_("这名考生没有免考"))
    if not why.strip():
        raise BadInput(_("请写明原因"), field="reason")
    found.exempt = found.exempt_why = ""
    found.save(update_fields=["exempt", "exempt_why"])
    _note(actor, "sittings.call_back", exam, found, {"why": _committed(found, why.strip())}, now=now)
    return found


@transaction.atomic
def give_extra_time(
    actor: Actor, key: str, candidate: str, minutes: int, why: str, *, now: datetime
) -> Candidate:
    """More time for one candidate, from the exam's minutes on; an attempt that is running has it at once. Refused: less than was given
    before to somebody who has begun, no reason. Nobody has time beyond the window's end: for that it is moved for all."""
    exam, found = _locked(actor, key, candidate)
    if not 1 <= minutes <= MINUTES_MOST:
        raise BadInput(_("延长从 1 到 %(n)d 分钟") % {"n": MINUTES_MOST}, field="minutes")
    if not why.strip():
        raise BadInput(_("请写明原因"), field="why")
    if minutes < found.extra_minutes and found.attempts.filter(started_at__isnull=False).exists():
        raise ExamNotReady(_("已经开始答题，给过的时间不能减少"), field="minutes")
    found.extra_minutes, found.extra_why = minutes, why.strip()
    found.save(update_fields=["extra_minutes", "extra_why"])
    moved = settle_ends(found.attempts.all())
    facts = {"minutes": minutes, "why": _committed(found, found.extra_why), "moved": moved}
    _note(actor, "sittings.give_extra_time", exam, found, facts, now=now)
    return found


def _locked(actor: Actor, key: str, candidate: str) -> tuple[Exam, Candidate]:
    exam = locked(actor, key, Stage.ANNOUNCED)
    found = exam.candidates.filter(key=candidate).select_for_update().first()
    if found is None:
        raise NotFound(_("没有这名考生"))
    return exam, found


def _committed(found: Candidate, why: str) -> str:
    """A reason as the ledger holds it: it may speak of a person."""
    return commit_personal(f"exam-candidate:{found.key}", why)


def _note(
    actor: Actor, act: str, exam: Exam, found: Candidate, facts: Mapping[str, object], *, now: datetime
) -> None:
    note(actor, act, exam, {"candidate": found.key, **facts}, now=now)
