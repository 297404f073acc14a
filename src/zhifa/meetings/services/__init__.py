"""The acts of meetings."""

from zhifa.meetings.services.attending import answer_call, check_in, hold_meeting, record_attendance
from zhifa.meetings.services.convening import (
    MeetingDraft,
    call_meeting,
    cancel_meeting,
    change_meeting,
    link_paper,
    plan_meeting,
    put_on_agenda,
    reorder_agenda,
    take_off_agenda,
)
from zhifa.meetings.services.minuting import (
    ActionDraft,
    add_action,
    agree_to_minutes,
    circulate_minutes,
    decide_line,
    issue_minutes,
    object_to_minutes,
    recall_minutes,
    remove_action,
    write_preface,
)
from zhifa.meetings.services.proving import evaluate_action, evaluate_due, report_action
from zhifa.meetings.services.series import (
    MatterDraft,
    MemberDraft,
    SeriesDraft,
    admit_members,
    end_membership,
    open_series,
    raise_matter,
    withdraw_matter,
)

__all__ = [
    "ActionDraft", "MatterDraft", "MeetingDraft", "MemberDraft", "SeriesDraft", "add_action", "admit_members",
    "agree_to_minutes", "answer_call", "call_meeting", "cancel_meeting", "change_meeting", "check_in", "circulate_minutes",
    "decide_line", "end_membership", "evaluate_action", "evaluate_due", "hold_meeting", "issue_minutes", "link_paper",
    "object_to_minutes", "open_series", "plan_meeting", "put_on_agenda", "raise_matter", "recall_minutes",
    "record_attendance", "remove_action", "reorder_agenda", "report_action", "take_off_agenda", "withdraw_matter",
    "write_preface",
]  # fmt: skip
