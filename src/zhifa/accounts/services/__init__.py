"""The acts of accounts."""

from zhifa.accounts.services.managing import (
    accept_invitation,
    account_of_invitation,
    create_account,
    erase_account,
    invite,
    invite_many,
    note_own_change,
    register_email,
    reset,
    restore,
    suspend,
)
from zhifa.accounts.services.signing import method_of, prove_identity, sign

__all__ = [
    "accept_invitation",
    "account_of_invitation",
    "create_account",
    "erase_account",
    "invite",
    "invite_many",
    "method_of",
    "note_own_change",
    "prove_identity",
    "register_email",
    "reset",
    "restore",
    "sign",
    "suspend",
]
