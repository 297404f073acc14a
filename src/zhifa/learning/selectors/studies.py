"""The leaders' study: which laws of the should-know list a unit's leadership has studied, and which it has not (features F41)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa.deeds.api import Deed, State, visible_to
from zhifa.kernel.actor import Actor
from zhifa.laws.api import ShouldKnow, ShouldKnowLine, should_know_lines, should_know_on
from zhifa.learning.rules.studies import Named
from zhifa.people.api import PostClass, Unit

STUDIES = ("group_study",)  # deeds that are the leadership's own study


@dataclass(frozen=True)
class StudyLine:
    """A law of the list, and the records of studies that cite it, first to last; none: not studied."""

    line: ShouldKnowLine
    studies: tuple[Deed, ...]


@dataclass(frozen=True)
class Study:
    """The list that held on the last day (None: none was issued), law by law, and every study of the span with what it cited."""

    edition: ShouldKnow | None
    lines: tuple[StudyLine, ...]
    held: tuple[Deed, ...]

    @property
    def missing(self) -> tuple[StudyLine, ...]:
        """What was not studied."""
        return tuple(one for one in self.lines if not one.studies)


def study_of(actor: Actor, unit: Unit, since: date, until: date) -> Study:
    """A unit's leadership over a span of days. A line that names an article is studied where that article, or the whole law, is
    cited; a line that names a whole law where anything of it is. Four queries."""
    deeds = (
        visible_to(actor)
        .filter(kind__in=STUDIES, unit=unit, occurred_on__range=(since, until))
        .exclude(state=State.WITHDRAWN)
        .prefetch_related("cited__version", "cited__text")
        .order_by("occurred_on", "pk")
    )
    held = tuple(deeds)
    edition = should_know_on(PostClass.LEADER, until)
    lines = should_know_lines(edition) if edition is not None else []
    return Study(edition, tuple(StudyLine(line, _studied(line, held)) for line in lines), held)


def _studied(line: ShouldKnowLine, held: Sequence[Deed]) -> tuple[Deed, ...]:
    named = _named(line)
    return tuple(deed for deed in held if any(named.studied_by(_named(row)) for row in deed.cited.all()))


def _named(row: Any) -> Named:
    """What a line of a list, or a citation, names."""
    return Named(row.version.instrument_id, row.text.provision_id if row.text else None)
