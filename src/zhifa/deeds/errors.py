"""What deeds refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotAllowed, Refusal


class DeedIncomplete(BadInput):
    """Something that a deed must say is missing or impossible; every fault is named."""

    code = "deed-incomplete"


class DeedAlreadyClosed(Refusal):
    """Its counts have closed: only a correction with a reason changes it."""

    code = "deed-already-closed"


class DeedNotWaiting(Refusal):
    """It does not wait for this step."""

    code = "deed-not-waiting"


class OwnDeedNotConfirmed(NotAllowed):
    """Whoever recorded a deed cannot confirm it."""

    code = "own-deed"


class ReasonMissing(BadInput):
    """A correction or a return needs its reason in words."""

    code = "reason-missing"


class ParticipationsAlreadyIn(Refusal):
    """The rows of this channel are in already; a second sheet would make two totals."""

    code = "participations-already-in"
    status = 409
