"""Opening a conference, its members by term, and the matters before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.meetings.access import may_manage, may_speak_for
from zhifa.meetings.errors import MeetingNotThere, MembershipOverlaps
from zhifa.meetings.models import Matter, Membership, Series
from zhifa.meetings.rules.moves import RUNNING
from zhifa.meetings.terms import MATTER, SERIES, MatterState, Outcome, Part
from zhifa.people.api import Person, unit_by_code


@dataclass(frozen=True)
class SeriesDraft:
    """A conference: the document that set it up, the unit (code) in which its office sits, how often it meets at least."""

    code: str
    title: str
    document: str
    office: str
    per_year: int = 1


@dataclass(frozen=True)
class MemberDraft:
    """A unit (code) in a conference for a term, with the codes of the persons that it named."""

    unit: str
    valid_from: date
    part: str = Part.MEMBER
    member: str = ""
    liaison: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class MatterDraft:
    """A matter to be put before a conference; `unit` is the code of who raises it, empty for the office."""

    title: str
    raised_on: date
    brief: str = ""
    unit: str = ""


@transaction.atomic
def open_series(actor: Actor, draft: SeriesDraft, *, now: datetime) -> Series:
    """A conference with its founding document."""
    must_manage(actor)
    series, _created = Series.objects.update_or_create(
        code=draft.code,
        defaults={
            "title": draft.title, "document": draft.document, "office": unit_by_code(draft.office), "per_year": draft.per_year,
        },
    )  # fmt: skip
    record(actor, "meetings.open_series", Subject(SERIES, draft.code), vars(draft), now=now)
    return series


@transaction.atomic
def admit_members(actor: Actor, code: str, drafts: list[MemberDraft], *, now: datetime) -> list[Membership]:
    """Units take their part from a day on; a running term of the same unit ends the day before (persons change, and the
    old list can still be read). The ledger names units, not persons."""
    must_manage(actor)
    series = series_locked(code)
    admitted = []
    for draft in drafts:
        unit = unit_by_code(draft.unit)
        running = Membership.objects.filter(
            series=series, unit=unit, valid_until=None, valid_from__lt=draft.valid_from
        )
        running.update(valid_until=draft.valid_from - timedelta(days=1))
        row = Membership(
            series=series, unit=unit, part=draft.part, member=_person(draft.member), liaison=_person(draft.liaison),
            valid_from=draft.valid_from, valid_until=draft.valid_until,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise MembershipOverlaps(
                _("%(unit)s在这段时间已经是成员") % {"unit": unit.name},
                next_step=_("请先结束原来的任期，或改起始日期。"),
                field="valid_from",
            ) from error
        admitted.append(row)
    facts = {
        "members": [{"unit": one.unit, "part": one.part, "since": one.valid_from} for one in drafts],
    }  # fmt: skip
    record(actor, "meetings.admit_members", Subject(SERIES, code), facts, now=now)
    return admitted


@transaction.atomic
def end_membership(actor: Actor, pk: int, until: date, *, now: datetime) -> Membership:
    """A unit's part ends on a day, itself inside; what it attended stays."""
    must_manage(actor)
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("series", "unit")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise NotFound(_("没有这个成员"))
    if until < row.valid_from:
        raise BadInput(_("结束日期早于开始日期"), next_step=_("请更正日期。"), field="valid_until")
    row.valid_until = until
    row.save(update_fields=["valid_until"])
    facts = {"unit": row.unit.code, "until": until}
    record(actor, "meetings.end_membership", Subject(SERIES, row.series.code), facts, now=now)
    return row


@transaction.atomic
def raise_matter(actor: Actor, code: str, draft: MatterDraft, *, now: datetime) -> Matter:
    """Put a matter into the backlog, from where the next agenda takes it. The office, or a unit for itself."""
    series = series_locked(code)
    unit = unit_by_code(draft.unit) if draft.unit else None
    if not (may_manage(actor) if unit is None else may_speak_for(actor, unit)):
        raise NotAllowed(_("您不能替这个单位提议题"))
    matter = Matter.objects.create(
        series=series, title=draft.title, brief=draft.brief, unit=unit, raised_on=draft.raised_on
    )
    facts = {"series": code, "title": draft.title, "unit": draft.unit}
    record(actor, "meetings.raise_matter", Subject(MATTER, str(matter.pk)), facts, now=now)
    return matter


@transaction.atomic
def withdraw_matter(actor: Actor, pk: int, reason: str, *, now: datetime) -> Matter:
    """Take a matter out of the backlog, with the reason. Refused while an agenda holds it: that meeting disposes of it."""
    must_manage(actor)
    matter = Matter.objects.select_for_update(of=("self",)).select_related("series").filter(pk=pk).first()
    if matter is None:
        raise NotFound(_("没有这个议题"))
    if not reason.strip():
        raise BadInput(_("请写明撤销议题的理由"), field="reason")
    on_agenda = matter.lines.filter(meeting__state__in=RUNNING).exclude(outcome=Outcome.CARRIED)
    if matter.state != MatterState.OPEN or on_agenda.exists():
        raise MeetingNotThere(
            _("这个议题现在不能撤销"), next_step=_("已排进会议的，请在那次会议上处理；已议定的不再改动。")
        )
    matter.state, matter.reason = MatterState.WITHDRAWN, reason.strip()[:200]
    matter.save(update_fields=["state", "reason"])
    record(actor, "meetings.withdraw_matter", Subject(MATTER, str(pk)), {"reason": matter.reason}, now=now)
    return matter


def series_locked(code: str) -> Series:
    """The conference, locked; 404 otherwise."""
    series = Series.objects.select_for_update(of=("self",)).select_related("office").filter(code=code).first()
    if series is None:
        raise NotFound(_("没有这个联席会议"))
    return series


def must_manage(actor: Actor) -> None:
    """Refuses whoever is not of the conference's office."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以办理会务"))


def _person(code: str) -> Person | None:
    return Person.objects.filter(code=code).first() if code else None
