"""Acts on cases."""

from zhifa.cases.services.lists import keep_line
from zhifa.cases.services.loading import load_cases
from zhifa.cases.services.masking import decide, mask
from zhifa.cases.services.recommending import note_outcome, recommend
from zhifa.cases.services.reviewing import approve, move_on, recall, reopen
from zhifa.cases.services.telling import keep_telling
from zhifa.cases.services.writing import CaseDraft, change_case, read_file, submit, write_case

__all__ = [
    "CaseDraft", "approve", "change_case", "decide", "keep_line", "keep_telling", "load_cases", "mask", "move_on", "note_outcome",
    "read_file", "recall", "recommend", "reopen",
    "submit", "write_case",
]  # fmt: skip
