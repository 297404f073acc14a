"""Tickets: what a player shows with every request, `<attempt>.<expiry>.<mark>` with an HMAC-SHA256 for mark. The expiry is in seconds
since 1970; the mark is base64url without padding."""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime


def ticket(key: bytes, attempt: str, expires_at: datetime) -> str:
    """A ticket for one attempt until an instant."""
    told = f"{attempt}.{int(expires_at.timestamp())}"
    return f"{told}.{_mark(key, told)}"


def attempt_of(key: bytes, shown: str, now: datetime) -> str | None:
    """The attempt for which a ticket was given; None when it is none of ours or its time is over."""
    told, _, mark = shown.rpartition(".")
    attempt, _, expiry = told.partition(".")
    if not shown.isascii() or not expiry.isdigit() or not hmac.compare_digest(mark, _mark(key, told)):
        return None
    return attempt if now < datetime.fromtimestamp(int(expiry), UTC) else None


def _mark(key: bytes, told: str) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, told.encode(), "sha256")).decode().rstrip("=")
