"""One entry, one string of bytes: RFC 8785 canonical JSON, whatever wrote it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import rfc8785

ENTRY_FORMAT = "zhifa-entry/1"
LARGEST = 2**53 - 1  # whole numbers beyond it are none in RFC 8785


def instant(moment: datetime) -> str:
    """An aware instant as RFC 3339 in UTC with microseconds, the one spelling that is hashed."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_bytes(
    *, act: str, actor: str, subject_kind: str, subject_key: str, facts: Mapping[str, Any], recorded_at: datetime,
    schema: int,
) -> bytes:  # fmt: skip
    """The bytes of an entry that its leaf hash covers."""
    return _dumped(
        {
            "format": ENTRY_FORMAT,
            "schema": schema,
            "act": act,
            "actor": actor,
            "subject": [subject_kind, subject_key],
            "recorded_at": instant(recorded_at),
            "facts": dict(facts),
        }
    )


def row_bytes(row: Mapping[str, Any]) -> bytes:
    """The bytes of one row of a bulk sheet.

    Rows hold text, whole numbers, flags and nothing else, with ASCII names.
    """
    return _dumped(dict(row))


def _dumped(value: dict[str, Any]) -> bytes:
    """RFC 8785. For ASCII names, text, whole numbers that a double holds and flags the standard library's sorted compact JSON is
    the same bytes, ten times quicker; anything else goes the canonical way (and is refused there if it must be)."""
    if _is_plain(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-LARGEST <= value <= LARGEST)
    if kind is list:
        return all(map(_is_plain, value))
    if kind is dict:
        return all(type(name) is str and name.isascii() and _is_plain(part) for name, part in value.items())
    return False


def json_safe(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them exactly: days, instants and decimals as text; a float is refused."""
    return {str(name): _safe(value) for name, value in facts.items()}


def _safe(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return instant(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Mapping):
        return json_safe(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(item) for item in value]
    raise TypeError(f"a ledger fact cannot hold {type(value).__name__}: {value!r}")
