"""Accepting an invitation; stepping into a demonstration account."""

from __future__ import annotations

from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhifa.accounts.errors import DemonstrationOnly
from zhifa.accounts.models import Account
from zhifa.accounts.services import accept_invitation, account_of_invitation
from zhifa.kernel import clock
from zhifa.ledger.api import log_state

BACKEND = "django.contrib.auth.backends.ModelBackend"


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 8 个字符，不能全是数字，也不要用常见密码。"),
        validators=[validate_password],
    )
    again = forms.CharField(
        label=_("再输一次"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, str]:
        """Both must be the same."""
        data: dict[str, str] = super().clean() or {}
        if data.get("password") and data.get("password") != data.get("again"):
            self.add_error("again", _("两次输入的密码不同"))
        return data


@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set one's own password from an invitation."""
    account = account_of_invitation(token)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, accept_invitation(token, form.cleaned_data["password"], now=clock.now()), BACKEND)
        return redirect("/work/")
    return render(request, "accounts/invitation.html", {"form": form, "account": account})


@login_not_required
@require_POST
def demonstration(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the demonstration's people; outside a demonstration the address does not exist."""
    account = Account.objects.filter(username=username, is_demonstration=True, is_active=True).first()
    if account is None or not log_state().is_demonstration:
        raise DemonstrationOnly("没有这个页面")
    login(request, account, BACKEND)
    return redirect("/work/")
