"""When a question should come again: the FSRS model of forgetting (package `fsrs`) with its published parameters, for nine in ten
still known.

A right answer counts as Good, a wrong one as Again; nobody has to judge how sure they were. Worked, always answered when due: right, right
after 10 minutes, after 2 days, after 11 days; a wrong one brings it back after 10 minutes and then after 2 days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fsrs import Scheduler

RECALL = 0.9  # the share of questions that should still be known when they come again


def reviewed(
    memory: Mapping[str, Any] | None, *, right: bool, now: datetime
) -> tuple[dict[str, Any], datetime]:
    """The memory of a question after an answer, as it is kept, and when it is due again. `memory` None: it was new. `now` in UTC."""
    from fsrs import Card, Rating

    card = Card(card_id=0, due=now) if memory is None else Card.from_dict({**memory, "card_id": 0})  # type: ignore[typeddict-item]
    card, _log = _scheduler().review_card(card, Rating.Good if right else Rating.Again, now)
    kept: dict[str, Any] = {**card.to_dict()}
    del kept["card_id"]
    return kept, card.due


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(desired_retention=RECALL, enable_fuzzing=False)
