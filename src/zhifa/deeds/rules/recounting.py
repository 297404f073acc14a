"""Kept rows beside the hashes that were sealed: which were changed, which are missing, which were added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest


@dataclass(frozen=True)
class Recount:
    """Places from 0: `changed` and `added` among the kept rows, `missing` among the sealed ones; `moved` where every row is there
    in another order. All empty: bit for bit what was sealed."""

    changed: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    moved: bool = False

    @property
    def is_equal(self) -> bool:
        """Nothing was changed, removed, added or moved."""
        return not (self.changed or self.missing or self.added or self.moved)


def recounted(sealed: Sequence[bytes], kept: Sequence[bytes]) -> Recount:
    """Compare the hashes of two lists of rows, in the order in which they came in.

    A hash that only the sealed rows have is a row that was lost, one that only the kept rows have came later; while both
    are left, they are read as one row changed: [a b c] kept as [a x c] has row 1 changed, as [a c] row 1 missing.
    """
    if list(sealed) == list(kept):
        return Recount()
    lost, extra = _beyond(sealed, kept), _beyond(kept, sealed)
    if not lost and not extra:
        return Recount(moved=True)
    pairs = list(zip_longest(lost, extra))
    return Recount(
        changed=tuple(new for old, new in pairs if old is not None and new is not None),
        missing=tuple(old for old, new in pairs if old is not None and new is None),
        added=tuple(new for old, new in pairs if old is None and new is not None),
    )


def _beyond(rows: Sequence[bytes], others: Sequence[bytes]) -> list[int]:
    """The places of the rows that the others do not have, or not so often; of equal rows the last ones."""
    held = Counter(others)
    places = []
    for place, row in enumerate(rows):
        if held[row]:
            held[row] -= 1
        else:
            places.append(place)
    return places
