"""Who may read a file: whoever may see one of the things that it speaks for, as those things' owners say."""

from __future__ import annotations

from collections.abc import Iterable

from zhifa.evidence.models import Attachment
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import FileGuard, offered


def may_read_subject(actor: Actor, subject_kind: str, subject_key: str) -> bool:
    """Whether the owner of a kind of thing lets the actor read its files. A kind without a guard: nobody."""
    return any(
        guard.may_read(actor, subject_key)
        for guard in offered(FileGuard)
        if guard.subject_kind == subject_kind
    )


def may_read_by(actor: Actor, attachments: Iterable[Attachment]) -> bool:
    """Whether one of the things that a file speaks for is the actor's to see."""
    return any(may_read_subject(actor, row.subject_kind, row.subject_key) for row in attachments)
