"""What the records behind a figure say together: added up from each, or from what their sources tell of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from zhifa.figures.terms import LATE_AFTER_DAYS
from zhifa.kernel.clock import civil_day
from zhifa.kernel.registry import RecordsTold, SourceRecord


def told_of(records: Iterable[SourceRecord]) -> RecordsTold:
    """Records one by one, added up."""
    kinds: Counter[str] = Counter()
    delays: Counter[int] = Counter()
    confirmed: dict[str, None] = {}
    without = second_party = corrected = unsealed = 0
    sealed = None
    for record in records:
        kinds.update(dict.fromkeys(record.evidence, 1))
        delays[days_until_reported(record)] += 1
        confirmed.update(dict.fromkeys(record.confirmed_by))
        without += not record.evidence
        second_party += record.second_party
        corrected += bool(record.corrections)
        unsealed += record.sealed_at is None
        if record.sealed_at is not None and (sealed is None or record.sealed_at > sealed):
            sealed = record.sealed_at
    return RecordsTold(kinds, tuple(confirmed), without, second_party, corrected, unsealed, sealed, delays)


def together(tolds: Iterable[RecordsTold]) -> RecordsTold:
    """Several sources' words as one."""
    every = list(tolds)
    kinds: Counter[str] = Counter()
    delays: Counter[int] = Counter()
    for one in every:
        kinds.update(one.kinds)
        delays.update(one.delays)
    return RecordsTold(
        kinds,
        tuple(dict.fromkeys(word for one in every for word in one.confirmed_by)),
        sum(one.without_evidence for one in every),
        sum(one.second_party for one in every),
        sum(one.corrected for one in every),
        sum(one.unsealed for one in every),
        max((one.sealed_last for one in every if one.sealed_last), default=None),
        delays,
    )


def late_among(delays: Mapping[int, int]) -> int:
    """How many records are 补录: reported more than 30 days after their day."""
    return sum(count for days, count in delays.items() if days > LATE_AFTER_DAYS)


def median_delay(delays: Mapping[int, int]) -> int | None:
    """The lower median of the days; None without records. Worked: one record after 0 days, two after 4, one after 9: 4."""
    middle, seen = (sum(delays.values()) + 1) // 2, 0
    for days, count in sorted(delays.items()):
        seen += count
        if seen >= middle:
            return days
    return None


def is_late(record: SourceRecord) -> bool:
    """Whether the record was entered so long after its day that it counts as 补录."""
    return days_until_reported(record) > LATE_AFTER_DAYS


def days_until_reported(record: SourceRecord) -> int:
    """Days from the record's day to its report."""
    told = record.reported_on or (civil_day(record.entered_at) if record.entered_at else record.day)
    return (told - record.day).days
