"""What waits at the gate, what went through, what may come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.calendar import add_working_days
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import Publishable, PublishableThing, offered
from zhifa.notices.api import working_calendar
from zhifa.publishing.access import role_for, visible_to
from zhifa.publishing.models import Publication, PublicationItem, Step
from zhifa.publishing.rules.moves import Gate, has_had_a_hand, moves_from
from zhifa.publishing.rules.text import Sheet
from zhifa.publishing.selectors.gate import gate_on
from zhifa.publishing.terms import RUNNING, Move, Standing, State


@dataclass(frozen=True)
class ReadyGroup:
    """Things of one kind that may go out together and stand in no publication; `due` is the earliest one's last day."""

    kind: str
    title: str
    group: str
    number: int
    formed_on: date | None
    due: date | None


def kinds() -> Mapping[str, Publishable]:
    """What can be published, by kind."""
    return {kind.kind: kind for kind in offered(Publishable)}


def ready_keys(kind: Publishable, group: str | None = None) -> list[str]:
    """The keys of a kind (and group) that may be proposed now."""
    rows = _free(kind)
    if group is not None:
        rows = rows.filter(thing_group=group)
    return list(rows.order_by("thing_group", "thing_key").values_list("thing_key", flat=True))


def ready_groups(actor: Actor, today: date, *, dated: bool = False) -> list[ReadyGroup]:
    """What the actor may propose, by kind and group (`dated`: only kinds whose clock runs). One query a kind, and two."""
    mine = [kind for kind in kinds().values() if kind.may_propose(actor) and kind.dated >= dated]
    if not mine:
        return []
    days, calendar = gate_on(today).working_days, working_calendar()
    found = []
    for kind in mine:
        rows = (
            _free(kind)
            .order_by()
            .values("thing_group")
            .annotate(number=Count("thing_key"), formed=Min("thing_formed"))
            .order_by("-thing_group")
        )
        for row in (row for row in rows if row["number"]):
            formed = row["formed"]
            due = add_working_days(formed, days, calendar) if formed else None
            found.append(
                ReadyGroup(kind.kind, str(kind.title), row["thing_group"], row["number"], formed, due)
            )
    return found


def running(actor: Actor) -> QuerySet[Publication]:
    """Publications on their way, those due first."""
    return _listed(visible_to(actor).filter(state__in=RUNNING)).order_by("due_on", "pk")


def published_publications(actor: Actor | None) -> QuerySet[Any]:
    """What went out, the newest first; None asks as a stranger, who sees those of which something is still public."""
    rows = Publication.objects.all() if actor is None else visible_to(actor)
    return _listed(rows.filter(state=State.PUBLISHED)).order_by("-published_at", "-pk")


def withdrawn_publications(actor: Actor | None) -> QuerySet[Any]:
    """What was taken back, whole or in part, the newest first."""
    rows = Publication.objects.all() if actor is None else visible_to(actor)
    taken = Exists(
        PublicationItem.objects.filter(
            publication=OuterRef("pk"), standing=Standing.ENDED, publication__published_at__isnull=False
        )
    )
    return _listed(rows.filter(Q(state=State.WITHDRAWN) | (Q(state=State.PUBLISHED) & taken))).order_by(
        "-ended_at", "-pk"
    )


def publication_by_number(actor: Actor, number: int) -> Publication:
    """One publication with its steps; 404 for what the actor may not see."""
    found: Publication | None = _listed(visible_to(actor)).prefetch_related("steps").filter(pk=number).first()
    if found is None:
        raise NotFound(_("没有这份公开送审稿"))
    return found


def things_of(publication: Publication) -> list[PublishableThing]:
    """The things of a publication: of a draft as they stand now, afterwards as they were submitted."""
    rows = publication.items.order_by("position")
    if publication.state == State.DRAFT:
        keys = list(rows.filter(standing=Standing.INSIDE).values_list("key", flat=True))
        found = {thing.key: thing for thing in kinds()[publication.kind].things(keys)}
        return [found[key] for key in keys if key in found]
    return [
        PublishableThing(row.key, row.title, row.text, row.unit, row.day, row.url, row.formed_on)
        for row in rows
    ]


def sheet_of(publication: Publication) -> Sheet:
    """The text of a publication: of a draft as its things stand now, afterwards as it was submitted."""
    texts = tuple(thing.text for thing in things_of(publication))
    return Sheet(publication.number, publication.title, publication.unit, publication.source, texts)


def possible_moves(actor: Actor, publication: Publication, gate: Gate) -> list[Move]:
    """What the actor may do with it now; asks `steps`, which should be at hand."""
    reviewers = reviewers_of(publication)
    return [
        move
        for move in moves_from(publication.state)
        if move != Move.KEEP  # the same page decides both
        and role_for(actor, publication, move, gate) is not None
        and not has_had_a_hand(
            actor.key, author=publication.author, reviewers=reviewers, state=publication.state, move=move
        )
    ]


def reviewers_of(publication: Publication) -> set[str]:
    """Who passed it in this round."""
    return {
        step.by
        for step in publication.steps.all()
        if step.move == Move.PASS and step.round == publication.round
    }


def waiting_for(actor: Actor, today: date) -> list[tuple[Publication, Move]]:
    """Publications that wait for the actor with the move that is next. Three queries."""
    if actor.is_stranger or actor.is_system:
        return []
    gate = gate_on(today)
    rows = (
        visible_to(actor)
        .filter(state__in=RUNNING)
        .prefetch_related(Prefetch("steps", Step.objects.order_by("at", "pk")))
    )
    found = []
    for publication in rows.order_by("due_on", "pk"):
        moves = possible_moves(actor, publication, gate)
        if publication.state == State.DRAFT and publication.author != actor.key:
            continue  # a draft is its author's to finish
        if moves:
            found.append((publication, moves[0]))
    return found


def _listed(rows: QuerySet[Publication]) -> QuerySet[Any]:
    listed: QuerySet[Any] = rows.annotate(
        things=Count("items"),
        public_things=Count("items", filter=Q(items__standing=Standing.PUBLIC)),
        ended_things=Count("items", filter=Q(items__standing=Standing.ENDED)),
    )
    return listed


def _free(kind: Publishable) -> QuerySet[Any]:
    taken = PublicationItem.objects.filter(kind=kind.kind, key=OuterRef("thing_key")).exclude(
        standing=Standing.ENDED
    )
    rows: QuerySet[Any] = kind.ready().filter(~Exists(taken))
    return rows
