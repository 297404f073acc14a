"""One entry, one string of bytes: RFC 8785 canonical JSON, whatever wrote it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import rfc8785

ENTRY_FORMAT = "zhifa-entry/1"


def instant(moment: datetime) -> str:
    """An aware instant as RFC 3339 in UTC with microseconds, the one spelling that is hashed."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_bytes(
    *, act: str, actor: str, subject_kind: str, subject_key: str, facts: Mapping[str, Any], recorded_at: datetime,
    schema: int,
) -> bytes:  # fmt: skip
    """The bytes of an entry that its leaf hash covers."""
    return rfc8785.dumps(
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

    Rows hold text, whole numbers, flags and nothing else, with ASCII names; for these the standard library's
    sorted compact JSON equals RFC 8785 and is ten times quicker. Anything else goes the canonical way.
    """
    if all(name.isascii() and (value is None or type(value) in _PLAIN) for name, value in row.items()):
        return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return rfc8785.dumps(dict(row))


def json_safe(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them exactly: days, instants and decimals as text; a float is refused."""
    return {str(name): _safe(value) for name, value in facts.items()}


_PLAIN = (str, int, bool)


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
