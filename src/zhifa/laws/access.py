"""Who may do what in the law library: everyone reads, the office keeps it."""

from __future__ import annotations

from zhifa.kernel.actor import Actor, Role


def may_keep_laws(actor: Actor) -> bool:
    """Whether the actor may import texts and enter documents."""
    return actor.is_system or actor.has_role(Role.OFFICE)
