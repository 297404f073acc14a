"""What backup and restoration refuse."""

from __future__ import annotations

from zhifa.kernel.errors import Refusal


class ArchiveUnusable(Refusal):
    """The archive cannot be opened, read or written: no restic, a wrong passphrase, a full or absent disk."""

    code = "archive-unusable"
    status = 503


class PassphraseMissing(Refusal):
    """No passphrase was given, it is too short, or it lies where it would be lost or found with the archive."""

    code = "passphrase-missing"
    status = 422


class HomeNotBare(Refusal):
    """Restoring writes into an empty home and an empty database only."""

    code = "home-not-bare"
    status = 409


class DatabaseUnfit(Refusal):
    """The database server is older or newer than the tools can carry over."""

    code = "database-unfit"
    status = 409


class RestorationIncomplete(Refusal):
    """What came out of the archive is not what went in; the home must not be used."""

    code = "restoration-incomplete"
    status = 409
