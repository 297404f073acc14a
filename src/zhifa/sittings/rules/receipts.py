"""What a candidate walks away with: a receipt that verifies with the server off, or until the entry is sealed a promise of one.

    {"format": "zhifa-receipt/1", "attempt", "head", "links", "handed_at", "entry", "index", "path", "checkpoint"}
    {"format": "zhifa-promise/1", "attempt", "head", "links", "handed_at", "seal"}

`entry` is the ledger's entry of the hand-in as it was hashed, whose facts say the same head, links and time; `path` leads from it to the
root of the signed `checkpoint`. `seal` is the log's newest head signed with one line more, `bundle: ` and the SHA-256 of the promise's
canonical JSON without its seal. Hashes are lower-case hex.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhifa.sittings.rules.chain import instant

FORMAT, PROMISE_FORMAT = "zhifa-receipt/1", "zhifa-promise/1"


@dataclass(frozen=True)
class HandedIn:
    """To what a hand-in commits."""

    attempt: str
    head: bytes
    links: int
    handed_at: datetime

    def as_data(self) -> dict[str, Any]:
        """As it stands in receipts and promises."""
        return {
            "attempt": self.attempt,
            "head": self.head.hex(),
            "links": self.links,
            "handed_at": instant(self.handed_at),
        }


def receipt(
    handed: HandedIn, entry: Mapping[str, Any], index: int, path: Sequence[str], checkpoint: str
) -> dict[str, Any]:
    """The receipt of a hand-in whose entry is sealed."""
    return {
        "format": FORMAT, **handed.as_data(), "entry": dict(entry), "index": index, "path": list(path), "checkpoint": checkpoint,
    }  # fmt: skip


def promised(handed: HandedIn) -> bytes:
    """The canonical JSON that a promise's seal covers."""
    told = {"format": PROMISE_FORMAT, **handed.as_data()}
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def promise(handed: HandedIn, seal: str) -> dict[str, Any]:
    """The promise of a receipt, with its seal."""
    return {"format": PROMISE_FORMAT, **handed.as_data(), "seal": seal}
