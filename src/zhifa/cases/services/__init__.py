"""Acts on cases."""

from zhifa.cases.services.loading import load_cases
from zhifa.cases.services.masking import decide, mask
from zhifa.cases.services.reviewing import approve, move_on, recall, reopen
from zhifa.cases.services.telling import keep_telling
from zhifa.cases.services.writing import CaseDraft, change_case, read_file, submit, write_case

__all__ = [
    "CaseDraft", "approve", "change_case", "decide", "keep_telling", "load_cases", "mask", "move_on", "read_file", "recall", "reopen",
    "submit", "write_case",
]  # fmt: skip
