"""Classes as lists and pages show them: registered beside present, 人次 beside 人."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import LawUse
from zhifa.learning.access import visible_to
from zhifa.learning.models import Attendance, ClassCited, Enrolment, Session, TrainingClass
from zhifa.learning.rules.clashes import Clash, Slot, clashes_of
from zhifa.learning.rules.places import Room
from zhifa.learning.terms import CLASS, ClassState, Place
from zhifa.publishing.api import is_public


@dataclass(frozen=True)
class ClassLine:
    """A class with its counts: signed up and waiting (人), attendances over its sessions (人次), different people who came (人)."""

    training: TrainingClass
    registered: int
    waiting: int
    times: int
    people: int


def class_lines(rows: Iterable[TrainingClass]) -> list[ClassLine]:
    """The counts of classes. Two queries for any number."""
    classes = list(rows)
    keys = [one.pk for one in classes]
    places = {
        (pk, state): number
        for pk, state, number in Enrolment.objects.filter(training__in=keys)
        .order_by()
        .values_list("training", "state")
        .annotate(number=Count("pk"))
    }
    came = {
        pk: (times, people)
        for pk, times, people in Attendance.objects.filter(session__training__in=keys)
        .order_by()
        .values_list("session__training")
        .annotate(times=Count("pk"), people=Count("person", distinct=True))
    }
    return [
        ClassLine(
            one, places.get((one.pk, Place.IN), 0), places.get((one.pk, Place.WAITING), 0), *came.get(one.pk, (0, 0))
        )
        for one in classes
    ]  # fmt: skip


def classes(actor: Actor) -> QuerySet[TrainingClass]:
    """The classes that the actor sees, those to come first."""
    return visible_to(actor).select_related("organiser", "deed")


def class_by_key(actor: Actor, key: str) -> TrainingClass:
    """One class; 404 when it does not exist for this actor."""
    found = visible_to(actor).filter(key=key).select_related("organiser__area", "deed").first()
    if found is None:
        raise NotFound(_("没有这个班"))
    return found


@dataclass(frozen=True)
class SessionLine:
    """A session: who was registered for the class (人), who came (人次), and how many of them had not signed up."""

    session: Session
    registered: int
    present: int
    unregistered: int

    @property
    def absent(self) -> int:
        """Registered and not there."""
        return self.registered - (self.present - self.unregistered)


def session_lines(training: TrainingClass) -> list[SessionLine]:
    """The sessions of a class with who came. Three queries."""
    registered = set(training.enrolments.filter(state=Place.IN).order_by().values_list("person", flat=True))
    came: dict[int, list[int]] = {}
    for session, person in Attendance.objects.filter(session__training=training).values_list(
        "session", "person"
    ):
        came.setdefault(session, []).append(person)
    return [
        SessionLine(
            one, len(registered), len(came.get(one.pk, ())),
            sum(person not in registered for person in came.get(one.pk, ())),
        )
        for one in training.sessions.all()
    ]  # fmt: skip


def session_by_number(training: TrainingClass, number: int) -> Session:
    """One session of a class; 404 otherwise."""
    found = training.sessions.filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这一课"))
    found.training = training
    return found


def enrolments_of(training: TrainingClass) -> QuerySet[Enrolment]:
    """Who signed up and has not left, in the order in which they asked."""
    return training.enrolments.exclude(state=Place.WITHDRAWN).select_related("person", "unit")


def counted_of(training: TrainingClass) -> tuple[int, int]:
    """人次 and 人 of a class. One query."""
    found = Attendance.objects.filter(session__training=training).aggregate(
        times=Count("pk"), people=Count("person", distinct=True)
    )
    return found["times"], found["people"]


def standing_of(training: TrainingClass) -> tuple[Room, dict[int, int]]:
    """The places of a class and who holds them, by unit. Two queries."""
    quotas = dict(training.quotas.values_list("unit", "places"))
    held = dict(
        training.enrolments.filter(state=Place.IN)
        .order_by()
        .values_list("unit")
        .annotate(number=Count("pk"))
        .values_list("unit", "number")
    )
    return Room(training.capacity, quotas), held


def slot_of(session: Session) -> Slot:
    """A session as the rule of clashes sees it."""
    label = _("%(title)s · %(topic)s（%(starts)s–%(ends)s）") % {
        "title": session.training.title, "topic": session.topic, "starts": f"{session.starts:%H:%M}",
        "ends": f"{session.ends:%H:%M}",
    }  # fmt: skip
    return Slot(session.day, session.starts, session.ends, session.room, session.speaker, label)


def clashes_with(slot: Slot, but: int | None = None) -> list[Clash]:
    """What a slot wants that another session of any class that stands has. One query."""
    others = Session.objects.filter(day=slot.day).exclude(training__state=ClassState.CANCELLED)
    if but is not None:
        others = others.exclude(pk=but)
    return clashes_of(slot, [slot_of(one) for one in others.select_related("training")])


def clashing(training: TrainingClass) -> list[tuple[Session, list[Clash]]]:
    """The sessions of a class that clash, with what. Two queries."""
    own = list(training.sessions.all())
    for one in own:
        one.training = training
    days = {one.day for one in own}
    others = list(
        Session.objects.filter(day__in=days)
        .exclude(training__state=ClassState.CANCELLED)
        .select_related("training")
    )
    found = [
        (one, clashes_of(slot_of(one), [slot_of(other) for other in others if other.pk != one.pk]))
        for one in own
    ]
    return [(one, clashes) for one, clashes in found if clashes]


@dataclass(frozen=True)
class MyClass:
    """A class as one of its people sees it: where the sign-up stands, at how many of its sessions they were."""

    training: TrainingClass
    place: str
    present: int
    sessions: int

    @property
    def place_words(self) -> str:
        """Where the sign-up stands; of somebody who just came, that they did."""
        return str(Place(self.place).label) if self.place else _("没有报名，来了")


def my_classes(person: int | None) -> list[MyClass]:
    """The classes for which a person signed up or to which they came, newest first. Three queries."""
    if person is None:
        return []
    places = dict(Enrolment.objects.filter(person=person).values_list("training", "state"))
    came = dict(
        Attendance.objects.filter(person=person)
        .order_by()
        .values_list("session__training")
        .annotate(number=Count("pk"))
    )
    rows = (
        TrainingClass.objects.filter(Q(pk__in=places) | Q(pk__in=came))
        .exclude(state=ClassState.DRAFT)
        .select_related("organiser")
        .annotate(held=Count("sessions"))
        .order_by("-since", "-pk")
    )
    return [MyClass(one, places.get(one.pk, ""), came.get(one.pk, 0), one.held) for one in rows]


def sessions_of_today(person: int | None, today: date) -> list[tuple[Session, bool]]:
    """Today's sessions of the classes for which a person signed up, and whether they are marked present. Two queries."""
    if person is None:
        return []
    rows = Session.objects.filter(
        day=today, training__state=ClassState.OPEN, training__enrolments__person=person, training__enrolments__state=Place.IN
    ).select_related("training")  # fmt: skip
    there = set(
        Attendance.objects.filter(person=person, session__day=today).values_list("session", flat=True)
    )
    return [(one, one.pk in there) for one in rows]


def uses(rows: QuerySet[ClassCited]) -> QuerySet[ClassCited]:
    """Citings by classes that are still to be held; of one that is over its deed says what it cited."""
    coming = (ClassState.DRAFT, ClassState.OPEN)
    return rows.filter(training__state__in=coming).select_related("training__organiser")


def use_of(row: ClassCited) -> LawUse:
    """One citing as the ripple of a change of law weighs it; the organiser decides about it, until the class is over."""
    training = row.training
    return LawUse(
        subject=training.key, title=training.title, url=training.get_absolute_url(), unit=training.organiser.code,
        unit_name=training.organiser.name, version_id=row.version_id, text_id=row.text_id, label=row.label, used_until=training.until,
    )  # fmt: skip


def public_classes() -> QuerySet[TrainingClass]:
    """Classes that anyone may see."""
    return TrainingClass.objects.filter(is_public(CLASS, "key")).select_related("organiser")


def public_class(key: str) -> TrainingClass:
    """One public class with its sessions; 404 otherwise."""
    found = public_classes().filter(key=key).prefetch_related("sessions").first()
    if found is None:
        raise NotFound(_("没有这个班"))
    return found


def attendance_days(training: TrainingClass) -> Sequence[tuple[int, str, date]]:
    """Each attendance of a class as (id of the person, code of the person, day), in order. One query."""
    rows = Attendance.objects.filter(session__training=training).order_by("session__day", "session", "pk")
    return list(rows.values_list("person", "person__code", "session__day"))
