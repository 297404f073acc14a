"""The acts of duties."""

from zhifa.duties.services.calling import CallDraft, call_year
from zhifa.duties.services.changing import hand_over_duties
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
from zhifa.duties.services.powers import PowerDraft, load_powers, remove_power, review_powers, write_powers
from zhifa.duties.services.prompting import (
    draft_prompt,
    draft_prompts,
    issue_prompt,
    move_prompt,
    prompt_text,
)
from zhifa.duties.services.proving import say_served, settle
from zhifa.duties.services.reviewing import finish_review, review_lines, sign_list
from zhifa.duties.services.visiting import DrawDraft, draw_visits, note_visit

__all__ = [
    "CallDraft",
    "Consideration",
    "DrawDraft",
    "Issue",
    "PowerDraft",
    "adopt_proposals",
    "call_year",
    "consider",
    "draft_prompt",
    "draft_prompts",
    "draw_visits",
    "finish_review",
    "hand_on",
    "hand_over_duties",
    "issue_prompt",
    "issue_text",
    "issue_version",
    "keep_line",
    "load_issued",
    "load_powers",
    "move_prompt",
    "note_visit",
    "pass_legal",
    "prompt_text",
    "remove_line",
    "remove_power",
    "reopen_list",
    "return_list",
    "review_lines",
    "review_powers",
    "say_served",
    "settle",
    "sign_list",
    "write_powers",
]  # fmt: skip
