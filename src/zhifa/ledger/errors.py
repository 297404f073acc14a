"""What the ledger refuses."""

from __future__ import annotations

from zhifa.kernel.errors import Refusal


class LogAlreadyOpened(Refusal):
    """The log has its name and its kind for good; another name, or the other kind, is another log."""

    code = "log-already-opened"
    status = 409


class LogNotOpened(Refusal):
    """No district stands yet, so there is nothing to seal under."""

    code = "log-not-opened"
    status = 409
