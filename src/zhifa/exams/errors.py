"""What exams refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotAllowed, Refusal


class QuestionFlawed(BadInput):
    """A question that cannot be asked as it stands; `faults` name the fields and how to mend each."""

    code = "question-flawed"


class OwnWorkNotReviewed(NotAllowed):
    """Whoever wrote a version is not the one who reads it a second time."""

    code = "question-own-work"


class NothingToReview(Refusal):
    """The version has been decided already."""

    code = "question-not-waiting"
    status = 409


class NothingToCite(BadInput):
    """A question without an article on which it rests: a change of law could not reach it."""

    code = "question-cites-nothing"


class QuestionRetired(Refusal):
    """The question is out of use."""

    code = "question-retired"
    status = 409


class BankFileUnreadable(BadInput):
    """A file in which no question can be found."""

    code = "bank-file-unreadable"


class BankTooPoor(Refusal):
    """The bank cannot serve what is asked of it; `faults` say what is missing, line by line."""

    code = "bank-too-poor"
    status = 409


class LooksAlike(Refusal):
    """A question of the other pool says nearly the same: practised, it would be known before the exam."""

    code = "question-looks-alike"
    status = 409


class BlueprintUsed(Refusal):
    """Papers were drawn by the blueprint: it stays as it was, and another is written after it."""

    code = "blueprint-used"
    status = 409


class BlueprintRetired(Refusal):
    """The blueprint is out of use."""

    code = "blueprint-retired"
    status = 409


class PaperBroken(Refusal):
    """A frozen paper no longer says what it said when it was frozen."""

    code = "paper-broken"
    status = 500
