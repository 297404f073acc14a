"""The acts of funding."""

from zhifa.funding.services.posting import (
    CorrectionDraft,
    PostingDraft,
    add_vouchers,
    commit_money,
    correct_posting,
    release_money,
    revise_budget,
    spend_money,
)
from zhifa.funding.services.years import ItemDraft, close_year, open_item, open_year, set_standard

__all__ = [
    "CorrectionDraft", "ItemDraft", "PostingDraft", "add_vouchers", "close_year", "commit_money", "correct_posting",
    "open_item", "open_year", "release_money", "revise_budget", "set_standard", "spend_money",
]  # fmt: skip
