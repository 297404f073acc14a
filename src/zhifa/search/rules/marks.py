"""Who may find a row: it is found by an actor who carries one of its marks (`Actor.scopes()`).

A grant on a branch reaches everything below, so a row of `/U01/U02/` carries the marks of every branch above
it.
"""

from __future__ import annotations

from collections.abc import Iterable

_BRANCHING = ("unit:", "area:")


def widened(scopes: Iterable[str]) -> frozenset[str]:
    """A row's scopes with those of every branch above: `unit:/U01/U02/` adds `unit:/U01/` and `unit:/`."""
    marks = set()
    for scope in scopes:
        marks.add(scope)
        prefix, _, path = scope.partition(":")
        if f"{prefix}:" in _BRANCHING:
            steps = [step for step in path.split("/") if step]
            marks.update(
                f"{prefix}:/{''.join(f'{step}/' for step in steps[:n])}" for n in range(len(steps) + 1)
            )
    return frozenset(marks)
