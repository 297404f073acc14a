"""Questions asked of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhifa.accounts.terms import SIGN
from zhifa.kernel.actor import Role
from zhifa.ledger.api import Subject, entries_of


@dataclass(frozen=True)
class Signature:
    """A signature as anyone may see it: what text, in which post, when, how the identity was asked for, sealed since when.

    The name is not in it: the ledger keeps keys of persons, never names.
    """

    text_sha256: str
    role: Role
    unit_path: str
    acting: bool
    method: str
    signer_key: str
    signed_at: datetime
    sealed_at: datetime | None


def signatures_of(subject: Subject) -> list[Signature]:
    """The signatures under a subject, oldest first; two queries."""
    return [
        Signature(
            text_sha256=entry.facts["text_sha256"],
            role=Role(entry.facts["role"]),
            unit_path=entry.facts["unit"],
            acting=entry.facts["acting"],
            method=entry.facts["method"],
            signer_key=entry.actor_key,
            signed_at=entry.recorded_at,
            sealed_at=entry.sealed_at,
        )
        for entry in entries_of(subject)
        if entry.act == SIGN
    ]
