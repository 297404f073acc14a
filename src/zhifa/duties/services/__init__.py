"""The acts of duties."""

from zhifa.duties.services.calling import CallDraft, call_year
from zhifa.duties.services.drafting import (
    adopt_proposals,
    hand_on,
    keep_line,
    pass_legal,
    remove_line,
    return_list,
)
from zhifa.duties.services.issuing import (
    Consideration,
    Issue,
    consider,
    issue_text,
    issue_version,
    load_issued,
    reopen_list,
)
from zhifa.duties.services.prompting import draft_prompt, issue_prompt, move_prompt, prompt_text
from zhifa.duties.services.proving import say_served, settle
from zhifa.duties.services.reviewing import finish_review, review_lines, sign_list

__all__ = [
    "CallDraft",
    "Consideration",
    "Issue",
    "adopt_proposals",
    "call_year",
    "consider",
    "draft_prompt",
    "finish_review",
    "hand_on",
    "issue_prompt",
    "issue_text",
    "issue_version",
    "keep_line",
    "load_issued",
    "move_prompt",
    "pass_legal",
    "prompt_text",
    "remove_line",
    "reopen_list",
    "return_list",
    "review_lines",
    "say_served",
    "settle",
    "sign_list",
]  # fmt: skip
