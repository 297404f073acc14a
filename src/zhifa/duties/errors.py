"""What duties refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, Refusal


class YearAlreadyCalled(Refusal):
    """A year is called once."""

    code = "duty-year-already-called"
    status = 409


class LineIncomplete(BadInput):
    """A line with an empty field cannot be handed on; drafts are kept as they are."""

    code = "duty-line-incomplete"


class MoveNotPossible(Refusal):
    """The list does not stand where this can be done to it: somebody else was first."""

    code = "duty-list-move-not-possible"
    status = 409


class LineNotReviewed(BadInput):
    """Every line has its verdict before a list is merged or sent back; what is sent back says why."""

    code = "duty-line-not-reviewed"


class NothingMerged(Refusal):
    """No unit's list is merged, so there is nothing to consider or issue."""

    code = "duty-nothing-merged"
    status = 409


class VersionAlreadyIssued(Refusal):
    """A version is issued once and stands still; what changes is another version."""

    code = "duty-version-already-issued"
    status = 409


class VersionOutOfOrder(BadInput):
    """A version takes effect on or after its issue, and after the one before it."""

    code = "duty-version-out-of-order"


class PromptNotDue(Refusal):
    """Nothing was missed, or a prompt for the same miss stands already."""

    code = "duty-prompt-not-due"
    status = 409


class PromptMoveNotPossible(Refusal):
    """The prompt does not stand where this can be done to it."""

    code = "duty-prompt-move-not-possible"
    status = 409


class DutyNotOwed(BadInput):
    """A deed can serve only a duty of a unit that did it."""

    code = "duty-not-owed"


class NotTakenOver(BadInput):
    """Duties go over only from a body that ended, and only to one into which it went over."""

    code = "duty-not-taken-over"


class PlanAlreadyDrawn(Refusal):
    """An inspection plan is drawn once."""

    code = "duty-plan-already-drawn"
    status = 409


class VisitNotDrawn(BadInput):
    """A visit is of a unit that was drawn, after the draw, and noted once."""

    code = "duty-visit-not-drawn"
