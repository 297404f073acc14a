"""The door of notices."""

from zhifa.notices.rules.wording import Message
from zhifa.notices.selectors import InboxItem, inbox_of, unread_count, working_calendar
from zhifa.notices.services import (
    Channel,
    forget_account,
    make_reminders,
    notify,
    release_day,
    send_due,
    settle_day,
)
from zhifa.notices.terms import Pace, Urgency

__all__ = [
    "Channel",
    "InboxItem",
    "Message",
    "Pace",
    "Urgency",
    "forget_account",
    "inbox_of",
    "make_reminders",
    "notify",
    "release_day",
    "send_due",
    "settle_day",
    "unread_count",
    "working_calendar",
]
