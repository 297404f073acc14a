"""Who may see which figure: what went through the gate everybody, the others whoever works in the district."""

from __future__ import annotations

from collections.abc import Callable

from zhifa.figures.terms import DEFINITION_SUBJECT, SHARE_BESIDE
from zhifa.kernel.actor import Actor, Role
from zhifa.publishing.api import public_keys


def may_see(actor: Actor) -> Callable[[str], bool]:
    """Whether figures exist for the actor, by their code; the share beside a figure goes with it. One query for a stranger,
    none for others."""
    if not actor.is_stranger:
        return lambda code: True
    public = public_keys(DEFINITION_SUBJECT)
    return lambda code: code.removesuffix(SHARE_BESIDE) in public


def may_propose(actor: Actor) -> bool:
    """Propose figures for publication: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)
