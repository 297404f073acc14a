"""A list of the office as it holds on a day: what is shipped, and dated rows over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhifa.cases.terms import OTHER, SHIPPED_LINES, SHIPPED_SOURCE


@dataclass(frozen=True)
class Line:
    """One line: `code` is what cases keep, `words` what people read, `signs` words in a case that hint at it. From the day
    `since` on (null: shipped) it is called so, or, with `used` false, used no more."""

    code: str
    words: str
    source: str
    signs: tuple[str, ...] = ()
    since: date | None = None
    used: bool = True
    to_confirm: bool = False


def shipped(sort: str) -> tuple[Line, ...]:
    """The lists that hold until the office enters its own. Nobody has compared with it here what rests on a rule; topics rest on none."""
    return tuple(
        Line(code, words, source, to_confirm=source != SHIPPED_SOURCE)
        for code, words, source in SHIPPED_LINES[sort]
    )


def lines_on(sort: str, rows: Iterable[Line], on: date) -> dict[str, Line]:
    """The lines of a list that hold on a day, by code: shipped ones first, 其他 last; of a code the last row until then."""
    found = {line.code: line for line in shipped(sort)}
    for row in sorted(
        (row for row in rows if row.since and row.since <= on), key=lambda row: row.since or on
    ):
        found[row.code] = row
    used = {code: line for code, line in found.items() if line.used}
    return {code: used[code] for code in sorted(used, key=lambda code: code == OTHER)}


def must_have_consent(kind: str, needing: Mapping[str, Line], hinted: bool) -> bool:
    """Whether what the parties said must stand in the case: its kind asks for it, or its words speak of mediation."""
    return kind in needing or hinted
