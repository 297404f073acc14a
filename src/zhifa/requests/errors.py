"""What requests for data refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotFound, Refusal


class FormIncomplete(BadInput):
    """A form or a field lacks something that it needs before it can go out."""

    code = "form-incomplete"


class QuestionOpen(Refusal):
    """A field asks what is held, or asked elsewhere, and nobody said why it must be asked again."""

    code = "form-question-open"
    status = 409


class FieldBarred(Refusal):
    """A clause that is in force bars the field."""

    code = "form-field-barred"
    status = 422


class FormIsOut(Refusal):
    """The form went out, was closed or withdrawn; it no longer changes."""

    code = "form-is-out"
    status = 409


class AnswerUnreadable(BadInput):
    """An answer is not of the kind that its field asks for; the faults name the fields."""

    code = "answer-unreadable"


class NoSuchForm(NotFound):
    """No form of that key exists for the actor."""

    code = "no-such-form"
