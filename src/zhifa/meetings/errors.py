"""What meetings refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, Refusal


class MeetingNotThere(Refusal):
    """The meeting does not stand where the act begins."""

    code = "meeting-not-there"
    status = 409


class MeetingIncomplete(Refusal):
    """Something is missing before the meeting can go on: an agenda, a decision's action item, a convenor."""

    code = "meeting-incomplete"
    status = 409


class AttendanceIncomplete(BadInput):
    """A delegate without authority, an apology without a reason, somebody without a name."""

    code = "attendance-incomplete"


class MembershipOverlaps(Refusal):
    """A unit has one part in a conference on a day."""

    code = "membership-overlaps"
    status = 409


class CountersignMissing(Refusal):
    """Minutes are issued when every unit that attended has agreed to the very text."""

    code = "countersign-missing"
    status = 409


class ProofRuleUnclear(BadInput):
    """A proof rule that nothing can weigh."""

    code = "proof-rule-unclear"


class ActionClosed(Refusal):
    """The action item is closed."""

    code = "action-closed"
    status = 409


class ActionNotDue(Refusal):
    """The action item is neither due nor reported done."""

    code = "action-not-due"
    status = 409
