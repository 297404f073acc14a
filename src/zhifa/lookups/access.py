"""Who may read the access log: the auditor, and nobody else; who may set how long it is kept: the administrator."""

from __future__ import annotations

from zhifa.kernel.actor import Actor, Role


def may_search(actor: Actor) -> bool:
    """Search and export: an auditor."""
    return actor.has_role(Role.AUDITOR)


def may_set_keeping(actor: Actor) -> bool:
    """Set the keeping time: an administrator, who never reads the log."""
    return actor.has_role(Role.ADMINISTRATOR)


def may_see_keeping(actor: Actor) -> bool:
    """Read for how long the log is kept: both."""
    return may_search(actor) or may_set_keeping(actor)
