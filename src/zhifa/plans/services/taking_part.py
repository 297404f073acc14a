"""Units take part in a campaign: each says what it will do, and takes its turns at the stalls."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.api import Unit
from zhifa.plans.access import units_taking_part
from zhifa.plans.errors import ShiftClashes, ShiftOutsideCampaign
from zhifa.plans.models import Campaign, CampaignPart, CampaignShift
from zhifa.plans.rules.taking_part import clash
from zhifa.plans.terms import CAMPAIGN


@dataclass(frozen=True)
class PartDraft:
    """What a unit will do: the section in charge, by which channel, what counts as done, when it stops."""

    section: str
    channel: str
    measure: str
    stop_rule: str


@dataclass(frozen=True)
class ShiftDraft:
    """A turn at a stall; `people` is how many of the unit stand there."""

    place: str
    day: date
    starts_at: time
    ends_at: time
    people: int
    brings: str = ""


@transaction.atomic
def take_part(actor: Actor, code: str, unit_code: str, draft: PartDraft, *, now: datetime) -> CampaignPart:
    """Write or change a unit's plan for a campaign. The day of the first writing stays; nobody can date it back."""
    campaign, unit = _place(actor, code, unit_code)
    part = CampaignPart.objects.filter(campaign=campaign, unit=unit).first()
    today = clock.civil_day(now)
    if part is None:
        part = CampaignPart(campaign=campaign, unit=unit, registered_on=today)
    else:
        part.changed_on = today
    part.section, part.channel, part.measure, part.stop_rule = (
        draft.section, draft.channel, draft.measure, draft.stop_rule,
    )  # fmt: skip
    part.save()
    facts = {"unit": unit.code, "registered_on": part.registered_on, **asdict(draft)}
    record(actor, "plans.take_part", Subject(CAMPAIGN, code), facts, now=now)
    return part


@transaction.atomic
def add_shift(actor: Actor, code: str, unit_code: str, draft: ShiftDraft, *, now: datetime) -> CampaignShift:
    """A unit's turn at a stall. Refused: a day outside the campaign, or hours in which the unit stands there already."""
    campaign, unit = _place(actor, code, unit_code)
    if not campaign.since <= draft.day <= campaign.until:
        raise ShiftOutsideCampaign(
            _("%(day)s 不在活动期内") % {"day": draft.day.isoformat()},
            next_step=_("活动从 %(since)s 到 %(until)s。")
            % {"since": campaign.since, "until": campaign.until},
            field="day",
        )
    there = CampaignShift.objects.filter(unit=unit, day=draft.day, place=draft.place)
    taken = there.values_list("starts_at", "ends_at")
    if clash((draft.starts_at, draft.ends_at), list(taken)):
        raise ShiftClashes(
            _("%(unit)s在这个时段、这个地点已经排了值班") % {"unit": unit.name},
            next_step=_("换一个时段，或先撤掉原来那一班。"),
            field="starts_at",
        )
    shift = CampaignShift.objects.create(campaign=campaign, unit=unit, **asdict(draft))
    record(actor, "plans.add_shift", Subject(CAMPAIGN, code), _facts(shift), now=now)
    return shift


@transaction.atomic
def drop_shift(actor: Actor, code: str, pk: int, *, now: datetime) -> None:
    """Take a turn out of the rota."""
    shift = CampaignShift.objects.select_related("unit").filter(pk=pk, campaign__code=code).first()
    if shift is None:
        raise NotFound(_("没有这一班"))
    _place(actor, code, shift.unit.code)
    record(actor, "plans.drop_shift", Subject(CAMPAIGN, code), _facts(shift), now=now)
    shift.delete()


def _place(actor: Actor, code: str, unit_code: str) -> tuple[Campaign, Unit]:
    """The campaign, locked, and the unit for which the actor may write."""
    campaign = Campaign.objects.select_for_update().filter(code=code).first()
    if campaign is None:
        raise NotFound(_("没有这个专题活动"))
    unit = units_taking_part(actor).filter(code=unit_code).first()
    if unit is None:
        raise NotAllowed(_("只能登记本单位的安排"))
    return campaign, unit


def _facts(shift: CampaignShift) -> dict[str, object]:
    return {
        "unit": shift.unit.code, "place": shift.place, "day": shift.day, "from": f"{shift.starts_at:%H:%M}",
        "to": f"{shift.ends_at:%H:%M}", "people": shift.people, "brings": shift.brings,
    }  # fmt: skip
