"""Which units are visited unannounced: a draw that anyone can make again from the recorded seed.

Each unit's mark is the SHA-256 (hexadecimal) of `seed:code`; the units with the smallest marks are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def mark_of(seed: str, code: str) -> str:
    """A unit's mark under a seed."""
    return sha256(f"{seed}:{code}".encode()).hexdigest()


def drawn(seed: str, codes: Iterable[str], number: int) -> list[str]:
    """The codes drawn, smallest mark first; the order in which the codes are given does not matter."""
    return sorted(set(codes), key=lambda code: mark_of(seed, code))[:number]
