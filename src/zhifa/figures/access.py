"""Who may see which figure: what went through the gate everybody, the others whoever works in the district."""

from __future__ import annotations

from collections.abc import Callable

from zhifa.figures.terms import DEFINITION_SUBJECT, SHARE_BESIDE, UNITS_SUBJECT
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.registry import FigureOffer, offered
from zhifa.publishing.api import public_keys


def may_see(actor: Actor) -> Callable[[str], bool]:
    """Whether figures exist for the actor, by their code; the share beside a figure goes with it. One query for a stranger;
    for others one where a mechanism keeps its figures from them, besides what the mechanism asks."""
    closed: set[str] = set()
    if not actor.is_stranger:
        kept = [offer for offer in offered(FigureOffer) if not offer.seen_by(actor)]
        closed = {str(body["code"]) for offer in kept for body in offer.definitions}
        if not closed:
            return lambda code: True
    public = public_keys(DEFINITION_SUBJECT)

    def seen(code: str) -> bool:
        plain = code.removesuffix(SHARE_BESIDE)
        return plain in public or not (actor.is_stranger or plain in closed)

    return seen


def units_told(actor: Actor) -> Callable[[str], bool]:
    """Whether the actor is told unit by unit what a figure that names units is made of: strangers once this, and not only the
    figure, went through the gate. One query for a stranger, none for others."""
    if not actor.is_stranger:
        return lambda code: True
    told = public_keys(UNITS_SUBJECT)
    return lambda code: code.removesuffix(SHARE_BESIDE) in told


def may_propose(actor: Actor) -> bool:
    """Propose figures for publication: the district office."""
    return actor.is_system or actor.has_role(Role.OFFICE)
