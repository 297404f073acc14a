"""Correcting after closing: a reason that readers see, both states kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.access import may_correct
from zhifa.deeds.errors import DeedIncomplete, DeedNotWaiting, ReasonMissing
from zhifa.deeds.models import Cited, Correction, Count, Credit, Deed
from zhifa.deeds.rules.drafts import DeedDraft, draft_faults
from zhifa.deeds.services.confirming import words_of
from zhifa.deeds.services.recording import held_by_rows, locked
from zhifa.deeds.services.writing import (
    cited_of,
    count_rows,
    counts_of,
    credits_of,
    days_changed,
    kinds,
    note_served,
    recite,
    subject_of,
)
from zhifa.deeds.terms import DEED, State
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import record
from zhifa.people.api import Unit, area_by_code
from zhifa.publishing.api import recheck
from zhifa.search.api import touch


@transaction.atomic
def correct_deed(actor: Actor, key: str, draft: DeedDraft, reason: str, *, now: datetime) -> Deed:
    """Put a new draft in the place of a closed deed, with a reason; the unit and kind stay as they are.

    A public record stays public with the correction beside it, unless its words would not pass the gate."""
    deed = locked(actor, key)
    if deed.closed_at is None or deed.state == State.WITHDRAWN:
        raise DeedNotWaiting(_("这条记录还没有封账，可以直接修改"), next_step=_("请用“修改”。"))
    if not may_correct(actor, deed):
        raise NotAllowed(_("只有本单位负责人和区普法办可以更正已封账的记录"))
    if not reason.strip():
        raise ReasonMissing(_("请写明更正的理由"), field="reason")
    faults = draft_faults(draft, kinds=kinds(), today=clock.civil_day(now))
    faults += held_by_rows(deed, draft)
    if faults:
        raise DeedIncomplete(_("还有几处要补正"), why=_("没有更正；填写的内容都还在。"), faults=faults)
    before, day_before = state_of(deed), deed.occurred_on
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[row.unit for row in draft.credits])}
    deed.title, deed.occurred_on, deed.place = draft.title.strip(), draft.occurred_on, draft.place
    deed.audience, deed.summary = draft.audience, draft.summary
    deed.area = area_by_code(draft.area) if draft.area else None
    deed.reported_on = max(deed.reported_on, draft.occurred_on)
    deed.save()
    deed.credits.all().delete()
    deed.counts.filter(from_events=False).delete()
    Credit.objects.bulk_create(credits_of(deed, draft, units))
    Count.objects.bulk_create(counts_of(deed, draft))
    deed.cited.all().delete()
    Cited.objects.bulk_create(cited_of(deed, draft))
    recite(deed, now=now)
    note_correction(actor, deed, before, reason.strip(), now=now)
    note_served([deed.pk])
    days_changed({day_before, deed.occurred_on})
    touch("deed", [deed.key])
    return deed


def note_correction(actor: Actor, deed: Deed, before: dict[str, Any], reason: str, *, now: datetime) -> None:
    """Keep what stood before and what stands now with the reason, for readers and in the ledger; look at the words again
    where they are public."""
    after = state_of(deed)
    Correction.objects.create(
        deed=deed, reason=reason, before=before, after=after, at=now,
        by_words=words_of(actor, lambda one: may_correct(one, deed)),
    )  # fmt: skip
    record(
        actor, "deeds.correct_deed", subject_of(deed), {"reason": reason, "before": before, "after": after}, now=now
    )  # fmt: skip
    recheck(actor, DEED, [deed.key], corrected=True, now=now)


def state_of(deed: Deed) -> dict[str, Any]:
    """What a reader sees of a deed's substance, for before and after."""
    counts = list(deed.counts.all())
    return {
        "title": deed.title,
        "occurred_on": deed.occurred_on.isoformat(),
        "area": deed.area.code if deed.area else "",
        "place": deed.place,
        "audience": deed.audience,
        "credits": sorted([credit.unit.code, credit.role] for credit in deed.credits.select_related("unit")),
        "counts": sorted(count_rows(counts, final=True)),
        "arriving": sorted(count_rows(counts, final=False)),
    }
