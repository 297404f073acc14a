"""What reports refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotFound, Refusal, Unavailable


class FieldNotUnderstood(BadInput):
    """A field of an outline does not follow the grammar."""

    code = "field-not-understood"


class OutlineNotReadable(BadInput):
    """The file is no Word document, or it cannot be opened."""

    code = "outline-not-readable"


class OutlineNotFound(NotFound):
    """There is no such outline."""

    code = "outline-not-found"


class ReportNotBuildable(Refusal):
    """Figures lack what a report needs (F127), or growth crosses definitions (F128); each fault is named."""

    code = "report-not-buildable"
    status = 422


class ReportAlreadyFinal(Refusal):
    """A 定稿 stays as it is; only a copy of it changes."""

    code = "report-already-final"


class ReportChangedMeanwhile(Refusal):
    """Somebody else saved the report while this one was being edited."""

    code = "report-changed-meanwhile"


class ReportNotSealed(Unavailable):
    """What the report rests on is not sealed and cannot be now, so it would have no proof; it stays a draft."""

    code = "report-not-sealed"


class PdfNotPossible(Unavailable):
    """The libraries that make a PDF are not installed on this machine."""

    code = "pdf-not-possible"
