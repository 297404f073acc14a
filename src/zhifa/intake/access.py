"""Who may see a file on its way in: whoever dropped it, nobody else; and who may import into what."""

from __future__ import annotations

from django.db.models import QuerySet

from zhifa.intake.models import ImportJob
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import ImportTarget, offered


def visible_to(actor: Actor) -> QuerySet[ImportJob]:
    """The actor's own jobs. An unchecked sheet may hold anything, so that not even the district looks in."""
    if actor.is_stranger:
        return ImportJob.objects.none()
    return ImportJob.objects.filter(owner_key=actor.key)


def may_import(actor: Actor, target: ImportTarget) -> bool:
    """Whether the target takes sheets from this actor."""
    return not actor.is_stranger and target.may_import(actor)


def targets_open_to(actor: Actor) -> tuple[ImportTarget, ...]:
    """What this actor may import into, but for targets that have their place on the page of one thing."""
    return tuple(
        target for target in offered(ImportTarget) if target.bind is None and may_import(actor, target)
    )


def memory_key(actor: Actor) -> str:
    """Whose column choices are remembered together: the actor's unit's, else the actor's own."""
    branches = [path for path in actor.unit_paths() if path != "/"]
    return branches[0] if branches else actor.key
