"""The truth of the scenario: what figures must say, counted from the drafts by a second, separate program.

It knows nothing of tables, roll-ups or the algebra of figures; it adds up what the scenario planned and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhifa.founding.rules.planned import COUNTS, Planned


def truth_of(deeds: Sequence[Planned]) -> dict[str, int]:
    """Expected values by figure code, over everything that was kept until the scenario's last day."""
    kept = [one for one in deeds if one.fate in COUNTS]
    return {
        "deeds.confirmed": len(kept),
        "deeds.attendances": _times(kept),
        "deeds.views": _sum(kept, "views"),
        "deeds.units": len({one.deed.unit for one in kept}),
        "outreach.leader_lectures": sum(
            one.activity.speaker_rank == "four_bodies" for one in _of(kept, "lecture")
        ),
        "outreach.group_studies": len(_of(kept, "group_study")),
        "outreach.lectures": len(_of(kept, "lecture")),
        "outreach.livestreams": len(_of(kept, "livestream")),
        "outreach.livestream_times": _times(_of(kept, "livestream")),
        "outreach.radio_issues": len(_of(kept, "radio")),
        "outreach.radio_times": _times(_of(kept, "radio")),
        "outreach.micro_times": _times(_of(kept, "micro")),
        "outreach.consultations": len(_of(kept, "consultation")),
        "outreach.performances": len(_of(kept, "performance")),
        "outreach.times": _times(kept),
        "outreach.copies": _sum(kept, "copies"),
        "outreach.pieces": _sum(_of(kept, "product"), "pieces"),
        "outreach.firms": _sum(_of(kept, "firm_service"), "firms"),
        "outreach.pairs": _sum(_of(kept, "firm_service"), "pairs"),
    }


def people_of(deeds: Sequence[Planned]) -> tuple[int, int]:
    """The least and the most distinct people: the largest channel, and all channels together."""
    seen: dict[str, set[str]] = {}
    for one in deeds:
        if one.fate in COUNTS:
            for log in one.logs:
                tokens = seen.setdefault(log.channel, set())
                tokens.update(row.token for row in log.rows(one.deed.occurred_on))
    sizes = [len(tokens) for tokens in seen.values()]
    return max(sizes, default=0), sum(sizes)


def streak_of(plan: Mapping[str, Any], series: str, last: int) -> int:
    """Years in a row up to `last` in which the honour was awarded."""
    years = {day.year for row in plan["honours"] if row["series"] == series for _, day in row["won"]}
    length = 0
    while last - length in years:
        length += 1
    return length


def _of(deeds: Iterable[Planned], kind: str) -> list[Planned]:
    return [one for one in deeds if one.deed.kind == kind]


def _sum(deeds: Iterable[Planned], measure: str) -> int:
    return sum(count.value for one in deeds for count in one.deed.counts if count.measure == measure)


def _times(deeds: Sequence[Planned]) -> int:
    """Typed attendances and event rows; a channel has the one or the other."""
    return _sum(deeds, "attendances") + sum(log.times for one in deeds for log in one.logs)
