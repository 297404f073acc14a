"""What learning refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotAllowed, Refusal


class SessionClashes(Refusal):
    """A room or a speaker is taken at that time."""

    code = "session-clashes"


class SignUpClosed(Refusal):
    """The class takes no sign-ups now."""

    code = "sign-up-closed"


class ClassNotReady(Refusal):
    """The class lacks what the step asks for, or stands at another one."""

    code = "class-not-ready"


class NobodyNamed(BadInput):
    """Names that lead to no one person."""

    code = "nobody-named"


class WasNotThere(NotAllowed):
    """Only whoever attended may say how it was."""

    code = "was-not-there"


class CourseUnfit(BadInput):
    """Lines of a course that cannot be read; `faults` name each."""

    code = "course-unfit"


class ResultsUnfit(BadInput):
    """Results that contradict themselves or their roster."""

    code = "results-unfit"


class QuestionChanged(Refusal):
    """A new version of the question took effect while it was being answered."""

    code = "question-changed"
    status = 409
