"""What assessment refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, Refusal


class SchemeSettled(Refusal):
    """Lines of a scheme that was settled stand; what changes is the next version."""

    code = "scheme-settled"


class SchemeNotWhole(BadInput):
    """The weights do not make up the base, or a line lacks its rule."""

    code = "scheme-not-whole"


class FigureNotScorable(BadInput):
    """No assessment may score this figure, or there is none of that name."""

    code = "figure-not-scorable"


class LineUnanswered(BadInput):
    """A judgement without its reason, a survey without source and day, points outside the line's bounds."""

    code = "evaluation-line-unanswered"


class NotAtThisStep(Refusal):
    """The evaluation does not stand where this can be done."""

    code = "evaluation-not-at-this-step"


class CheckedByAnother(Refusal):
    """Whoever wrote the self-score does not check it."""

    code = "checked-by-another"
    status = 403


class LeaderListUnfit(BadInput):
    """A list with lines that cannot be read, each named by its number."""

    code = "leader-list-unfit"


class LeaderListSettled(BadInput):
    """What was issued for a day stands; what changes begins on another day."""

    code = "leader-list-settled"
