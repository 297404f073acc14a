"""What plans refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, Refusal


class TaskNotMeasurable(BadInput):
    """A yearly task must be measured by a figure that exists, in that figure's unit."""

    code = "task-not-measurable"


class WindowOutsidePlan(BadInput):
    """A goal, task or campaign lies outside its plan's years."""

    code = "window-outside-plan"


class PlanAlreadyIssued(Refusal):
    """A plan is issued once; its text stands still from then on."""

    code = "plan-already-issued"
    status = 409


class TaskTwice(BadInput):
    """A goal has one task a year for one figure."""

    code = "task-twice"


class ShiftOutsideCampaign(BadInput):
    """A turn at a stall lies outside the campaign's days."""

    code = "shift-outside-campaign"


class ShiftClashes(BadInput):
    """A unit already stands at that stall in those hours."""

    code = "shift-clashes"


class AppointeeTwice(BadInput):
    """An appointment is entered once."""

    code = "appointee-twice"


class NoOathText(BadInput):
    """No version of the oath's words is held for a day."""

    code = "no-oath-text"
