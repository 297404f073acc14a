"""Who may see and do what with deeds."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.deeds.models import Deed
from zhifa.deeds.terms import DEED, Level, State
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import Unit
from zhifa.publishing.api import is_public, public_among

RECORDERS = (Role.LIAISON, Role.HEAD, Role.STREET, Role.COMMUNITY)


def visible_to(actor: Actor) -> QuerySet[Deed]:
    """The district's roles see all; a unit its own and those it is credited for; a street what lies in its area;
    everyone what is public."""
    if actor.sees_district or actor.is_system:
        return Deed.objects.all()
    seen = Q(is_public(DEED), state=State.CONFIRMED)
    for path in actor.unit_paths():
        if path != "/":
            seen |= Q(unit__path__startswith=path)
            seen |= Q(pk__in=Deed.objects.filter(credits__unit__path__startswith=path).values("pk"))
    for path in actor.area_paths(Role.STREET, Role.COMMUNITY):
        if path != "/":
            seen |= Q(area__path__startswith=path) | Q(unit__area__path__startswith=path)
    return Deed.objects.filter(seen)


def is_restricted_to(actor: Actor, deed: Deed) -> bool:
    """Whether a look is noted: an unpublished record opened by an auditor, or by someone whose unit neither holds it nor is
    credited for it. Of a deed read with its credits one query, and that only where it matters."""
    if actor.is_system:
        return False
    own = [path for path in actor.unit_paths() if path != "/"]
    units = [deed.unit.path, *(credit.unit.path for credit in deed.credits.all())]
    inside = any(path.startswith(branch) for path in units for branch in own)
    return (actor.has_role(Role.AUDITOR) or not inside) and not public_among(DEED, [deed.key])


def may_record(actor: Actor, unit: Unit) -> bool:
    """Record for a unit: its liaison, its head, its street or community, and the district office."""
    if actor.is_system or actor.has_role(Role.OFFICE):
        return True
    if actor.reaches_unit(unit.path, *RECORDERS):
        return True
    return unit.area is not None and actor.reaches_area(unit.area.path, Role.STREET)


def may_revise(actor: Actor, deed: Deed) -> bool:
    """Change a deed before it closes: whoever may record for its unit."""
    return deed.closed_at is None and deed.state != State.WITHDRAWN and may_record(actor, deed.unit)


def may_confirm(actor: Actor, deed: Deed) -> bool:
    """Give a verdict at the level for which the deed waits. Whoever recorded it is refused by the act, in words."""
    if deed.state != State.SUBMITTED:
        return False
    if actor.is_system:
        return True
    if deed.waits_for == Level.UNIT:
        return actor.reaches_unit(deed.unit.path, Role.HEAD, Role.COMMUNITY)
    if deed.waits_for == Level.AREA:
        area = deed.area or deed.unit.area
        return area is not None and actor.reaches_area(area.path, Role.STREET)
    return actor.has_role(Role.OFFICE)


def waiting_for(actor: Actor) -> QuerySet[Deed]:
    """Deeds that wait for this actor's verdict."""
    mine = Q(pk__in=[])
    for path in actor.unit_paths(Role.HEAD, Role.COMMUNITY):
        if path != "/":
            mine |= Q(waits_for=Level.UNIT, unit__path__startswith=path)
    for path in actor.area_paths(Role.STREET):
        if path != "/":
            mine |= Q(waits_for=Level.AREA, unit__area__path__startswith=path)
    if actor.has_role(Role.OFFICE) and not actor.is_system:
        mine |= Q(waits_for=Level.DISTRICT)
    waiting = Deed.objects.filter(mine, state=State.SUBMITTED)
    return waiting if actor.account_id is None else waiting.exclude(recorder_id=actor.account_id)


def may_correct(actor: Actor, deed: Deed) -> bool:
    """Correct after closing: the district office, and the head of the unit."""
    if deed.closed_at is None:
        return False
    return actor.is_system or actor.has_role(Role.OFFICE) or actor.reaches_unit(deed.unit.path, Role.HEAD)


def may_attend(actor: Actor, deed: Deed) -> bool:
    """Give a deed its rows of who came: before closing whoever may change it, afterwards whoever may correct it."""
    if deed.state == State.WITHDRAWN:
        return False
    return may_revise(actor, deed) if deed.closed_at is None else may_correct(actor, deed)


def may_withdraw(actor: Actor, deed: Deed) -> bool:
    """Take a deed back: whoever may record for its unit; once it is closed, whoever may correct it."""
    if deed.state == State.WITHDRAWN:
        return False
    return may_record(actor, deed.unit) if deed.closed_at is None else may_correct(actor, deed)


def may_confirm_many(actor: Actor) -> bool:
    """Confirm in bulk, and propose confirmed deeds for publication: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)
