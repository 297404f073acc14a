"""What of learning waits for someone: classes to close, places of a unit that nobody took yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.registry import Awaiting, AwaitingItem
from zhifa.learning.access import SENDERS
from zhifa.learning.models import Quota, TrainingClass
from zhifa.learning.terms import CLASS, ClassState, Place


def _waiting(actor: Actor, today: date) -> Sequence[AwaitingItem]:
    """For organisers: classes over and not closed. For units: places kept for them and not taken. Two queries at most."""
    if actor.is_system or not actor.has_role(Role.OFFICE, *SENDERS):
        return ()
    paths = [path for path in actor.unit_paths(*SENDERS) if path != "/"]
    mine = Q(pk__in=[])
    for path in paths:
        mine |= Q(organiser__path__startswith=path)
    if actor.has_role(Role.OFFICE):
        mine = Q()
    over = TrainingClass.objects.filter(mine, state=ClassState.OPEN, until__lt=today)
    found = [
        AwaitingItem(
            title=gettext("请结班：%(title)s") % {"title": one.title}, url=one.get_absolute_url(),
            why=gettext("课已上完，结班后才计入数字"), since=one.until, subject=f"{CLASS}:{one.key}:close",
        )
        for one in over
    ]  # fmt: skip
    return [*found, *_free_places(paths, today)]


def _free_places(paths: Sequence[str], today: date) -> list[AwaitingItem]:
    if not paths:
        return []
    mine = Q(pk__in=[])
    for path in paths:
        mine |= Q(unit__path__startswith=path)
    taken = Count(
        "training__enrolments",
        filter=Q(training__enrolments__unit=F("unit"), training__enrolments__state=Place.IN),
    )
    rows = (
        Quota.objects.filter(mine, training__state=ClassState.OPEN, training__since__gt=today)
        .exclude(training__sign_up_until__lt=today)
        .select_related("training", "unit")
        .annotate(taken=taken)
        .filter(places__gt=F("taken"))
    )
    return [
        AwaitingItem(
            title=gettext("请报名：%(title)s") % {"title": one.training.title},
            url=reverse("learning_sign_up", args=[one.training.key]),
            why=gettext("给%(unit)s留了 %(places)s 个名额，已报 %(taken)s 个")
            % {"unit": one.unit.name, "places": one.places, "taken": one.taken},
            due=one.training.sign_up_until, subject=f"{CLASS}:{one.training.key}:places",
        )
        for one in rows
    ]  # fmt: skip


WAITING = Awaiting("training", _("培训班"), _waiting)
