"""Which sources a definition's measure reads (`figures.rules.algebra`)."""

from __future__ import annotations

from typing import Any


def sources_of(measure: Any) -> set[str]:
    """The codes of the sources that the leaves read: what `count` counts, and what sums, differences and the like are `of`."""
    if isinstance(measure, list):
        return {source for part in measure for source in sources_of(part)}
    if not isinstance(measure, dict):
        return set()
    own = {measure[name] for name in ("count", "of") if isinstance(measure.get(name), str)}
    inner = {
        source
        for name, part in measure.items()
        if name not in ("where", "share")  # a share is of another figure
        for source in sources_of(part)
    }
    return own | inner
