"""What cases refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotAllowed, Refusal


class CaseIncomplete(BadInput):
    """Something that a case cannot go on without is missing; `faults` name the fields."""

    code = "case-incomplete"


class CaseMustNotGoOut(BadInput):
    """A case of this sort is not published; `faults` say why."""

    code = "case-must-not-go-out"


class DocumentUnreadable(BadInput):
    """A file that cannot be read as a case."""

    code = "case-document-unreadable"


class DecisionMissing(BadInput):
    """A span kept as it is without a reason, or a replacement that says the same as before."""

    code = "case-decision-missing"


class MoveNotPossible(Refusal):
    """The case does not stand where this move begins."""

    code = "case-move-not-possible"
    status = 409


class OwnWorkNotChecked(NotAllowed):
    """Whoever wrote a case does not review it; whoever made it anonymous is not the second person."""

    code = "case-own-work"


class CaseHeldBack(Refusal):
    """The law that the case cites has changed, and its owner has not said yet that it may stay."""

    code = "case-held-back"
    status = 409


class CaseNotToBeRecommended(Refusal):
    """Only what readers see today is sent on, and to one addressee once."""

    code = "case-not-to-be-recommended"
    status = 409
