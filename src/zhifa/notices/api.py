"""The door of notices."""

from zhifa.notices.rules.wording import Message
from zhifa.notices.selectors import InboxItem, inbox_of, unread_count
from zhifa.notices.services import Channel, make_reminders, notify, send_due
from zhifa.notices.terms import Pace, Urgency

__all__ = [
    "Channel",
    "InboxItem",
    "Message",
    "Pace",
    "Urgency",
    "inbox_of",
    "make_reminders",
    "notify",
    "send_due",
    "unread_count",
]
