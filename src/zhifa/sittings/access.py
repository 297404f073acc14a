"""Who sees and does what with exams that are held. A candidate sees only the own; who answers for a unit (its head, a street, a
community) sees of its people whether they sat, and never an answer; an auditor reads the terms and the acts, not who is who."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import Unit, UnitKind
from zhifa.sittings.models import Attempt, Candidate, Exam
from zhifa.sittings.terms import Stage

HEADS = (Role.HEAD, Role.STREET, Role.COMMUNITY)  # who answers for a unit and its people


def may_run(actor: Actor) -> bool:
    """Set exams, run them, mark and publish: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def may_see_all(actor: Actor) -> bool:
    """All candidates of all exams by name: the office, and its leads, who read."""
    return actor.is_system or actor.has_role(Role.OFFICE, Role.LEAD)


def may_see_names(actor: Actor) -> bool:
    """Candidates by name: of all units, or of the actor's own."""
    return may_see_all(actor) or actor.has_role(*HEADS)


def may_see_desk(actor: Actor) -> bool:
    """Whether the pages of the exams' desk exist for the actor."""
    return actor.is_system or actor.sees_district or actor.has_role(*HEADS)


def units_seen(actor: Actor) -> QuerySet[Unit]:
    """The units whose candidates the actor sees by name: a street also those of the communities in its area, not of agencies that only
    have their seat there."""
    if may_see_all(actor):
        return Unit.objects.order_by("path")
    mine = Q(pk__in=[])
    for path in actor.unit_paths(*HEADS):
        mine |= Q(path__startswith=path)
    for path in actor.area_paths(Role.STREET):
        mine |= Q(area__path__startswith=path, kind__in=(UnitKind.STREET, UnitKind.COMMUNITY))
    return Unit.objects.filter(mine).order_by("path")


def visible_to(actor: Actor) -> QuerySet[Exam]:
    """Exams on the desk: all for the district's roles; for who answers for a unit those announced at which its people are candidates."""
    if actor.is_system or actor.sees_district:
        return Exam.objects.all()
    if not actor.has_role(*HEADS):
        return Exam.objects.none()
    here = Candidate.objects.filter(unit__in=units_seen(actor).order_by().values("pk"))
    return Exam.objects.exclude(stage=Stage.DRAFT).filter(pk__in=here.values("exam"))


def visible_candidates(actor: Actor) -> QuerySet[Candidate]:
    """Candidates by name: all for the office and its leads; for who answers for units those of these; for everybody the own."""
    if may_see_all(actor):
        return Candidate.objects.all()
    mine = Q(person__account=actor.account_id) if actor.account_id is not None else Q(pk__in=[])
    if actor.has_role(*HEADS):
        mine |= Q(unit__in=units_seen(actor).order_by().values("pk"))
    return Candidate.objects.filter(mine)


def own_attempts(actor: Actor) -> QuerySet[Attempt]:
    """The actor's own attempts at exams that were announced: nobody else may sit them."""
    if actor.account_id is None:
        return Attempt.objects.none()
    return Attempt.objects.filter(
        candidate__person__account=actor.account_id,
        candidate__exam__stage__in=(Stage.ANNOUNCED, Stage.PUBLISHED),
    )


def may_mark(actor: Actor) -> bool:
    """Read and mark written answers: the district office and its leads; nobody the own, which the act itself refuses."""
    return actor.is_system or actor.has_role(Role.OFFICE, Role.LEAD)
