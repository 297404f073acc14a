"""What sittings refuse."""

from __future__ import annotations

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
