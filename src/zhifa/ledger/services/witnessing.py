"""Witnesses: the newest signed head, kept in files outside the database.

A database put back to an older state would seal other entries under numbers that others have already seen: the log would
fork. So after each sealing the signed head goes into the witness files, and nothing is sealed while a witness knows a head
that this log does not contain. The way on is a newer backup, or a decision that is itself an entry (`resume_log`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput
from zhifa.ledger.errors import LogWouldFork, NothingToResume
from zhifa.ledger.models import Checkpoint, Entry, LogIdentity
from zhifa.ledger.rules import merkle, note
from zhifa.ledger.services.recording import record
from zhifa.ledger.services.trees import signing_key, stored_hash
from zhifa.ledger.terms import SEALER_LOCK, Subject

RESUMED = "ledger.resumed"
SHORTEST_REASON = 8  # characters
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Strayed:
    """A published head that this log does not contain: where it was read, its size and root, the size of this log."""

    source: str
    size: int
    root: bytes
    own_size: int

    @property
    def is_behind(self) -> bool:
        """The log is shorter than what was published (an older state was put back); else its content differs."""
        return self.size > self.own_size


def compared(text: str, source: str) -> Strayed | None:
    """Whether the log contains the head of a signed note; None when it does, or when the note speaks of another log.

    A note that names this log and is not signed by its key is refused (`LogWouldFork`): it can neither be trusted nor passed over.
    """
    identity = LogIdentity.objects.first()
    if identity is None:
        return None
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is not None and newest.note == text:
        return None
    claimed = note.parsed(text.splitlines())
    if claimed is not None and claimed.origin != identity.origin:
        return None
    head = note.opened(text, _public(identity))
    if head is None:
        raise LogWouldFork(
            f"{source} 里的签名树头读不懂，或不是本日志的密钥签的",
            why="无法判断这份日志是否比已经公布的旧。",
            next_step="核对密钥（keys/）是否与公布时相同；文件确已损坏的，把它移走再启动。",
        )
    size = newest.size if newest else 0
    if (
        head.size <= size and merkle.range_root(stored_hash, 0, head.size) == head.root
    ):  # RFC 6962: a log contains each of its own heads
        return None
    return None if _decided(head.size) else Strayed(source, head.size, head.root, size)


def strayed() -> list[Strayed]:
    """Every witness that knows a head which this log does not contain."""
    return [found for path, text in _witnesses() if (found := compared(text, str(path)))]


def refuse_fork() -> None:
    """Raise `LogWouldFork` while a witness knows more or other than this log; called before each sealing and at every start.

    A rehearsal seals nothing, so it may stand on any backup.
    """
    if settings.ENVIRONMENT.is_rehearsal:
        return
    for one in strayed():
        raise refusal_of(one)


def refusal_of(one: Strayed) -> LogWouldFork:
    """The refusal that a strayed head leads to, in words."""
    seen = f"{one.source} 里的签名树头有 {one.size} 条"
    return LogWouldFork(
        f"存证日志比已经公布的旧：{seen}，这里只有 {one.own_size} 条"
        if one.is_behind
        else f"存证日志与已经公布的不同：{seen}，这里前 {one.size} 条算出的树根与它不符",
        why="接着封存会让同一份日志出现两种历史（分叉），外人手里的证明就对不上了。",
        next_step="恢复更新的备份；确实没有的，由负责人决定后运行 zhifa ledger resume --reason “原因”，这个决定会写进日志。",
    )


def keep_witness(text: str) -> None:
    """Write the newest signed head into every witness file, durably. One that cannot be written is said and left."""
    for path in settings.LEDGER_WITNESSES:
        try:
            _replace(path, text)
        except OSError as error:
            log.warning("签名树头没有写到 %s：%s", path, error)


def resume_log(actor: Actor, reason: str, *, now: datetime) -> list[Strayed]:
    """Decide to seal on although published heads are lost: one entry for each, and the old notes are set aside.

    Refused without a reason, and where no witness stands against this log (`NothingToResume`).
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(
            f"请写明原因（至少 {SHORTEST_REASON} 个字）",
            why="这个决定会写进日志，供以后核对的人看。",
            field="reason",
        )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        lost = strayed()
        if not lost:
            raise NothingToResume("没有要决定的事：这份日志包含全部已公布的签名树头")
        for one in lost:
            facts = {
                "lost_size": one.size,
                "lost_root": one.root.hex(),
                "kept_size": min(one.own_size, one.size - 1),
                "reason": reason.strip(),
            }
            record(actor, RESUMED, Subject("log", f"{one.size}-{one.root.hex()}"), facts, now=now)
    newest = Checkpoint.objects.order_by("-size").first()
    for one in lost:
        _set_aside(Path(one.source), one.size, newest.note if newest else "")
    return lost


def _decided(size: int) -> bool:
    """Whether the loss of the head of this size has been decided on and recorded."""
    return Entry.objects.filter(
        act=RESUMED, subject_kind="log", facts__kept_size__lt=size, facts__lost_size__gte=size
    ).exists()


def _witnesses() -> Iterator[tuple[Path, str]]:
    for path in settings.LEDGER_WITNESSES:
        try:
            yield path, path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            log.warning("读不到 %s 里的签名树头：%s", path, error)


def _public(identity: LogIdentity) -> Ed25519PublicKey:
    return signing_key(demonstration=identity.is_demonstration).public_key()


def _set_aside(path: Path, size: int, text: str) -> None:
    if path.exists():
        path.replace(path.with_name(f"{path.name}.lost-{size}"))
    if text:
        _replace(path, text)


def _replace(path: Path, text: str) -> None:
    """Write beside, force to the disk, put in place: a reader sees the old note or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
