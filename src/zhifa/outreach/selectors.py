"""Questions asked of outreach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.deeds.api import State, published_deeds
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.outreach.access import visible_places, visible_programmes, visible_to
from zhifa.outreach.models import Activity, Place, Programme, Turn
from zhifa.outreach.terms import PROGRAMME
from zhifa.publishing.api import is_public


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
        raise NotFound(_("没有这项活动"))
    return found


def published_activities() -> QuerySet[Activity]:
    """Activities that anyone may see, newest first; each tells whether its programme is public too."""
    return (
        Activity.objects.filter(deed__in=published_deeds().order_by().values("pk"))
        .select_related("deed__unit", "deed__area", "programme")
        .prefetch_related("deed__counts")
        .annotate(programme_is_public=is_public(PROGRAMME, "programme__code"))
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


@dataclass(frozen=True)
class TurnLine:
    """A unit's turn as the rota shows it: held (`deed` is its key where the reader may see it), missed, or to come."""

    turn: Turn
    state: str  # held | missed | ahead
    deed: str = ""


@dataclass(frozen=True)
class Rota:
    """A programme with its turns and how often it was held so far."""

    programme: Programme
    lines: tuple[TurnLine, ...]
    held: int


def rotas(actor: Actor, today: date) -> list[Rota]:
    """Every programme with its rota, newest first. Three queries."""
    activities = visible_to(actor).filter(programme__isnull=False).exclude(deed__state=State.WITHDRAWN)
    keys = {(row[0], row[1]): row[2] for row in activities.values_list("programme_id", "issue", "deed__key")}
    standing = Activity.objects.filter(programme__isnull=False).exclude(deed__state=State.WITHDRAWN)
    held = list(standing.values_list("programme_id", "issue"))
    issued = set(held)
    return [
        Rota(
            programme,
            tuple(
                TurnLine(
                    turn,
                    _turn_state((programme.pk, turn.number) in issued, turn.planned_on, today),
                    keys.get((programme.pk, turn.number), ""),
                )
                for turn in programme.turns.all()
            ),
            sum(1 for owner, _issue in held if owner == programme.pk),
        )
        for programme in programmes(actor)
    ]


def _turn_state(held: bool, planned_on: date, today: date) -> str:
    if held:
        return "held"
    return "missed" if planned_on < today else "ahead"


def turn_by_key(pk: str) -> Turn | None:
    """One turn with its programme and unit, or None: an address may name one that was changed since."""
    if not pk.isdigit():
        return None
    return Turn.objects.select_related("programme", "unit").filter(pk=int(pk)).first()


def place_by_key(pk: int) -> Place:
    """One place; 404 otherwise."""
    found = Place.objects.select_related("area", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个场所"))
    return found


def programmes(actor: Actor) -> QuerySet[Programme]:
    """Programmes that the actor sees with their rota, newest first."""
    return visible_programmes(actor).prefetch_related(Prefetch("turns", Turn.objects.select_related("unit")))


def programme_titles(actor: Actor) -> dict[str, str]:
    """What each programme is called, by code; those that the actor does not see have no name."""
    seen = set(visible_programmes(actor).values_list("code", flat=True))
    return {
        code: title if code in seen else _("未公开的")
        for code, title in Programme.objects.values_list("code", "title")
    }


def activities_standing() -> int:
    """How many activities are on record."""
    return Activity.objects.count()


def programme_named(actor: Actor, text: str) -> Programme | None:
    """The programme that a cell of a sheet means, by its title or its code; the newest of several with one title."""
    name = text.strip().strip('《》“”"')
    return visible_programmes(actor).filter(Q(title=name) | Q(code=name)).first()


def programme_by_code(actor: Actor, code: str) -> Programme:
    """One programme with its rota; 404 otherwise."""
    found = programmes(actor).filter(code=code).first()
    if found is None:
        raise NotFound(_("没有这个栏目"))
    return found


def places(actor: Actor, on: date) -> QuerySet[Place]:
    """Places of the register that stand on a day, as far as the actor sees them."""
    return places_standing(on).filter(pk__in=visible_places(actor).values("pk"))


def places_standing(on: date) -> QuerySet[Place]:
    """Places that stand on a day, for whoever records there."""
    standing = Place.objects.filter(opened_on__lte=on).exclude(closed_on__lte=on)
    return standing.select_related("area", "unit")


def turns_missed(today: date) -> list[Turn]:
    """Turns whose planned day has passed without an issue on record."""
    standing = Activity.objects.filter(issue__isnull=False).exclude(deed__state=State.WITHDRAWN)
    done = set(standing.values_list("programme_id", "issue"))
    due = Turn.objects.filter(planned_on__lt=today).select_related("programme", "unit")
    return [turn for turn in due if (turn.programme_id, turn.number) not in done]
