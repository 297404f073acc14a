"""What the access log refuses."""

from __future__ import annotations

from zhifa.kernel.errors import Refusal


class LookNotKept(Refusal):
    """The look cannot be written down, so the matter is not shown."""

    code = "look-not-kept"
    status = 503


class KeepingTooShort(Refusal):
    """A keeping time under what the law asks, or one that would begin in the past."""

    code = "keeping-too-short"
    status = 422
