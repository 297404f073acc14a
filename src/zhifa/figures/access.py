"""Who may see which figure: published ones everybody, the others whoever works in the district."""

from __future__ import annotations

from typing import Any

from zhifa.kernel.actor import Actor


def may_see(actor: Actor, body: dict[str, Any]) -> bool:
    """Whether the figure defined by `body` exists for the actor."""
    return bool(body.get("public", True)) or not actor.is_stranger
