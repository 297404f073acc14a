"""The door of funding."""

from zhifa.funding.services import (
    CorrectionDraft,
    ItemDraft,
    PostingDraft,
    close_year,
    commit_money,
    correct_posting,
    open_item,
    open_year,
    release_money,
    revise_budget,
    set_standard,
    spend_money,
)
from zhifa.funding.terms import Control, Kind, Source, Stage

__all__ = [
    "Control", "CorrectionDraft", "ItemDraft", "Kind", "PostingDraft", "Source", "Stage", "close_year", "commit_money",
    "correct_posting", "open_item", "open_year", "release_money", "revise_budget", "set_standard", "spend_money",
]  # fmt: skip
