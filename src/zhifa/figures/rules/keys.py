"""Sets of keys as the roll-ups keep them: four bytes a key, so that a union of millions takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


def union(parts: Iterable[bytes]) -> npt.NDArray[np.int64]:
    """The different keys in any of the parts, in ascending order; each part is a run of big-endian int4."""
    joined = b"".join(parts)
    if not joined:
        return np.empty(0, dtype=np.int64)
    numbers = np.frombuffer(joined, dtype=">i4")
    seen = np.zeros(
        int(numbers.max()) + 1, dtype=bool
    )  # keys are numbered from 1 without gaps, so this is small
    seen[numbers] = True
    return np.flatnonzero(seen)


def different(parts: Iterable[bytes]) -> int:
    """How many different keys stand in the parts together; exact."""
    return int(union(parts).size)
