"""The acts of assessment."""

from zhifa.assessment.services.bundling import line_bundle
from zhifa.assessment.services.concluding import conclude, text_to_sign
from zhifa.assessment.services.evaluating import (
    AnswerDraft,
    answer_line,
    check_lines,
    compute,
    draft_evaluation,
    hand_in,
    send_back,
)
from zhifa.assessment.services.leaders import LeaderListDraft, issue_leader_list, open_leader_type, type_posts
from zhifa.assessment.services.paper import paper
from zhifa.assessment.services.schemes import (
    LineDraft,
    SchemeDraft,
    change_scheme,
    keep_line,
    load_scheme,
    next_version,
    open_scheme,
    remove_line,
    settle_scheme,
)

__all__ = [
    "AnswerDraft", "LeaderListDraft", "LineDraft", "SchemeDraft", "answer_line", "change_scheme", "check_lines", "compute", "conclude",
    "draft_evaluation", "hand_in", "issue_leader_list", "keep_line", "line_bundle", "load_scheme", "next_version", "open_leader_type",
    "open_scheme", "paper", "remove_line", "send_back", "settle_scheme", "text_to_sign", "type_posts",
]  # fmt: skip
