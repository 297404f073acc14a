"""Who may see and do what with duties. Strangers see versions that went through the gate."""

from __future__ import annotations

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from zhifa.duties.models import Duty, ListVersion, Power, Prompt, UnitList, Visit, VisitDraw
from zhifa.duties.terms import VERSION, PromptState, Whose
from zhifa.figures.api import units_told
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import Unit
from zhifa.publishing.api import is_public

DRAFTERS = (Role.LIAISON, Role.HEAD, Role.STREET)


def may_manage(actor: Actor) -> bool:
    """Call a year, review, merge, take to consideration: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_issue(actor: Actor) -> bool:
    """Sign the list for issue: the lead of the district's justice bureau."""
    return actor.has_role(Role.LEAD)


def may_draft(actor: Actor, unit: Unit | None) -> bool:
    """Write a unit's lines: its liaison, its head; the common ones: the office."""
    if unit is None:
        return may_manage(actor)
    return actor.is_system or actor.reaches_unit(unit.path, *DRAFTERS)


def may_sign(actor: Actor, unit: Unit | None) -> bool:
    """Sign a unit's list: its head."""
    return unit is not None and actor.reaches_unit(unit.path, Role.HEAD)


def may_move(actor: Actor, unit: Unit | None, whose: str) -> bool:
    """Make a move of that kind with a unit's list."""
    if whose == Whose.OFFICE:
        return may_manage(actor)
    return may_sign(actor, unit) if whose == Whose.HEAD else may_draft(actor, unit)


def visible_lists(actor: Actor) -> QuerySet[UnitList]:
    """Lists on their way: the district's roles see all, a unit its own."""
    if actor.sees_district or actor.is_system:
        return UnitList.objects.all()
    return UnitList.objects.filter(_of_units(actor, "unit__path"))


def visible_versions(actor: Actor) -> QuerySet[ListVersion]:
    """Versions: the district's roles see all, others who are signed in those issued, strangers those that are public."""
    if actor.sees_district or actor.is_system:
        return ListVersion.objects.all()
    issued = ListVersion.objects.filter(issued_on__isnull=False)
    if not actor.is_stranger:
        return issued
    return issued.annotate(gate_key=Cast("pk", CharField())).filter(is_public(VERSION, "gate_key"))


def visible_duties(actor: Actor) -> QuerySet[Duty]:
    """Issued duties that stand: whoever is signed in sees all, strangers those of public versions."""
    current = Duty.objects.filter(is_current=True)
    return current.filter(version__in=visible_versions(actor)) if actor.is_stranger else current


def standing_told(actor: Actor) -> bool:
    """Whether the actor is told how far a named unit's duty is proven, and so that it is late: strangers once the office decided at
    the gate that `duties.late` goes out unit by unit."""
    return units_told(actor)("duties.late")


def visible_prompts(actor: Actor) -> QuerySet[Prompt]:
    """Prompts: the district's roles see all, a unit those that were sent to it; strangers none."""
    if actor.sees_district or actor.is_system:
        return Prompt.objects.all()
    sent = Prompt.objects.exclude(state__in=[PromptState.DRAFT, PromptState.DROPPED])
    return sent.filter(_of_units(actor, "unit__path"))


def visible_powers(actor: Actor) -> QuerySet[Power]:
    """Rows of power lists: the district's roles see all, a unit its own."""
    if actor.sees_district or actor.is_system:
        return Power.objects.all()
    return Power.objects.filter(_of_units(actor, "unit__path"))


def visible_draws(actor: Actor) -> QuerySet[VisitDraw]:
    """Draws of unannounced visits: the district's roles see all; others who are signed in those whose visits are all made, for
    until then nobody is to know who will be visited."""
    if actor.sees_district or actor.is_system:
        return VisitDraw.objects.all()
    if actor.is_stranger:
        return VisitDraw.objects.none()
    return VisitDraw.objects.exclude(Exists(Visit.objects.filter(draw=OuterRef("pk"), visited_on=None)))


def _of_units(actor: Actor, path: str) -> Q:
    seen = Q(pk__in=[])
    for branch in actor.unit_paths():
        seen |= Q(**{f"{path}__startswith": branch}) if branch != "/" else Q()
    return seen
