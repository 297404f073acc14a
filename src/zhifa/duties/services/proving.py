"""What deeds prove: how far each duty stands follows from them; a person only says where the rule is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.api import Deed, State, deed_by_key, may_record, rematch
from zhifa.duties.errors import DutyNotOwed
from zhifa.duties.models import Duty, SaidServed
from zhifa.duties.rules.progress import proven_on
from zhifa.duties.selectors import duties_of_units
from zhifa.duties.terms import DUTY, RULE
from zhifa.figures.api import touch as figures_touch
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, record

SOURCE = "duties.duties"


def settle(keys: Collection[str]) -> None:
    """Compute anew how far these duties are proven, from the confirmed deeds that serve them. Two queries and one update."""
    rows = list(Duty.objects.filter(is_current=True, key__in=keys))
    days: dict[str, list[tuple[date, bool]]] = defaultdict(list)
    served = Deed.objects.filter(
        state=State.CONFIRMED, served__purpose=DUTY, served__code__in=[row.key for row in rows]
    )
    for key, day, sort in served.values_list("served__code", "occurred_on", "served__sort"):
        days[key].append((day, sort == RULE))
    moved = []
    for row in rows:
        found, quantity = days[row.key], row.quantity or 1
        reached = proven_on([day for day, _rule in found], quantity)
        now_stands = (
            len(found),
            reached,
            reached is not None,
            reached is not None and row.node_on is not None and reached > row.node_on,
            sum(by_rule for _day, by_rule in found) >= quantity,
        )
        if now_stands != (row.done, row.proven_on, row.is_proven, row.is_late, row.by_rule):
            row.done, row.proven_on, row.is_proven, row.is_late, row.by_rule = now_stands
            moved.append(row)
    Duty.objects.bulk_update(
        moved, ["done", "proven_on", "is_proven", "is_late", "by_rule"], batch_size=1_000
    )
    touch_nodes({row.node_on for row in moved})


@transaction.atomic
def say_served(
    actor: Actor, deed_key: str, duty_key: str, serves: bool | None, reason: str, *, now: datetime
) -> Deed:
    """Say that a deed serves a duty, or that it does not, whatever the rule answers (None: let the rule answer again). It is remembered.

    Refused: whoever may not record for the deed's unit, a duty that its units do not owe, no reason.
    """
    deed = deed_by_key(actor, deed_key)
    if not may_record(actor, deed.unit):
        raise NotAllowed(_("只有记录单位和区普法办可以更正这条记录服务于哪项责任"))
    if duty_key not in {duty.key for duty in duties_of_units(deed)}:
        raise DutyNotOwed(_("这不是记录单位当年的责任"), next_step=_("请从列出的责任里选。"))
    if serves is not None and not reason.strip():
        raise BadInput(_("请写明理由"), field="reason")
    if serves is None:
        SaidServed.objects.filter(deed=deed, duty_key=duty_key).delete()
    else:
        told = {"serves": serves, "reason": reason.strip(), "by_words": actor.name, "at": now}
        SaidServed.objects.update_or_create(deed=deed, duty_key=duty_key, defaults=told)
    record(
        actor, "duties.say_served", Subject("deed", deed.key),
        {"duty": duty_key, "serves": serves, "reason": reason.strip()}, now=now,
    )  # fmt: skip
    rematch(deed.occurred_on, deed.occurred_on)
    return deed


def touch_nodes(days: Iterable[date | None]) -> None:
    """Tell figures that duties due on these days stand otherwise."""
    figures_touch(SOURCE, {day for day in days if day is not None})
