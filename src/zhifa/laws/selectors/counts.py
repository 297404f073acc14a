"""How complete the library is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhifa.kernel.actor import Actor
from zhifa.laws.access import readable_by
from zhifa.laws.models import ProvisionText, Version
from zhifa.laws.selectors.versions import on_day
from zhifa.laws.terms import StartBasis


@dataclass(frozen=True)
class LibraryCounts:
    """Instruments, held texts and articles in all; how many instruments are known to be in force on the day,
    and of how many of these the text of that day is held. What is repealed on a day that no source names is not
    known to be in force."""

    instruments: int
    texts: int
    articles: int
    in_force: int
    in_force_held: int


def library_counts(actor: Actor, on: date) -> LibraryCounts:
    """The counts as of a day, of what the actor may read. Five queries."""
    readable = readable_by(actor)
    standing = (
        Version.objects.filter(on_day(on), instrument__in=readable)
        .exclude(basis=StartBasis.GAP_UNKNOWN)
        .exclude(instrument__is_repealed=True, instrument__repealed_on=None)
    )
    return LibraryCounts(
        instruments=readable.count(),
        texts=Version.objects.filter(text_held=True).count(),
        articles=ProvisionText.objects.count(),
        in_force=standing.count(),
        in_force_held=standing.filter(text_held=True).count(),
    )
