"""What figures refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotFound, Refusal


class DefinitionNotUnderstood(BadInput):
    """A definition does not follow the algebra; `field` is the path of the part that is wrong."""

    code = "definition-not-understood"


class FigureNotFound(NotFound):
    """There is no such figure, or it is not published."""

    code = "figure-not-found"


class FigureIncomplete(Refusal):
    """A figure lacks a part without which it may not stand in a report; `faults` name each."""

    code = "figure-incomplete"
    status = 422


class DefinitionsDiffer(Refusal):
    """Two values made under different definitions were about to be compared."""

    code = "definitions-differ"


class WindowNotUsable(BadInput):
    """The days asked for are no window."""

    code = "window-not-usable"
