"""Who waits moves up when there is room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from zhifa.learning.models import Enrolment, TrainingClass
from zhifa.learning.rules.places import placed
from zhifa.learning.selectors import standing_of
from zhifa.learning.terms import CLASS, Place
from zhifa.ledger.api import Subject
from zhifa.notices.api import notify


def move_up(training: TrainingClass) -> list[Enrolment]:
    """Give the places that are free to those who waited longest and fit; answers who moved up. The class is locked."""
    waiting = list(
        training.enrolments.filter(state=Place.WAITING).select_related("person").order_by("asked_at", "pk")
    )
    if not waiting:
        return []
    room, held = standing_of(training)
    found = set(placed(room, held, [(one.pk, one.unit_id) for one in waiting]))
    Enrolment.objects.filter(pk__in=found).update(state=Place.IN)
    return [one for one in waiting if one.pk in found]


def tell_moved(moved: Sequence[Enrolment], *, now: datetime) -> None:
    """Whoever moved up hears of it."""
    for one in moved:
        if one.person.account_id is not None:
            notify(
                [one.person.account_id], title=_("“%(title)s”有名额了，您已报上名") % {"title": one.training.title},
                body=_("前面有人退出，您从候补转为已报名。来不了请退出，好让后面的人补上。"),
                url=one.training.get_absolute_url(), why=_("您在候补"), subject=Subject(CLASS, one.training.key), now=now,
            )  # fmt: skip
