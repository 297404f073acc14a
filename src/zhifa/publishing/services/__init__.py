"""The acts of the gate."""

from zhifa.publishing.services.proposing import propose
from zhifa.publishing.services.releasing import end, publish, recheck, withdraw
from zhifa.publishing.services.reviewing import (
    decide,
    drop,
    pass_on,
    send_back,
    submit,
    words_of_move,
)
from zhifa.publishing.services.settling import (
    GateDraft,
    WordDraft,
    drop_word_rule,
    keep_word_rule,
    settle_gate,
)

__all__ = [
    "GateDraft",
    "WordDraft",
    "decide",
    "drop",
    "drop_word_rule",
    "end",
    "keep_word_rule",
    "pass_on",
    "propose",
    "publish",
    "recheck",
    "send_back",
    "settle_gate",
    "submit",
    "withdraw",
    "words_of_move",
]
