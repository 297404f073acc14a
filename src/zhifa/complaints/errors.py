"""What complaints refuse."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotFound, Refusal


class TooManyComplaints(Refusal):
    """The hour's share, of one address or of all, is used up."""

    code = "too-many-complaints"
    status = 429


class TextOutOfBounds(BadInput):
    """The text is too short to say anything, or too long."""

    code = "complaint-out-of-bounds"


class NotAPageHere(BadInput):
    """The address is not one of this site's public pages."""

    code = "not-a-page-here"


class NoSuchReceipt(NotFound):
    """No complaint bears this receipt number."""

    code = "no-such-receipt"


class AlreadySettled(Refusal):
    """It was answered or closed, or stands with another unit."""

    code = "complaint-already-settled"
