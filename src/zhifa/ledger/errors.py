"""What the ledger refuses."""

from __future__ import annotations

from zhifa.kernel.errors import NotFound, Refusal


class LogAlreadyOpened(Refusal):
    """The log has its name and its kind for good; another name, or the other kind, is another log."""

    code = "log-already-opened"
    status = 409


class NotSealedYet(NotFound):
    """An entry has no place under the head in question yet; within a second of its act it has one under a newer head."""

    code = "not-sealed-yet"


class LogNotOpened(Refusal):
    """No district stands yet, so there is nothing to seal under."""

    code = "log-not-opened"
    status = 409


class LogWouldFork(Refusal):
    """Sealing on would give the log a second history: a signed head was published that it does not contain."""

    code = "log-would-fork"
    status = 503


class NothingToResume(Refusal):
    """The log contains every head that its witnesses know; there is nothing to decide."""

    code = "nothing-to-resume"
    status = 409


class PersonErased(Refusal):
    """The person's salt was destroyed by law; nothing is committed for that person again."""

    code = "person-erased"
    status = 410
