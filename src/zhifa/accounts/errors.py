"""What accounts refuse."""

from __future__ import annotations

from zhifa.kernel.errors import Refusal


class IdentityNotConfirmed(Refusal):
    """The password given again, before signing, was not the account's."""

    code = "identity-not-confirmed"
    status = 403


class AccountNameTaken(Refusal):
    """Another account already has that username."""

    code = "account-name-taken"
    status = 409


class EmailTaken(Refusal):
    """Another account already has that address."""

    code = "email-taken"
    status = 409


class DemonstrationOnly(Refusal):
    """One-click sign-in was asked for outside a demonstration district."""

    code = "demonstration-only"
    status = 404


class InvitationSpent(Refusal):
    """The invitation link was used, replaced or has expired."""

    code = "invitation-spent"
    status = 410


class TextChanged(Refusal):
    """The text is no longer the one that was shown to the person who signs."""

    code = "signed-text-changed"
    status = 409


class NoMailServer(Refusal):
    """A link was to be sent by mail where no mail server is configured."""

    code = "no-mail-server"
    status = 409
