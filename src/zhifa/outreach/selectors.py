"""Questions asked of outreach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from zhifa.deeds.api import published_deeds
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.outreach.access import visible_to
from zhifa.outreach.models import Activity, Place, Programme, Turn


def activity_by_key(actor: Actor, key: str) -> Activity:
    """One activity with its deed; 404 when it does not exist for this actor."""
    found = (
        visible_to(actor)
        .filter(deed__key=key)
        .select_related("deed__unit", "deed__area", "programme", "held_at")
        .prefetch_related("deed__counts", "deed__credits__unit")
        .first()
    )
    if found is None:
        raise NotFound("没有这项活动")
    return found


def published_activities() -> QuerySet[Activity]:
    """Activities that anyone may see, newest first."""
    return (
        Activity.objects.filter(deed__in=published_deeds().order_by().values("pk"))
        .select_related("deed__unit", "deed__area", "programme")
        .prefetch_related("deed__counts")
        .order_by("-deed__occurred_on", "-pk")
    )


def last_activity(actor: Actor, unit_codes: Sequence[str]) -> Activity | None:
    """The last activity recorded for these units: where the next one begins."""
    return (
        visible_to(actor)
        .filter(deed__unit__code__in=unit_codes, deed__is_opening=False)
        .select_related("deed__unit", "deed__area", "programme")
        .prefetch_related("deed__counts", "deed__credits__unit")
        .order_by("-deed_id")
        .first()
    )


def programmes() -> QuerySet[Programme]:
    """Programmes with their rota, newest first."""
    return Programme.objects.prefetch_related(Prefetch("turns", Turn.objects.select_related("unit")))


def programme_by_code(code: str) -> Programme:
    """One programme with its rota; 404 otherwise."""
    found = programmes().filter(code=code).first()
    if found is None:
        raise NotFound("没有这个栏目")
    return found


def places(on: date) -> QuerySet[Place]:
    """Places of the register that stand on a day."""
    standing = Place.objects.filter(opened_on__lte=on).exclude(closed_on__lte=on)
    return standing.select_related("area", "unit")


def turns_missed(today: date) -> list[Turn]:
    """Turns whose planned day has passed without an issue on record."""
    done = set(Activity.objects.filter(issue__isnull=False).values_list("programme_id", "issue"))
    due = Turn.objects.filter(planned_on__lt=today).select_related("programme", "unit")
    return [turn for turn in due if (turn.programme_id, turn.number) not in done]
