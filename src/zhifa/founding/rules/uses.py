"""Of how many uses the scenario's files are, counted apart through the kept deeds for which they speak: for goals, campaigns, duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhifa.founding.rules.duties import PlannedList, duties_served
from zhifa.founding.rules.planned import COUNTS, Planned
from zhifa.founding.rules.truth import campaigns_served

EVERY = ("",)


def uses_truth(
    lists: Sequence[PlannedList], plan: Mapping[str, Any], bodies: Mapping[str, Any], deeds: Sequence[Planned]
) -> dict[str, str]:
    """The scenario has one file for each kind of evidence; a purpose is one use of it, however many deeds lead there."""
    files = {kind for one in deeds if one.fate in COUNTS for kind in one.evidence}
    evidence = {one.code: one.evidence for one in deeds}
    behind = [*campaigns_served(deeds, plan, EVERY).values(), *_goals_served(deeds, plan)]
    behind += [{one.code for one in found} for found in duties_served(lists, bodies, deeds)]
    uses = sum(len({kind for code in found for kind in evidence[code]}) for found in behind)
    mean = (Decimal(uses) / len(files)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return {"deeds.uses_per_file": str(mean)}


def _goals_served(deeds: Sequence[Planned], plan: Mapping[str, Any]) -> Iterator[set[str]]:
    """By goal, the kept deeds in its plan's days that are of its kinds and audiences; one that names neither is served by none."""
    for goal in plan["goals"]:
        (of,) = (row for row in plan["plans"] if goal["code"].startswith(f"{row['code']}-"))
        kinds, audiences = goal.get("kinds", ()), goal.get("audiences", ())
        if kinds or audiences:
            yield {
                one.code
                for one in deeds
                if one.fate in COUNTS
                and of["since"] <= one.deed.occurred_on <= of["until"]
                and (not kinds or one.deed.kind in kinds)
                and (not audiences or one.deed.audience in audiences)
            }
