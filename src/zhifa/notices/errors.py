"""What notices refuse, and what a channel says when it cannot send."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput


class PaceUnknown(BadInput):
    """No such channel or no such pace."""

    code = "notices-pace-unknown"


class CalendarDayUnclear(BadInput):
    """A day of the calendar without a reason, or outside any year of work."""

    code = "notices-calendar-day-unclear"


class ChannelFailed(Exception):
    """A channel could not hand a message on; it is tried again later. Readers never see it."""
