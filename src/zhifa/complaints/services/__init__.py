"""Acts on complaints."""

from zhifa.complaints.services.handling import answer, close, give_back, hand_to
from zhifa.complaints.services.keeping import erase_kept_long_enough, settle_keeping
from zhifa.complaints.services.sending import ComplaintDraft, send_complaint
from zhifa.complaints.services.timing import settle_answer_time

__all__ = [
    "ComplaintDraft",
    "answer",
    "close",
    "erase_kept_long_enough",
    "give_back",
    "hand_to",
    "send_complaint",
    "settle_answer_time",
    "settle_keeping",
]
