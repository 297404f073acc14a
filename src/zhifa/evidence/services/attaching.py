"""Attaching files to things, and taking them away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhifa.evidence.access import may_read_by
from zhifa.evidence.errors import KindUnknown, ReasonMissing
from zhifa.evidence.models import Attachment, Evidence, Likeness
from zhifa.evidence.services.noticing import LookAlike, noticed
from zhifa.evidence.services.receiving import Received, digest_of, receive
from zhifa.evidence.services.storing import store
from zhifa.evidence.terms import KINDS, LikenessAnswer
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import FileGuard, offered
from zhifa.ledger.api import Subject, record, record_bulk


@dataclass(frozen=True)
class Attached:
    """What became of an upload: its file, whether it was held before, whether it already spoke for this
    thing."""

    evidence: Evidence
    known_before: bool = False
    attached_before: bool = False
    look_alikes: tuple[LookAlike, ...] = ()


def attach(
    actor: Actor, subject: Subject, file: File[bytes], *, kind: str, title: str = "", now: datetime
) -> Evidence:
    """Take a file in as evidence for a thing; content that is held already is used again and not stored
    twice.

    The caller has weighed that the actor may change the thing. Refused: too large, not a type on the list,
    damaged, locked, marked secret (nothing is kept of it); a full disk is `StoreUnavailable`.
    """
    return attach_one(actor, subject, file, kind=kind, title=title, now=now).evidence


def attach_all(
    actor: Actor, subject: Subject, files: Iterable[File[bytes]], *, kind: str, now: datetime
) -> list[Attached]:
    """Attach several files; all or none."""
    with transaction.atomic():
        return [attach_one(actor, subject, file, kind=kind, title="", now=now) for file in files]


def attach_one(
    actor: Actor, subject: Subject, file: File[bytes], *, kind: str, title: str, now: datetime
) -> Attached:
    """As `attach`, saying also whether the file was held before and which earlier photographs it
    resembles."""
    name = PurePath(file.name or "").name
    _checked_kind(kind)
    evidence = _held(digest_of(file))
    known_before = evidence is not None
    if evidence is None:
        received = receive(file, name)
        storage_name = store(received.content, received.sha256, received.media_type.ending)
    with transaction.atomic():
        look_alikes: tuple[LookAlike, ...] = ()
        if evidence is None:
            evidence, known_before = _kept(
                actor, received, storage_name, kind=kind, title=title or name, now=now
            )
            if not known_before and received.photo is not None:
                look_alikes = noticed(evidence, received.photo)
        attached_before = not _linked(actor, evidence, subject, kind, now)
    return Attached(evidence, known_before, attached_before, look_alikes)


@transaction.atomic
def attach_existing(
    actor: Actor, evidence_id: int, subject: Subject, *, kind: str = "", now: datetime
) -> Evidence:
    """Let a file that is held already speak for one more thing; nothing is uploaded again.

    A file that the actor may not read does not exist for it (404): otherwise attaching would be a way to
    read.
    """
    evidence = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None or not _readable(actor, evidence):
        raise NotFound(_("没有这份佐证"))
    _checked_kind(kind or evidence.kind)
    _linked(actor, evidence, subject, kind or evidence.kind, now)
    return evidence


@transaction.atomic
def detach(actor: Actor, evidence_id: int, subject: Subject, *, reason: str, now: datetime) -> None:
    """A file no longer speaks for a thing; the row stays with the reason, the file stays for its other
    things.

    The caller has weighed that the actor may change the thing.
    """
    if not reason.strip():
        raise ReasonMissing(_("请写明移除佐证的理由"), field="reason")
    attachment = (
        Attachment.objects.select_for_update()
        .filter(evidence_id=evidence_id, subject_kind=subject.kind, subject_key=subject.key, detached_at=None)
        .select_related("evidence")
        .first()
    )
    if attachment is None:
        raise NotFound(_("没有这份佐证"))
    attachment.detached_at = now
    attachment.detached_by = actor.key
    attachment.reason = reason.strip()[:200]
    attachment.save(update_fields=["detached_at", "detached_by", "reason"])
    facts = {"sha256": attachment.evidence.sha256, "kind": attachment.kind, "evidence": evidence_id}
    record(actor, "evidence.detach", subject, facts, now=now)
    _tell([subject])


@transaction.atomic
def answer_likeness(actor: Actor, likeness_id: int, answer: str, *, now: datetime) -> Likeness:
    """Say what is the case with two photographs that look alike; may be said again, both stay in the
    ledger."""
    likeness = Likeness.objects.select_for_update().select_related("evidence").filter(pk=likeness_id).first()
    if likeness is None or not _readable(actor, likeness.evidence):
        raise NotFound(_("没有这个问题"))
    if answer not in LikenessAnswer.values or not answer:
        raise KindUnknown(_("请选一个答复"), field="answer")
    likeness.answer = answer
    likeness.answered_by = actor.key
    likeness.answered_at = now
    likeness.save(update_fields=["answer", "answered_by", "answered_at"])
    facts = {"earlier": likeness.earlier_id, "distance": likeness.distance, "answer": answer}
    record(actor, "evidence.answer_likeness", Subject("evidence", str(likeness.evidence_id)), facts, now=now)
    return likeness


def _held(upload_sha256: str) -> Evidence | None:
    """The file that this content is kept as already, be it the first upload again or our own download."""
    same = Q(upload_sha256=upload_sha256) | Q(sha256=upload_sha256)
    return Evidence.objects.filter(same).order_by("pk").first()


def _kept(
    actor: Actor, received: Received, storage_name: str, *, kind: str, title: str, now: datetime
) -> tuple[Evidence, bool]:
    """The row of a stored file; of two equal uploads at one moment the first wins and the other uses it."""
    evidence, created = Evidence.objects.get_or_create(
        upload_sha256=received.upload_sha256,
        defaults={
            "sha256": received.sha256,
            "size": received.size,
            "media_type": received.media_type.name,
            "title": title[:200] or str(received.media_type.title),
            "kind": kind,
            "storage_name": storage_name,
            "mark_check": received.mark_check,
            "uploaded_by_id": actor.account_id,
            "uploaded_at": now,
        },
    )
    return evidence, not created


def _linked(actor: Actor, evidence: Evidence, subject: Subject, kind: str, now: datetime) -> bool:
    """Tie a file to a thing unless it is tied already; answers whether it was new."""
    _attachment, created = Attachment.objects.get_or_create(
        evidence=evidence,
        subject_kind=subject.kind,
        subject_key=subject.key,
        detached_at=None,
        defaults={"kind": kind, "attached_at": now, "attached_by": actor.key},
    )
    if created:
        facts = {
            "evidence": evidence.pk,
            "sha256": evidence.sha256,
            "size": evidence.size,
            "media_type": evidence.media_type,
            "kind": kind,
        }
        record(actor, "evidence.attach", subject, facts, now=now)
        _tell([subject])
    return created


def _tell(subjects: Sequence[Subject]) -> None:
    """Let the owners of these things know that a file came or went."""
    for guard in offered(FileGuard):
        keys = [subject.key for subject in subjects if subject.kind == guard.subject_kind]
        if keys and guard.changed is not None:
            guard.changed(keys)


def _readable(actor: Actor, evidence: Evidence) -> bool:
    return actor.is_system or may_read_by(actor, evidence.attachments.filter(detached_at=None))


def _checked_kind(kind: str) -> None:
    if kind not in KINDS:
        raise KindUnknown(_("没有这种佐证类别"), next_step=_("请从列表里选一种。"), field="kind")


@transaction.atomic
def attach_existing_many(
    actor: Actor, evidence_id: int, subjects: Sequence[Subject], *, kind: str, now: datetime
) -> int:
    """Let a held file speak for many things by one door and one ledger entry; those it spoke for stay as they are.

    The bulk door of `attach_existing`, refusing the same.
    """
    evidence = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None or not _readable(actor, evidence):
        raise NotFound(_("没有这份佐证"))
    _checked_kind(kind)
    tied = set(
        Attachment.objects.filter(evidence=evidence, detached_at=None).values_list(
            "subject_kind", "subject_key"
        )
    )
    fresh = [subject for subject in dict.fromkeys(subjects) if (subject.kind, subject.key) not in tied]
    Attachment.objects.bulk_create(
        [
            Attachment(
                evidence=evidence, subject_kind=subject.kind, subject_key=subject.key, kind=kind, attached_at=now,
                attached_by=actor.key,
            )
            for subject in fresh
        ],
        batch_size=2_000,
    )  # fmt: skip
    if fresh:
        rows = [{"subject": f"{subject.kind}:{subject.key}", "sha256": evidence.sha256} for subject in fresh]
        facts = {"evidence": evidence.pk, "kind": kind, "rows": len(rows)}
        about = Subject("evidence", str(evidence.pk))
        record_bulk(actor, "evidence.attach_existing_many", about, rows, facts, now=now)
        _tell(fresh)
    return len(fresh)
