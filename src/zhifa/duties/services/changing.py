"""A body is merged in mid-year: what it still owes goes over to its heir, and stays in force until the heir's list is issued."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.duties.access import may_manage
from zhifa.duties.errors import MoveNotPossible, NotTakenOver
from zhifa.duties.models import UnitList
from zhifa.duties.selectors import organ_changes, year_by_number
from zhifa.duties.services.drafting import subject_of
from zhifa.duties.terms import LineVerdict, ListState
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import record


@transaction.atomic
def hand_over_duties(actor: Actor, year: int, old: str, to: str, *, now: datetime) -> UnitList:
    """Give what a merged body owes to one that took over from it: the lines, under their keys, lie in that unit's list to be looked at,
    signed and issued as the next version; until then the list in force stands.

    Refused: a body that has not ended, one into which it did not go over, a list of the heir that is under way.
    """
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以移交责任"))
    found = next(
        (
            one
            for one in organ_changes(actor, year_by_number(year), clock.civil_day(now))
            if one.unit.code == old
        ),
        None,
    )
    heir = next((unit for unit in found.successors if unit.code == to), None) if found else None
    if found is None or heir is None:
        raise NotTakenOver(
            _("这些责任不能移交给所选的单位"),
            why=_("只有并入的单位可以承接。"),
            next_step=_("请从列出的承接单位里选。"),
            field="to",
        )
    lists = UnitList.objects.select_for_update().filter(duty_year__year=year)
    source = lists.get(unit=found.unit)
    target = lists.filter(unit=heir).first() or UnitList.objects.create(duty_year=source.duty_year, unit=heir)
    if source.state == ListState.HANDED or target.state not in (ListState.DRAFTING, ListState.MERGED):
        raise MoveNotPossible(
            _("%(unit)s的清单正在办理，现在不能移交") % {"unit": heir.name},
            next_step=_("请等它办完这一步，或先退回。"),
        )
    start = target.lines.filter(version=None).count()
    lines = list(source.lines.filter(version=None))
    for number, line in enumerate(lines):
        line.unit_list, line.unit, line.position, line.verdict = (
            target,
            heir,
            start + number,
            LineVerdict.OPEN,
        )
        line.origin = (
            _("由%(unit)s移交（%(document)s）") % {"unit": found.unit.name, "document": found.document}
        )[:200]
        line.save()
    source.state = ListState.HANDED
    source.save()
    target.state, target.signed_text, target.signed_at = ListState.DRAFTING, "", None
    target.remarks = (_("承接了%(unit)s的责任，请核对") % {"unit": found.unit.name})[:400]
    target.save()
    facts = {"from": found.unit.code, "to": heir.code, "on": found.on, "lines": [line.key for line in lines]}
    record(actor, "duties.hand_over", subject_of(target), facts, now=now)
    return target
