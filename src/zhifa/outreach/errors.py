"""What outreach refuses."""

from __future__ import annotations

from zhifa.kernel.errors import Refusal


class TurnTaken(Refusal):
    """That issue of a programme is already given to a unit."""

    code = "turn-taken"
