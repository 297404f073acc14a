"""The door of accounts."""

from zhifa.accounts.api.signature_form import SignatureForm
from zhifa.accounts.errors import (
    AccountNameTaken,
    EmailTaken,
    IdentityNotConfirmed,
    InvitationSpent,
    TextChanged,
)
from zhifa.accounts.models import Account
from zhifa.accounts.rules.signing import Proof, digest_of
from zhifa.accounts.selectors import Signature, signatures_of
from zhifa.accounts.services import (
    accept_invitation,
    account_of_invitation,
    create_account,
    erase_account,
    invite,
    invite_many,
    prove_identity,
    register_email,
    reset,
    restore,
    sign,
    suspend,
)
from zhifa.accounts.terms import ERASED_NAME, METHOD_WORDS

__all__ = [
    "ERASED_NAME",
    "METHOD_WORDS",
    "Account",
    "AccountNameTaken",
    "EmailTaken",
    "IdentityNotConfirmed",
    "InvitationSpent",
    "Proof",
    "Signature",
    "SignatureForm",
    "TextChanged",
    "accept_invitation",
    "account_of_invitation",
    "create_account",
    "digest_of",
    "erase_account",
    "invite",
    "invite_many",
    "prove_identity",
    "register_email",
    "reset",
    "restore",
    "sign",
    "signatures_of",
    "suspend",
]
