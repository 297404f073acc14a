"""What evidence refuses."""

from __future__ import annotations

from zhifa.kernel.errors import BadInput, Unavailable


class FileTooLarge(BadInput):
    """More megabytes than this home takes."""

    code = "evidence-file-too-large"
    status = 413


class FileTypeNotTaken(BadInput):
    """Its bytes say that it is of no type on the list, whatever its name says."""

    code = "evidence-type-not-taken"
    status = 415


class FileDamaged(BadInput):
    """It is of a known type but cannot be opened, or is empty."""

    code = "evidence-file-damaged"


class FileLocked(BadInput):
    """It opens only with a password, so that nobody could check it."""

    code = "evidence-file-locked"


class MarkedSecret(BadInput):
    """It carries a classification mark: such a file has no place in this system."""

    code = "evidence-marked-secret"


class KindUnknown(BadInput):
    """No such kind of evidence."""

    code = "evidence-kind-unknown"


class ReasonMissing(BadInput):
    """Taking evidence away needs a reason."""

    code = "evidence-reason-missing"


class StoreUnavailable(Unavailable):
    """The disk is full or the store does not answer; nothing was written."""

    code = "evidence-store-unavailable"
