"""Recording activities: one deed and what is peculiar to it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhifa.deeds.api import Deed, DeedDraft, load_deeds, record_deed, revise_deed, submit_deed
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.outreach.models import Activity, Place, Programme
from zhifa.outreach.terms import ActivityKind


@dataclass(frozen=True)
class ActivityDraft:
    """An activity: its deed, and who spoke, in which programme, at which place."""

    deed: DeedDraft
    speaker: str = ""
    speaker_rank: str = ""
    programme: str = ""
    issue: int | None = None
    place: int | None = None


@transaction.atomic
def record_activity(actor: Actor, draft: ActivityDraft, *, submit: bool = False, now: datetime) -> Activity:
    """Record an activity once; sent twice with one client key it answers the first."""
    _must_be_ours(draft)
    deed = record_deed(actor, draft.deed, submit=submit, now=now)
    held = Activity.objects.filter(deed=deed).first()
    if held is not None:
        return held
    activity = Activity(deed=deed)
    _fill(activity, draft)
    activity.save()
    record(actor, "outreach.record_activity", Subject("deed", deed.key), _facts(draft), now=now)
    return activity


@transaction.atomic
def revise_activity(
    actor: Actor, key: str, draft: ActivityDraft, *, submit: bool = False, now: datetime
) -> Activity:
    """Put a new draft in the place of the old, before the deed closes; hand it in (again) when `submit`."""
    _must_be_ours(draft)
    deed = revise_deed(actor, key, draft.deed, now=now)
    activity = Activity.objects.select_for_update().get(deed=deed)
    _fill(activity, draft)
    activity.save()
    record(actor, "outreach.revise_activity", Subject("deed", deed.key), _facts(draft), now=now)
    if submit:
        submit_deed(actor, key, now=now)
    return activity


@transaction.atomic
def load_activities(
    actor: Actor, drafts: Sequence[ActivityDraft], *, sheet: str, now: datetime
) -> list[Deed]:
    """A whole sheet of activities, handed in: all or nothing; two ledger entries for the sheet."""
    for draft in drafts:
        _must_be_ours(draft)
    deeds = load_deeds(actor, [draft.deed for draft in drafts], sheet=sheet, now=now)
    programmes = dict(Programme.objects.values_list("code", "pk"))
    pairs = list(zip(deeds, drafts, strict=True))
    unknown = [
        Fault(f"没有名为 {draft.programme} 的栏目", "先建立栏目", "programme", row)
        for row, (_, draft) in enumerate(pairs, start=1)
        if draft.programme and draft.programme not in programmes
    ]
    if unknown:
        raise BadInput("有些行不能导入", why="整批未写入。", faults=unknown)
    Activity.objects.bulk_create(
        [
            Activity(
                deed=deed, speaker=draft.speaker, speaker_rank=draft.speaker_rank,
                programme_id=programmes.get(draft.programme), issue=draft.issue, held_at_id=draft.place,
            )
            for deed, draft in pairs
        ],
        batch_size=2_000,
    )  # fmt: skip
    rows = [{"deed": deed.key, **_facts(draft)} for deed, draft in pairs]
    record_bulk(
        actor, "outreach.load_activities", Subject("sheet", sheet), rows, {"rows": len(rows)}, now=now
    )
    return deeds


def _fill(activity: Activity, draft: ActivityDraft) -> None:
    activity.speaker, activity.speaker_rank = draft.speaker, draft.speaker_rank
    activity.programme = Programme.objects.filter(code=draft.programme).first() if draft.programme else None
    activity.issue = draft.issue
    activity.held_at = Place.objects.filter(pk=draft.place).first() if draft.place else None


def _facts(draft: ActivityDraft) -> dict[str, object]:
    return {"speaker_rank": draft.speaker_rank, "programme": draft.programme, "issue": draft.issue}


def _must_be_ours(draft: ActivityDraft) -> None:
    if draft.deed.kind not in ActivityKind.values:
        raise BadInput("没有这种活动", field="kind", next_step="请从列表中选择活动种类。")
