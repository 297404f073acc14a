"""Pure: a row as bytes, and the day before which rows may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True)
class Look:
    """One look as it is hashed; the fields are those of the table."""

    number: int
    at: datetime
    actor: str
    roles: str
    acting: bool
    subject: tuple[str, str]
    what: str
    people: int
    narrowed: Mapping[str, Any]

    def as_row(self) -> dict[str, Any]:
        """The row that the day's root covers: ASCII names, text and whole numbers, the instant in UTC."""
        return {
            "number": self.number,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "actor": self.actor,
            "roles": self.roles,
            "acting": self.acting,
            "subject": list(self.subject),
            "what": self.what,
            "people": self.people,
            "narrowed": dict(self.narrowed),
        }


def kept_since(today: date, months: int) -> date:
    """The first day whose rows must still stand; a month without that day ends earlier (31 August less six: 28 February)."""
    years, month = divmod(today.month - 1 - months, 12)
    year, month = today.year + years, month + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(today.day, (following - date(year, month, 1)).days))
