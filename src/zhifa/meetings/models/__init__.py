"""Tables of meetings."""

from zhifa.meetings.models.actions import ActionItem, ActionReport, Evaluation
from zhifa.meetings.models.meetings import AgendaLine, Attendance, Countersign, Meeting, Paper
from zhifa.meetings.models.series import Matter, Membership, Series

__all__ = [
    "ActionItem", "ActionReport", "AgendaLine", "Attendance", "Countersign", "Evaluation", "Matter", "Meeting", "Membership",
    "Paper", "Series",
]  # fmt: skip
