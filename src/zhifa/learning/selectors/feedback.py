"""What those who attended said, together and only when enough of them did."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhifa.kernel.actor import Actor
from zhifa.learning.access import may_see_names
from zhifa.learning.models import TrainingClass
from zhifa.learning.terms import ENOUGH_ANSWERS


@dataclass(frozen=True)
class Said:
    """How many answered, and once they are enough the means and the remarks, in no order that tells who wrote them."""

    answers: int
    useful: Decimal | None = None
    clear: Decimal | None = None
    remarks: tuple[str, ...] = ()


def said_of(actor: Actor, training: TrainingClass) -> Said | None:
    """What was said of a class, for its organiser and the district's roles. One query."""
    if not may_see_names(actor, training):
        return None
    rows = list(training.feedback.values_list("useful", "clear", "remark"))
    if len(rows) < ENOUGH_ANSWERS:
        return Said(len(rows))
    return Said(
        len(rows), _mean([row[0] for row in rows]), _mean([row[1] for row in rows]), tuple(sorted(row[2] for row in rows if row[2]))
    )  # fmt: skip


def _mean(values: list[int]) -> Decimal:
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)
