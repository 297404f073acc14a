"""The door of assessment."""

from zhifa.assessment.models import Answer, Evaluation, Line, Scheme
from zhifa.assessment.services import (
    AnswerDraft,
    LeaderListDraft,
    LineDraft,
    SchemeDraft,
    answer_line,
    check_lines,
    draft_evaluation,
    hand_in,
    issue_leader_list,
    load_scheme,
    open_leader_type,
    type_posts,
)
from zhifa.assessment.terms import LEADING, Basis, Direction, Stage

__all__ = [
    "LEADING", "Answer", "AnswerDraft", "Basis", "Direction", "Evaluation", "LeaderListDraft", "Line", "LineDraft", "Scheme",
    "SchemeDraft", "Stage", "answer_line", "check_lines", "draft_evaluation", "hand_in", "issue_leader_list", "load_scheme",
    "open_leader_type", "type_posts",
]  # fmt: skip
