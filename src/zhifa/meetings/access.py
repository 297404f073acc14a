"""Who may see and do what with meetings. Strangers see minutes that went through the gate, and nothing else."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from zhifa.kernel.actor import Actor, Role
from zhifa.meetings.models import ActionItem, Meeting, Membership
from zhifa.meetings.terms import MEETING, MeetingState
from zhifa.people.api import Unit
from zhifa.publishing.api import is_public

SPEAKS = (Role.HEAD, Role.LIAISON, Role.STREET)  # answers and reports for a unit
AGREES = (Role.HEAD, Role.STREET)  # agrees to minutes for it


def with_key(meetings: QuerySet[Meeting]) -> QuerySet[Any]:
    """Each meeting with `thing_key`, which is its key at the gate and in the ledger."""
    return meetings.annotate(
        thing_key=Concat(F("series__code"), Value("-"), Cast("number", CharField()), output_field=CharField())
    )


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The district's roles see all; a unit the meetings at which it has a seat and all of a conference of which it is a
    member; everyone those whose minutes are public."""
    if actor.sees_district or actor.is_system:
        return Meeting.objects.all()
    public = Q(
        pk__in=with_key(Meeting.objects.all())
        .filter(is_public(MEETING, "thing_key"), state=MeetingState.ISSUED)
        .values("pk")
    )
    return Meeting.objects.filter(public | _own(actor))


def _own(actor: Actor) -> Q:
    seen = Q(pk__in=[])
    for path in own_paths(actor):
        seated = Meeting.objects.filter(seats__unit__path__startswith=path)
        member = Membership.objects.filter(unit__path__startswith=path)
        seen |= Q(pk__in=seated.values("pk")) | Q(series__in=member.values("series"))
    return seen


def own_paths(actor: Actor) -> tuple[str, ...]:
    """The branches of units for which the actor speaks."""
    return tuple(path for path in actor.unit_paths(*SPEAKS) if path != "/")


def sees_inside(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor sees agenda, papers and seats, and not only the public minutes."""
    if actor.sees_district or actor.is_system:
        return True
    return Meeting.objects.filter(_own(actor), pk=meeting.pk).exists()


def visible_actions(actor: Actor) -> QuerySet[ActionItem]:
    """Action items of issued minutes: the district's roles see all, units those of meetings that they see from inside."""
    issued = ActionItem.objects.filter(line__meeting__state=MeetingState.ISSUED)
    if actor.sees_district or actor.is_system:
        return issued
    return issued.filter(line__meeting__in=Meeting.objects.filter(_own(actor)).values("pk"))


def may_manage(actor: Actor) -> bool:
    """Prepare, record, circulate: the district office, which is the conference's office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_issue(actor: Actor) -> bool:
    """Sign minutes out: the lead of the district's justice bureau, for the convenor."""
    return actor.has_role(Role.LEAD)


def may_see_meetings(actor: Actor) -> bool:
    """Whether the pages of the conference exist for the actor."""
    return actor.is_system or actor.sees_district or bool(own_paths(actor))


def may_speak_for(actor: Actor, unit: Unit) -> bool:
    """Answer an invitation, check in, report on an action item."""
    return may_manage(actor) or actor.reaches_unit(unit.path, *SPEAKS)


def role_to_agree(actor: Actor, unit: Unit) -> Role | None:
    """The post in which the actor agrees to minutes for a unit; None when it holds none."""
    return next((role for role in AGREES if actor.reaches_unit(unit.path, role)), None)
