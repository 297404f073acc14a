"""Addresses and bundles of C2SP tlog-tiles, as `docs/proof.md` has them.

A tile holds up to 256 hashes of tree level 8 × L, so that tile N of level L stands over 256 tiles of level L − 1. N is written in
groups of three digits, all but the last with an x before them: 1234067 is x001/x234/067. `.p/W` names the first W hashes of
a tile that is not full yet. Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zhifa.ledger.terms import TILE_WIDTH

ENTRIES = -1  # the level under which bundles of entries stand
LONGEST_ENTRY = 0xFFFF  # the length before an entry has two bytes
WITHHELD = b"\x00\x00"  # a length of nothing: the entry is not given out, its leaf hash stands in the tile of level 0
_ADDRESS = re.compile(r"(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True)
class TilePlace:
    """Which tile: its level (`ENTRIES` for a bundle), its number, and how many of its 256 places."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def is_full(self) -> bool:
        """All 256 places: such a tile never changes."""
        return self.width == TILE_WIDTH

    def address(self) -> str:
        """The address below `/log/tile/`."""
        groups = [f"{self.index % 1000:03d}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"{level}/{'/'.join(groups)}{'' if self.is_full else f'.p/{self.width}'}"


def place_at(address: str) -> TilePlace | None:
    """The tile of an address; None for what is no address, or not the one spelling of it."""
    found = _ADDRESS.fullmatch(address)
    if found is None or len(address) > 60:
        return None
    level = ENTRIES if found[1] == "entries" else int(found[1])
    width = int(found[3]) if found[3] else TILE_WIDTH
    place = TilePlace(level, int(found[2].replace("x", "").replace("/", "")), width)
    return place if place.address() == address and (found[3] is None or width < TILE_WIDTH) else None


def bundled(entries: Iterable[bytes | None]) -> bytes:
    """A bundle: each entry after its length in two bytes, big-endian; None, and what is longer than that can say, as withheld."""
    parts = []
    for entry in entries:
        shown = entry is not None and 0 < len(entry) <= LONGEST_ENTRY
        parts.append(len(entry).to_bytes(2, "big") + entry if shown and entry is not None else WITHHELD)
    return b"".join(parts)
