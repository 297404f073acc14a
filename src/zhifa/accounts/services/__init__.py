"""The acts of accounts."""

from zhifa.accounts.services.managing import (
    accept_invitation,
    account_of_invitation,
    confirm_identity,
    create_account,
    invite,
    restore,
    suspend,
)

__all__ = [
    "accept_invitation",
    "account_of_invitation",
    "confirm_identity",
    "create_account",
    "invite",
    "restore",
    "suspend",
]
