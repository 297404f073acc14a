"""Draws of unannounced visits and what was found."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from zhifa.duties.access import visible_draws
from zhifa.duties.models import VisitDraw
from zhifa.duties.rules.sampling import drawn, mark_of
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.people.api import Unit


def draws(actor: Actor) -> QuerySet[VisitDraw]:
    """The draws that the actor sees, the newest first, with the number of visits made."""
    return visible_draws(actor).annotate(made=Count("visits__visited_on")).order_by("-drawn_at")


def draw_by_key(actor: Actor, pk: int) -> VisitDraw:
    """One draw; 404 otherwise."""
    found = draws(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这次抽取"))
    return found


def frame_of(draw: VisitDraw) -> list[tuple[Unit, str, bool]]:
    """Every unit among which was drawn, smallest mark first: the unit, its mark, and whether the seed draws it. One query."""
    units: Mapping[str, Unit] = {unit.code: unit for unit in Unit.objects.filter(code__in=draw.frame)}
    chosen = set(drawn(draw.seed, draw.frame, draw.number))
    marked = sorted((mark_of(draw.seed, code), code) for code in draw.frame)
    return [(units[code], mark, code in chosen) for mark, code in marked]
