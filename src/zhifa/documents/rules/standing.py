"""How a document stands on a day."""

from __future__ import annotations

from datetime import date

from zhifa.documents.terms import Ending, Standing


def standing_on(day: date, valid_from: date, valid_until: date | None, ending: str) -> Standing:
    """Both days of validity are inside. One that ended tells why; one whose own time ran out has expired."""
    if day < valid_from:
        return Standing.AHEAD
    if valid_until is None or day <= valid_until:
        return Standing.IN_FORCE
    return Standing(ending) if ending in Ending.values else Standing.EXPIRED
