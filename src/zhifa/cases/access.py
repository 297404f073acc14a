"""Who sees and does what with cases."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.cases.models import Case
from zhifa.cases.rules.moves import MOVES, OF_UNIT, is_own_work, moves_from
from zhifa.cases.terms import CASE
from zhifa.kernel.actor import Actor, Role
from zhifa.publishing.api import is_public

WRITERS = (Role.LIAISON, Role.HEAD, Role.OFFICE)


def may_write(actor: Actor) -> bool:
    """Whether the actor may begin a case."""
    return actor.has_role(*WRITERS)


def may_see_desk(actor: Actor) -> bool:
    """Whether the working pages exist for the actor."""
    return actor.is_system or actor.sees_district or may_write(actor)


def may_propose(actor: Actor) -> bool:
    """Send approved cases to the gate: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_keep_lists(actor: Actor) -> bool:
    """Say what topics there are, what stops a case and which kinds need the parties' consent: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_recommend(actor: Actor) -> bool:
    """Choose good cases and send them on: the district office and its leads."""
    return actor.is_system or actor.has_role(Role.OFFICE, Role.LEAD)


def visible_to(actor: Actor) -> QuerySet[Case]:
    """In the workplace: the district's roles see all, a unit's liaison and head those of their unit, others none."""
    if actor.is_system or actor.sees_district:
        return Case.objects.all()
    mine = Q(pk__in=[])
    for path in actor.unit_paths(*OF_UNIT):
        mine |= Q(unit__path__startswith=path)
    return Case.objects.filter(mine)


def public_cases() -> QuerySet[Case]:
    """Those that went through the gate."""
    return Case.objects.filter(is_public(CASE, "key"))


def may_see_original(actor: Actor, case: Case) -> bool:
    """The words with the names in them: the unit's liaison and head, and the office. Neither the second person of the district's
    lead nor the auditor needs them."""
    return actor.has_role(Role.OFFICE) or actor.reaches_unit(case.unit.path, *OF_UNIT)


def role_for(actor: Actor, case: Case, move: str) -> Role | None:
    """The post in which the actor may make the move now; None for none."""
    _to, roles = MOVES.get((case.state, move), ("", ()))
    if is_own_work(actor.key, move, author=case.author, masker=case.masker):
        return None
    for role in roles:
        if actor.reaches_unit(case.unit.path, role) if role in OF_UNIT else actor.has_role(role):
            return role
    return None


def moves_of(actor: Actor, case: Case) -> tuple[str, ...]:
    """What the actor may do with it now."""
    return tuple(move for move in moves_from(case.state) if role_for(actor, case, move) is not None)
