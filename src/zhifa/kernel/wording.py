"""Words joined as the reader's language joins them: a list, clauses, an aside, sentences. (Documents are joined by hand, in Chinese.)"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(parts: Iterable[object]) -> str:
    """甲、乙、丙; commas in English."""
    return _("、").join(str(part) for part in parts)


def clauses(parts: Iterable[object]) -> str:
    """One thing；another; for parts that may themselves hold commas."""
    return _("；").join(str(part) for part in parts)


def aside(words: object, more: object) -> str:
    """Words（and what explains them）; the words alone where nothing explains them."""
    return str(words) + _("（") + str(more) + _("）") if more else str(words)


def sentences(*parts: object) -> str:
    """Each part that says something as a sentence of its own: what, why, what to do. Empty where none does."""
    said = [str(part).rstrip("。.") for part in parts if part]
    stop = _("。")
    return stop.join(said) + stop.rstrip() if said else ""
