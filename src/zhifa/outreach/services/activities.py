"""Recording activities: one deed and what is peculiar to it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.deeds.api import Deed, DeedDraft, State, load_deeds, record_deed, revise_deed, submit_deed
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.outreach.errors import TurnTaken
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
    if faults := programme_faults(drafts):
        raise BadInput(_("有些行不能导入"), why=_("整批未写入。"), faults=faults)
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
    activity.issue = draft.issue if activity.programme else None
    activity.held_at = Place.objects.filter(pk=draft.place).first() if draft.place else None
    if activity.programme is not None and activity.issue is not None:
        _take_issue(activity, activity.programme, activity.issue)


def _take_issue(activity: Activity, programme: Programme, issue: int) -> None:
    """An issue of a programme is recorded once; one that was withdrawn gives its number back."""
    others = Activity.objects.filter(programme=programme, issue=issue).exclude(pk=activity.pk)
    for other in others.select_related("deed").select_for_update(of=("self",)):
        if other.deed.state != State.WITHDRAWN:
            raise TurnTaken(
                _("%(programme)s第 %(number)s 期已经记录过了")
                % {"programme": programme.title, "number": issue},
                next_step=_("请核对期次；同一期只记录一次。"),
                field="issue",
            )
        other.issue = None
        other.save(update_fields=["issue"])


def programme_faults(drafts: Sequence[ActivityDraft]) -> list[Fault]:
    """Rows (counted from 1) that name a programme nobody opened, or an issue that is on record or stands twice. Two queries
    at most."""
    faults: list[Fault] = []
    if not any(draft.programme for draft in drafts):
        return faults
    programmes = set(Programme.objects.values_list("code", flat=True))
    taken = set(Activity.objects.filter(issue__isnull=False).values_list("programme__code", "issue"))
    for row, draft in enumerate(drafts, start=1):
        if draft.programme and draft.programme not in programmes:
            told = _("没有名为 %(name)s 的栏目") % {"name": draft.programme}
            faults.append(Fault(told, _("先建立栏目"), "programme", row))
        elif draft.programme and draft.issue is not None:
            if (draft.programme, draft.issue) in taken:
                told = _("第 %(number)s 期已经记录过了") % {"number": draft.issue}
                faults.append(Fault(told, _("核对期次"), "issue", row))
            taken.add((draft.programme, draft.issue))
    return faults


def _facts(draft: ActivityDraft) -> dict[str, object]:
    return {"speaker_rank": draft.speaker_rank, "programme": draft.programme, "issue": draft.issue}


def _must_be_ours(draft: ActivityDraft) -> None:
    if draft.deed.kind not in ActivityKind.values:
        raise BadInput(_("没有这种活动"), field="kind", next_step=_("请从列表中选择活动种类。"))
