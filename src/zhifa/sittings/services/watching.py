"""While an exam is sat: words to all, lines of the log of incidents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import commit_personal
from zhifa.sittings.models import Broadcast, Incident
from zhifa.sittings.services.exams import locked, note
from zhifa.sittings.terms import EXAM, Outside, Stage

WORDS_MOST = 300


@transaction.atomic
def broadcast(actor: Actor, key: str, words: str, *, now: datetime) -> Broadcast:
    """Say something to every candidate of an announced exam; players show it at their next exchange with the server. It cannot be taken
    back: say the right thing in another one."""
    exam = locked(actor, key, Stage.ANNOUNCED)
    if not words.strip() or len(words.strip()) > WORDS_MOST:
        raise BadInput(_("请写通知内容，最多 %(n)d 字") % {"n": WORDS_MOST}, field="words")
    made = Broadcast.objects.create(exam=exam, words=words.strip(), by_words=actor.name, said_at=now)
    note(actor, "sittings.broadcast", exam, {"words": made.words}, now=now)
    return made


@transaction.atomic
def note_incident(
    actor: Actor,
    key: str,
    kind: str,
    words: str,
    *,
    happened_at: datetime,
    now: datetime,
    candidate: str = "",
) -> Incident:
    """Add a line to an exam's log of incidents; lines are only ever added, a wrong one is put right by another. The ledger holds a
    commitment to its words, which may speak of persons. Refused: without words, of a time to come."""
    exam = locked(actor, key, Stage.ANNOUNCED, Stage.PUBLISHED, Stage.CANCELLED)
    if kind not in Outside.values:
        raise BadInput(_("请选类别"), field="kind")
    if not words.strip():
        raise BadInput(_("请写经过和处理"), field="words")
    if happened_at > now:
        raise BadInput(_("发生时间还没有到"), field="happened_at")
    about = exam.candidates.filter(key=candidate).first() if candidate else None
    if candidate and about is None:
        raise NotFound(_("没有这名考生"))
    made = Incident.objects.create(
        exam=exam, candidate=about, kind=kind, words=words.strip(), happened_at=happened_at, by_words=actor.name, noted_at=now
    )  # fmt: skip
    owner = f"exam-candidate:{about.key}" if about else f"{EXAM}:{exam.key}"
    facts = {
        "kind": kind,
        "happened_at": happened_at,
        "candidate": candidate or None,
        "words": commit_personal(owner, made.words),
    }
    note(actor, "sittings.note_incident", exam, facts, now=now)
    return made
