"""Erasures noted outside the database, beside the witnesses: a backup from before an erasure must not bring a salt back to life."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhifa.ledger.models import PersonalSalt

log = logging.getLogger(__name__)


def destroyed_owners(since: datetime | None = None) -> list[str]:
    """Whose salts were destroyed (from a moment on), in the order in which that happened."""
    rows = PersonalSalt.objects.filter(salt=None).order_by("destroyed_at", "owner_key")
    if since is not None:
        rows = rows.filter(destroyed_at__gte=since)
    return list(rows.values_list("owner_key", flat=True))


def keep_erasure(owner: str) -> None:
    """Note beside every witness whose salt was destroyed, so that an older backup put back does not bring it to life again
    (`erasures_noted`). An opaque key a line; one that cannot be written is said and left."""
    for path in settings.LEDGER_WITNESSES:
        noted = erasures_beside(path)
        try:
            if owner in _lines(noted):
                continue
            noted.parent.mkdir(parents=True, exist_ok=True)
            with noted.open("a", encoding="utf-8") as file:
                file.write(f"{owner}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            log.warning("依法删除没有记到 %s：%s", noted, error)


def erasures_noted(witnesses: Iterable[Path]) -> list[str]:
    """The owners of destroyed salts that stand beside these witness files, each once, in the order in which they were noted."""
    return list(dict.fromkeys(owner for path in witnesses for owner in _lines(erasures_beside(path))))


def erasures_beside(witness: Path) -> Path:
    """Where the erasures are noted that a witness file stands for."""
    return witness.with_name(f"{witness.name}.erased")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []
