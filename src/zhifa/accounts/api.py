"""The door of accounts."""

from zhifa.accounts.errors import AccountNameTaken, IdentityNotConfirmed, InvitationSpent
from zhifa.accounts.models import Account
from zhifa.accounts.services import (
    accept_invitation,
    account_of_invitation,
    confirm_identity,
    create_account,
    invite,
    restore,
    suspend,
)

__all__ = [
    "Account",
    "AccountNameTaken",
    "IdentityNotConfirmed",
    "InvitationSpent",
    "accept_invitation",
    "account_of_invitation",
    "confirm_identity",
    "create_account",
    "invite",
    "restore",
    "suspend",
]
