"""What sittings refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhifa.kernel.errors import BadInput, Refusal


class ExamNotReady(Refusal):
    """The exam lacks what the step asks for, or stands at another one."""

    code = "exam-not-ready"


class TermsUnfit(BadInput):
    """Terms of an exam that cannot be kept; `faults` name the fields."""

    code = "exam-terms-unfit"


class PapersTooFew(Refusal):
    """A class of posts among the candidates has no draw, or one with too few papers."""

    code = "exam-papers-too-few"


class SittingRefusal(Refusal):
    """A refusal to a player, with what a program needs to go on (`told`, plain data beside the problem's own members)."""

    def __init__(self, what: str, *, why: str = "", next_step: str = "", **told: Any) -> None:
        super().__init__(what, why=why, next_step=next_step)
        self.told = told

    def as_problem(self, instance: str = "") -> Mapping[str, Any]:
        """With what the program needs."""
        return {**super().as_problem(instance), **self.told}


class NoTicket(SittingRefusal):
    """No ticket, one that is not ours, or one whose time is over."""

    code = "no-ticket"
    status = 401


class TooLarge(SittingRefusal):
    """A request beyond what one may hold."""

    code = "too-large"
    status = 413


class TooEarly(SittingRefusal):
    """The exam is not open yet, or the receipt not sealed yet; a little later the same request is answered."""

    code = "too-early"
    status = 425


class ExamClosed(SittingRefusal):
    """The exam's window is over, or the exam was called off; nobody begins any more."""

    code = "exam-closed"


class NotStarted(SittingRefusal):
    """The attempt was not begun, so there is nothing to keep."""

    code = "not-started"


class AttemptOver(SittingRefusal):
    """The attempt's time is over or it was handed in; what came now was not kept. `told` has what was kept before of the same request."""

    code = "attempt-over"


class AnswersTooMany(SittingRefusal):
    """Far more answers than a person gives: no more are taken but those that come with the hand-in."""

    code = "too-many"
    status = 429


class FileUnfit(SittingRefusal):
    """A file that is no hand-in file of an attempt, was changed, or comes too late for the candidate alone."""

    code = "file-unfit"
    status = 422


class MarkTaken(Refusal):
    """The written answer is settled, or this person has read it before."""

    code = "exam-mark-taken"


class ResultsNotReady(Refusal):
    """Results cannot be published yet; `faults` say what is missing."""

    code = "exam-results-not-ready"


class ObjectionsClosed(Refusal):
    """The days for objections are over."""

    code = "exam-objections-closed"


class ObjectionAnswered(Refusal):
    """There is one about this already, or it was answered."""

    code = "exam-objection-answered"


class CertificateGone(Refusal):
    """The certificate does not hold any more."""

    code = "exam-certificate-gone"


class TooManyLooks(Refusal):
    """The hour's share of questions about certificates, of one address or of all, is used up."""

    code = "exam-certificate-looks"
    status = 429


class PdfNotPossible(Refusal):
    """The machine lacks what PDF needs."""

    code = "exam-pdf-not-possible"
    status = 503
