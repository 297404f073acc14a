"""Who may see and do what in learning."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhifa.deeds.api import may_record
from zhifa.kernel.actor import Actor, Role
from zhifa.learning.models import Course, OutsideExam, TrainingClass
from zhifa.learning.terms import CLASS, ClassState, CourseStage
from zhifa.people.api import Unit
from zhifa.publishing.api import is_public

SENDERS = (Role.LIAISON, Role.HEAD, Role.STREET, Role.COMMUNITY)


def visible_to(actor: Actor) -> QuerySet[TrainingClass]:
    """Classes: whoever is signed in sees all but what other units still prepare; strangers what is public."""
    if actor.sees_district or actor.is_system:
        return TrainingClass.objects.all()
    if actor.is_stranger:
        return TrainingClass.objects.filter(is_public(CLASS, "key"))
    seen = ~Q(state=ClassState.DRAFT)
    for path in actor.unit_paths(*SENDERS):
        seen |= Q(organiser__path__startswith=path)
    return TrainingClass.objects.filter(seen)


def may_organise(actor: Actor, unit: Unit) -> bool:
    """Plan a class of a unit, check people in, close it: whoever may record for the unit."""
    return may_record(actor, unit)


def may_organise_any(actor: Actor) -> bool:
    """Whether there is any unit for which the actor may plan a class."""
    return actor.is_system or actor.has_role(Role.OFFICE, *SENDERS)


def may_see_coverage(actor: Actor) -> bool:
    """How many of each unit's staff have been to training, and the results of outside exams: who organises classes, and the district's
    posts."""
    return may_organise_any(actor) or actor.sees_district


def may_send(actor: Actor, unit: Unit) -> bool:
    """Sign up a unit's staff: its liaison, head, street or community, and the district office."""
    return may_record(actor, unit)


def units_of(actor: Actor) -> QuerySet[Unit]:
    """The units for which the actor may plan classes and sign people up; for the office all."""
    current = Unit.objects.filter(valid_until=None).order_by("path")
    if actor.is_system or actor.has_role(Role.OFFICE):
        return current
    mine = Q(pk__in=[])
    for path in actor.unit_paths(*SENDERS):
        mine |= Q(path__startswith=path)
    return current.filter(mine)


def units_seen(actor: Actor) -> QuerySet[Unit]:
    """The units whose people the actor sees by name: its own, for the district's roles all."""
    if actor.sees_district or actor.is_system:
        return Unit.objects.order_by("path")
    mine = Q(pk__in=[])
    for path in actor.unit_paths(*SENDERS):
        mine |= Q(path__startswith=path)
    return Unit.objects.filter(mine).order_by("path")


def may_see_names(actor: Actor, training: TrainingClass) -> bool:
    """Everybody on the lists of a class by name: its organiser and the district's roles. Others see those of their own units."""
    return actor.sees_district or may_organise(actor, training.organiser)


def may_keep_results(actor: Actor) -> bool:
    """Enter what outside exams said: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def visible_exams(actor: Actor) -> QuerySet[OutsideExam]:
    """Outside exams, for whoever sees people of any unit."""
    if actor.sees_district or actor.is_system or actor.has_role(*SENDERS):
        return OutsideExam.objects.all()
    return OutsideExam.objects.none()


def may_practise(actor: Actor) -> bool:
    """Practise and read courses: everybody who signs in."""
    return actor.account_id is not None


def may_write_courses(actor: Actor) -> bool:
    """Write courses: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)


def visible_courses(actor: Actor) -> QuerySet[Course]:
    """Open courses for everybody who signs in; for the office also what it writes and what it took away."""
    if may_write_courses(actor):
        return Course.objects.all()
    return Course.objects.filter(stage=CourseStage.OPEN) if may_practise(actor) else Course.objects.none()
