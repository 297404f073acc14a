"""The piece of a text around what was found, cut into plain and found parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

SNIPPET = 96  # characters


@dataclass(frozen=True)
class Piece:
    """A run of text, and whether it is what was looked for."""

    text: str
    found: bool = False


def pieces_of(text: str, terms: Sequence[str]) -> tuple[Piece, ...]:
    """The whole text, cut at the terms."""
    pattern = _pattern(terms)
    if pattern is None or not text:
        return (Piece(text),) if text else ()
    parts = pattern.split(text)  # one group: plain, found, plain, …
    return tuple(Piece(part, found=index % 2 == 1) for index, part in enumerate(parts) if part)


def snippet_of(text: str, terms: Sequence[str]) -> tuple[Piece, ...]:
    """Up to 96 characters around the densest place, with “…” where text was left out."""
    flat = " ".join(text.split())
    pattern = _pattern(terms)
    starts = [found.start() for found in pattern.finditer(flat)] if pattern else []
    start = 0
    if starts and len(flat) > SNIPPET:
        best = max(starts, key=lambda at: sum(1 for other in starts if at <= other < at + SNIPPET - 16))
        start = min(max(best - 16, 0), len(flat) - SNIPPET)
    cut = flat[start : start + SNIPPET]
    before = (Piece("…"),) if start else ()
    after = (Piece("…"),) if start + SNIPPET < len(flat) else ()
    return before + pieces_of(cut, terms) + after


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    ordered = sorted({term for term in terms if term}, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, ordered))})", re.IGNORECASE) if ordered else None
