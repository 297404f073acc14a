"""The door of meetings."""

from zhifa.meetings.rules.attending import Sitting
from zhifa.meetings.selectors import actions
from zhifa.meetings.services import (
    ActionDraft,
    MatterDraft,
    MemberDraft,
    SeriesDraft,
    admit_members,
    evaluate_due,
    open_series,
    raise_matter,
    report_action,
)
from zhifa.meetings.services.loading import DecidedDraft, HeldDraft, load_meetings
from zhifa.meetings.terms import Part, Proof, Seat

__all__ = [
    "ActionDraft", "DecidedDraft", "HeldDraft", "MatterDraft", "MemberDraft", "Part", "Proof", "Seat", "SeriesDraft", "Sitting",
    "actions", "admit_members", "evaluate_due", "load_meetings", "open_series", "raise_matter", "report_action",
]  # fmt: skip
