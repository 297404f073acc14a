"""Telling the figures which days' counts of what stands, and of what is held, an import moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from zhifa.kernel.registry import rows_changed
from zhifa.laws.models import LawStanding
from zhifa.laws.terms import STANDING_SOURCE


@contextmanager
def standing_told() -> Iterator[None]:
    """Around an act that writes versions: every day on which another number of instruments stands, or is held, than before it."""
    before = _standing()
    yield
    rows_changed(STANDING_SOURCE, {day for _instrument, _words, day, _change in before ^ _standing()})


def _standing() -> set[tuple[int, str, date, int]]:
    return set(LawStanding.objects.values_list("instrument", "words", "day", "change"))
