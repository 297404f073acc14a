"""Honours: registered one or many at a time, and put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.figures.api import touch
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotFound
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.plans.models import Honour
from zhifa.plans.services.planning import must_manage
from zhifa.plans.terms import HONOUR
from zhifa.publishing.api import recheck


@dataclass(frozen=True)
class HonourDraft:
    """An honour of a year."""

    series: str
    title: str
    level: str
    year: int
    awarded_on: date
    awarded_by: str
    document: str
    is_opening: bool = False


@transaction.atomic
def load_honours(actor: Actor, drafts: Sequence[HonourDraft], *, now: datetime) -> int:
    """Bring in honours; one of a series a year, and none that is not awarded yet."""
    must_manage(actor)
    held = set(Honour.objects.values_list("series", "year"))
    faults = [fault for row, draft in enumerate(drafts, start=1) for fault in _faults(draft, held, row, now)]
    if faults:
        raise BadInput(_("有些荣誉不能登记"), why=_("整批未写入。"), faults=faults)
    Honour.objects.bulk_create(Honour(**vars(draft)) for draft in drafts)
    rows = [_facts(draft) for draft in drafts]
    record_bulk(actor, "plans.load_honours", Subject("sheet", "honours"), rows, {"rows": len(rows)}, now=now)
    touch("plans.honours", {draft.awarded_on for draft in drafts})
    return len(drafts)


@transaction.atomic
def change_honour(actor: Actor, pk: int, draft: HonourDraft, *, now: datetime) -> Honour:
    """Put an honour right; what stood before stands in the ledger."""
    must_manage(actor)
    honour = Honour.objects.select_for_update().filter(pk=pk).first()
    if honour is None:
        raise NotFound(_("没有这项荣誉"))
    held = set(Honour.objects.exclude(pk=pk).values_list("series", "year"))
    if faults := _faults(draft, held, 1, now):
        raise BadInput(_("这项荣誉有几处要补正"), faults=faults)
    before, days = (
        {name: str(getattr(honour, name)) for name in vars(draft)},
        {honour.awarded_on, draft.awarded_on},
    )
    for name, value in vars(draft).items():
        setattr(honour, name, value)
    honour.save()
    facts = {"before": before, "after": _facts(draft)}
    record(actor, "plans.change_honour", Subject("honour", str(pk)), facts, now=now)
    recheck(actor, HONOUR, [str(pk)], now=now)
    touch("plans.honours", days)
    return honour


def _faults(draft: HonourDraft, held: set[tuple[str, int]], row: int, now: datetime) -> list[Fault]:
    faults = []
    if (draft.series, draft.year) in held:
        told = {"honour": draft.series, "year": draft.year}
        faults.append(
            Fault(_("%(honour)s %(year)s 年已登记") % told, _("一个称号一年只登记一次"), "year", row)
        )
    if draft.awarded_on > clock.civil_day(now):
        faults.append(Fault(_("授予日期还没有到"), _("核对年份"), "awarded_on", row))
    return faults


def _facts(draft: HonourDraft) -> dict[str, str]:
    return {name: str(value) for name, value in vars(draft).items()}
