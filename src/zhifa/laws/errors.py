"""What the law library refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, NotAllowed, Refusal, Unavailable


class PackagedLawMissing(Unavailable):
    """The package with the statutes is not installed."""

    code = "packaged-law-missing"


class PackagedLawUnreadable(BadInput):
    """The package's data has not the tables and columns that the loader knows, or a value it cannot read."""

    code = "packaged-law-unreadable"


class HeldTextDiffers(Refusal):
    """A source brings other words under a key whose text is held already: a text that is cited never changes."""

    code = "held-text-differs"


class HistoryInUse(Refusal):
    """A source would move a span of days that something cites."""

    code = "law-history-in-use"


class CitationsUnreadable(BadInput):
    """Lines that are no citation, or cite what the library does not have; one fault a line."""

    code = "citations-unreadable"


class DocumentIncomplete(BadInput):
    """A document by title needs its kind, title, issuing body and day of publication, in a sensible order."""

    code = "law-document-incomplete"


class DocumentAlreadyKept(Refusal):
    """The same title with the same document number stands in the library."""

    code = "law-document-already-kept"


class DocumentsRefused(Refusal):
    """Some of several documents cannot be taken in, and it was not said that the others may go in without them."""

    code = "law-documents-refused"


class UploadUnreadable(BadInput):
    """What was sent is no packed folder of texts: damaged, too large unpacked, or without any."""

    code = "law-upload-unreadable"


class CorrectionIncomplete(BadInput):
    """A correction needs a reason, a source, and the held text of the same day with the same article numbers and other words."""

    code = "law-correction-incomplete"


class LawKeepingNotAllowed(NotAllowed):
    """Only the district's office keeps the library."""

    code = "law-keeping-not-allowed"


class DecisionNotAllowed(NotAllowed):
    """Only the owner of a thing and the office decide what becomes of it when the law changes."""

    code = "ripple-decision-not-allowed"


class DecisionIncomplete(BadInput):
    """A decision about a touched citing needs its kind, and “unchanged” needs its reason."""

    code = "ripple-decision-incomplete"
