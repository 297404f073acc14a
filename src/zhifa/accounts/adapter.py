"""allauth's hook: nobody signs up by himself; accounts come from invitations."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator invites."""
        return False


def name_tried(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """The user name of a try to sign in: from the credentials, else from the sign-in form."""
    return (credentials or {}).get("username") or request.POST.get("login", "")
