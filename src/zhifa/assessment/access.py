"""Who sees and does what with evaluations: the district's roles read; strangers what went through the gate."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhifa.assessment.models import Evaluation
from zhifa.assessment.terms import EVALUATION, LEADING, State
from zhifa.kernel.actor import Actor, Role
from zhifa.publishing.api import is_public


def may_see(actor: Actor) -> bool:
    """Whether the pages of assessment exist for the actor."""
    return actor.is_system or actor.sees_district


def visible_to(actor: Actor) -> QuerySet[Evaluation]:
    """The evaluations that the actor may read."""
    return Evaluation.objects.all() if may_see(actor) else public_evaluations()


def public_evaluations() -> QuerySet[Any]:
    """Concluded ones that anyone may read."""
    return Evaluation.objects.filter(is_public(EVALUATION, "pk"), state=State.CONCLUDED)


def may_manage(actor: Actor) -> bool:
    """Schemes, self-scores, checked scores: the district office, each of its people a part."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_keep_lists(actor: Actor) -> bool:
    """Types of leaders, their lists, whose post has which: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_read_lists(actor: Actor) -> bool:
    """The lists of all types: who keeps them, and the auditor. A leader, the bureau's lead too, reads the own one only."""
    return may_keep_lists(actor) or actor.has_role(Role.AUDITOR)


def is_leader(actor: Actor) -> bool:
    """Whether the actor holds a leading post today; standing in for a leader does not make one."""
    return any(grant.role in LEADING and not grant.acting_for for grant in actor.grants)


def may_check(actor: Actor, evaluation: Evaluation) -> bool:
    """Check self-scores: the office or the lead, but nobody the own ones."""
    return (may_manage(actor) or actor.has_role(Role.LEAD)) and actor.key != evaluation.drafted_by


def may_conclude(actor: Actor) -> bool:
    """Sign the result: the lead of the district's justice bureau."""
    return actor.has_role(Role.LEAD)
