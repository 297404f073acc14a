"""What candidates made of questions goes back to the bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.exams.access import may_draw
from zhifa.exams.models import Item, ItemVersion
from zhifa.exams.terms import DRAW
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, record_bulk

FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class Observed:
    """By how many a question was answered, and the sum of their shares of full marks (0 … n)."""

    n: int
    shares: Decimal


@transaction.atomic
def note_observed(
    actor: Actor, source: str, told: Mapping[int, Observed], *, now: datetime, instead_of: Mapping[int, Observed] | None = None
) -> int:  # fmt: skip
    """Add what was observed of versions of questions to their items, the numbers of answers added up; answers how many items that were.
    `source` is the key of the exam; `instead_of` is what it had told before, taken back first. Worked: 0.6 by 50, then 30 shares by 40:
    (30 + 30) / 90 = 0.6667 by 90. Refused: a sum beyond its number, more taken back than there is."""
    if not may_draw(actor):
        raise NotAllowed(_("实测难度由区普法办登记"))
    before = instead_of or {}
    if any(not 0 <= one.shares <= one.n for one in (*told.values(), *before.values())):
        raise BadInput(_("得分率要在 0 和 1 之间"))
    changes: dict[int, tuple[int, Decimal]] = {}
    items = dict(ItemVersion.objects.filter(pk__in={*told, *before}).values_list("pk", "item"))
    for sign, each in ((1, told), (-1, before)):
        for version, one in each.items():
            n, shares = changes.get(items[version], (0, Decimal(0)))
            changes[items[version]] = (n + sign * one.n, shares + sign * one.shares)
    rows = list(Item.objects.select_for_update().filter(pk__in=changes).order_by("pk"))
    for item in rows:
        n, shares = changes[item.pk]
        whole = (item.observed or Decimal(0)) * item.observed_n + shares
        item.observed_n += n
        if item.observed_n < 0:
            raise BadInput(_("收回的作答比登记过的还多"))
        share = (whole / item.observed_n).quantize(FOUR, ROUND_HALF_UP) if item.observed_n else None
        item.observed = None if share is None else min(max(share, Decimal(0)), Decimal(1))
    Item.objects.bulk_update(rows, ["observed", "observed_n"], batch_size=2_000)
    facts = [
        {"item": item.key, "n": item.observed_n, "ten_thousandths": int((item.observed or 0) * 10_000)}
        for item in rows
    ]
    record_bulk(
        actor, "exams.note_observed", Subject(DRAW, source), facts, {"items": len(rows)}, now=now, keep=False
    )
    return len(rows)
