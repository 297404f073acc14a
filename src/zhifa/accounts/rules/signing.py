"""What a signature is about: the exact text, by its SHA-256, and a proof of who signs that does not keep."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhifa.kernel.actor import Actor, Grant, Role

FRESH = timedelta(minutes=5)  # between saying who one is and signing


@dataclass(frozen=True)
class Proof:
    """An account has just said again who it is, by a method, in front of a text with this digest."""

    account_id: int
    method: str  # password | totp | demonstration
    text_sha256: str
    at: datetime


def digest_of(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes as they are, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def post_of(actor: Actor, role: Role) -> Grant | None:
    """The post in which the actor would sign: its own before one that it acts for; None when it holds none."""
    held = [grant for grant in actor.grants if grant.role == role]
    return next((grant for grant in held if not grant.acting_for), held[0] if held else None)


def is_fresh(proof: Proof, now: datetime) -> bool:
    """Whether the proof was given just before."""
    return timedelta(0) <= now - proof.at <= FRESH
