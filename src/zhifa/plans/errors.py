"""What plans refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput


class TaskNotMeasurable(BadInput):
    """A yearly task must be measured by a figure that exists, in that figure's unit."""

    code = "task-not-measurable"


class WindowOutsidePlan(BadInput):
    """A goal, task or campaign lies outside its plan's years."""

    code = "window-outside-plan"
