"""allauth's hooks: nobody signs up by himself, its changes are acts of the ledger, its secrets are encrypted."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.db import transaction
from django.http import HttpRequest

from zhifa.accounts.models import Account
from zhifa.accounts.services import note_own_change
from zhifa.kernel import clock
from zhifa.kernel.secrecy import decrypt, encrypt

TOTP_PURPOSE = "accounts.totp"


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes open sign-up; a password that its owner changes is an act."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator invites."""
        return False

    @transaction.atomic
    def set_password(self, user: Account, password: str) -> None:
        """The owner's new password, with its entry."""
        super().set_password(user, password)
        note_own_change(user, "accounts.change_password", {}, now=clock.now())

    def send_notification_mail(self, template_prefix: str, user: Account, *_args: Any, **_kept: Any) -> None:
        """allauth would write a mail of its own; ours come from the inbox. Changes of the second factor become acts;
        the library tells of them when they have committed, so their entry follows in a transaction of its own."""
        kind, _slash, event = template_prefix.partition("/email/")
        if kind == "mfa":
            with transaction.atomic():
                note_own_change(user, "accounts.change_second_factor", {"event": event}, now=clock.now())


class OfficeIdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Unified sign-in opens the accounts that an administrator made, and makes none.

    The first time, the identity is tied to the account whose user name the office's server tells as
    `preferred_username`; from then on by the server's own lasting key (`sub`), whatever the name becomes.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: whom no account knows is told to ask an administrator."""
        return False

    @transaction.atomic
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie an identity that is new here to its account, with an entry."""
        if sociallogin.is_existing:
            return
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        name = told.get("preferred_username", "")
        found = Account.objects.filter(username=name, is_active=True, is_demonstration=False).first()
        if name and found is not None:
            sociallogin.connect(request, found)
            note_own_change(found, "accounts.connect_identity", {}, now=clock.now())


class EncryptingAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the secrets of authenticators under the home's key, and names the account by its user name."""

    def encrypt(self, text: str) -> str:
        """Cipher text as base64, since allauth keeps it in JSON."""
        return base64.b64encode(encrypt(text, TOTP_PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return decrypt(base64.b64decode(encrypted_text), TOTP_PURPOSE)


def name_tried(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """The user name of a try to sign in: from the credentials, else from the sign-in form."""
    return (credentials or {}).get("username") or request.POST.get("login", "")
