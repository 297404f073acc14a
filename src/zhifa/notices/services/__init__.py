"""The acts of notices."""

from zhifa.notices.services.calendar import release_day, settle_day
from zhifa.notices.services.channels import Channel, active_channels
from zhifa.notices.services.notifying import choose_pace, forget_account, mark_all_read, mark_read, notify
from zhifa.notices.services.reminding import make_reminders
from zhifa.notices.services.sending import send_due

__all__ = [
    "Channel",
    "active_channels",
    "choose_pace",
    "forget_account",
    "make_reminders",
    "mark_all_read",
    "mark_read",
    "notify",
    "release_day",
    "send_due",
    "settle_day",
]
