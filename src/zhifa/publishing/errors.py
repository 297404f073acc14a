"""What the gate refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotFound, Refusal


class MoveNotPossible(Refusal):
    """The publication does not stand where this move begins."""

    code = "move-not-possible"
    status = 409


class OwnWorkNotReviewed(Refusal):
    """Whoever wrote, or reviewed before, does not review again."""

    code = "own-work-not-reviewed"
    status = 403


class MarkedSecret(BadInput):
    """A classification mark stands in the text; `faults` say where."""

    code = "text-marked-secret"


class WordingUnresolved(BadInput):
    """Words of the office's list stand in the text, and no reason was given for leaving them."""

    code = "wording-unresolved"


class TextMovedOn(Refusal):
    """A thing is no longer what was reviewed."""

    code = "text-moved-on"
    status = 409


class NotReady(BadInput):
    """Some of the things cannot be proposed: not final, public already, or under review."""

    code = "not-ready"


class WordRuleTaken(BadInput):
    """The list has a line for this phrase from this day already."""

    code = "word-rule-taken"


class NoLongerPublic(NotFound):
    """It was public and is not any more: the address says so, and when and why, without a title."""

    code = "no-longer-public"
    status = 410
