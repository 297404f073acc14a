"""The door of assessment."""

from zhifa.assessment.models import Answer, Evaluation, Line, Scheme
from zhifa.assessment.services import (
    AnswerDraft,
    LineDraft,
    SchemeDraft,
    answer_line,
    check_lines,
    draft_evaluation,
    hand_in,
    load_scheme,
)
from zhifa.assessment.terms import Basis, Direction, Stage

__all__ = [
    "Answer", "AnswerDraft", "Basis", "Direction", "Evaluation", "Line", "LineDraft", "Scheme", "SchemeDraft", "Stage",
    "answer_line", "check_lines", "draft_evaluation", "hand_in", "load_scheme",
]  # fmt: skip
