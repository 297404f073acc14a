"""A report made from its outline and the records as they stood at a signed head: the same head, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhifa.figures.api import bring_up_to_date, own_roll_ups
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Head, rewound
from zhifa.reports.rules.outline import from_data
from zhifa.reports.rules.printing import Composed
from zhifa.reports.selectors import outline_by_code
from zhifa.reports.services.bundle import proof_files
from zhifa.reports.services.composing import compose
from zhifa.reports.services.rendering import files_of


@dataclass(frozen=True)
class Built:
    """A report with its files by name, and the head at which it was made."""

    composed: Composed
    head: Head
    files: Mapping[str, bytes]


def build_report(
    actor: Actor, *, outline: str, since: date, until: date, checkpoint: int | None = None, rows: bool = False
) -> Built:
    """The report of an outline over days, both inside: HTML, Word, PDF, its records, its proof bundle and the page that checks it;
    with `rows` also the event rows behind declared totals.

    Made of what stood in the log at the head of size `checkpoint`, the latest unless one is named: what was recorded,
    confirmed or corrected later does not show. HTML, Word and bundle are the same bytes each time, here and on any machine
    restored from a backup. Refused: an incomplete figure (F127), a head that nobody signed.
    """
    bring_up_to_date(actor)

    def made_at(head: Head) -> Built:
        found = outline_by_code(actor, outline)
        composed = compose(actor, from_data(found.blocks), title=found.title, since=since, until=until)
        composed = replace(composed, head_size=head.size, head_signed_at=head.signed_at)
        return Built(composed, head, {**files_of(actor, composed), **proof_files(actor, composed, rows=rows)})

    return rewound(made_at, size=checkpoint, apart=own_roll_ups)
