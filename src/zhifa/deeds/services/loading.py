"""The bulk door: whole sheets of deeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.access import may_record
from zhifa.deeds.errors import DeedIncomplete
from zhifa.deeds.models import Cited, Count, Credit, Deed
from zhifa.deeds.rules.confirming import levels_of
from zhifa.deeds.rules.drafts import DeedDraft, draft_faults
from zhifa.deeds.services.writing import (
    cited_of,
    counts_of,
    credits_of,
    draft_facts,
    kinds,
    new_deed,
    subject_of,
)
from zhifa.deeds.terms import State
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import Fault
from zhifa.ledger.api import Subject, record_bulk
from zhifa.people.api import Area, Unit, UnitKind
from zhifa.search.api import touch

BATCH = 2_000


@transaction.atomic
def load_deeds(actor: Actor, drafts: Sequence[DeedDraft], *, sheet: str, now: datetime) -> list[Deed]:
    """Record and hand in a whole sheet: all or nothing, every fault with its row, one ledger entry for the sheet.

    Four statements for any number of rows. The deeds wait for confirmation like any other.
    """
    units = {unit.code: unit for unit in Unit.objects.select_related("area")}
    areas = {area.code: area for area in Area.objects.all()}
    known, today = kinds(), clock.civil_day(now)
    faults: list[Fault] = []
    for row, draft in enumerate(drafts, start=1):
        faults += [
            Fault(fault.what, fault.mend, fault.field, row)
            for fault in draft_faults(draft, kinds=known, today=today)
        ]
        faults += _unknown(draft, row, units, areas)
        if draft.unit in units and not may_record(actor, units[draft.unit]):
            faults.append(
                Fault(
                    _("您不能替%(unit)s记录") % {"unit": units[draft.unit].name}, _("去掉这一行"), "unit", row
                )
            )
    if faults:
        raise DeedIncomplete(_("有些行不能导入"), why=_("整批未写入。"), faults=faults)
    deeds = []
    for draft in drafts:
        deed = new_deed(draft, units[draft.unit], areas.get(draft.area), recorder=actor.account_id, now=now)
        deed.state = State.SUBMITTED
        deed.waits_for = levels_of(by_community=deed.unit.kind == UnitKind.COMMUNITY)[0]
        deeds.append(deed)
    Deed.objects.bulk_create(deeds, batch_size=BATCH)
    pairs = list(zip(deeds, drafts, strict=True))
    Credit.objects.bulk_create(
        [row for deed, draft in pairs for row in credits_of(deed, draft, units)], batch_size=BATCH
    )
    Count.objects.bulk_create(
        [row for deed, draft in pairs for row in counts_of(deed, draft)], batch_size=BATCH
    )
    Cited.objects.bulk_create(
        [row for deed, draft in pairs for row in cited_of(deed, draft)], batch_size=BATCH
    )
    record_bulk(
        actor, "deeds.load_deeds", Subject("sheet", sheet),
        [{"deed": deed.key, **draft_facts(draft)} for deed, draft in pairs], {"rows": len(deeds)}, now=now,
        members=[subject_of(deed) for deed in deeds],
    )  # fmt: skip
    touch("deed", None)
    return deeds


def _unknown(draft: DeedDraft, row: int, units: dict[str, Unit], areas: dict[str, Area]) -> list[Fault]:
    """Units and areas of a row that nobody knows."""
    wanted = [draft.unit, *(credit.unit for credit in draft.credits)]
    faults = [
        Fault(_("没有代码为 %(code)s 的单位") % {"code": code}, _("从单位名录中选择"), "unit", row)
        for code in wanted
        if code not in units
    ]
    if draft.area and draft.area not in areas:
        faults.append(
            Fault(_("没有代码为 %(code)s 的区域") % {"code": draft.area}, _("从区域名录中选择"), "area", row)
        )
    return faults
