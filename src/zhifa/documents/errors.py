"""What the register refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, Refusal


class NumberTaken(Refusal):
    """The issuer gave this number already in that year."""

    code = "document-number-taken"


class DaysOutOfOrder(BadInput):
    """A document ends before it begins, or its successor begins no later than itself."""

    code = "document-days-out-of-order"


class AlreadyEnded(Refusal):
    """It was superseded, repealed or settled before."""

    code = "document-already-ended"


class KeptByItsRecord(Refusal):
    """The entry was made by the act that issued the document, and is corrected there."""

    code = "document-kept-by-its-record"
