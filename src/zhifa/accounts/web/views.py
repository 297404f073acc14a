"""Accepting an invitation; one's own security; stepping into a demonstration account."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import PasswordResetView
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhifa.accounts.errors import DemonstrationOnly, NoMailServer
from zhifa.accounts.models import Account
from zhifa.accounts.services import accept_invitation, account_of_invitation, register_email
from zhifa.kernel import clock
from zhifa.kernel.errors import Refusal
from zhifa.kernel.web.asking import asker
from zhifa.kernel.wording import sentences
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


def security(request: HttpRequest) -> HttpResponse:
    """One's own account: password, second factor, recovery codes."""
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - the gate lets only accounts in
    factors = {row.type: row for row in Authenticator.objects.filter(user_id=account.pk)}
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "account": account,
        "totp": Authenticator.Type.TOTP in factors,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }
    return render(request, "accounts/security.html", context)


class EmailForm(forms.Form):
    """Where messages go; empty for nowhere."""

    email = forms.EmailField(
        label=_("邮箱"),
        required=False,
        help_text=_("提醒和忘记密码的链接发到这里。用只有本人能看的邮箱；留空就不发。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def email(request: HttpRequest) -> HttpResponse:
    """Register one's own address, after saying again who one is: whoever reads it can set a new password."""
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - the gate lets only accounts in
    form = EmailForm(request.POST or None, initial={"email": account.email})
    if request.method == "POST" and form.is_valid():
        actor = asker(request)
        try:
            register_email(actor, account.pk, form.cleaned_data["email"], now=clock.now())
        except Refusal as refusal:
            form.add_error("email", sentences(refusal.what, refusal.next_step))
        else:
            messages.success(request, gettext("已保存。"))
            return redirect("accounts_security")
    return render(request, "accounts/email.html", {"form": form})


class ResetPassword(PasswordResetView):  # type: ignore[misc]  # allauth ships no types
    """Asking for a new password by mail, where this home has a mail server; otherwise the page names the administrator."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing pretends to have been sent where there is no mail."""
        if not settings.ENVIRONMENT.mail_url:
            raise NoMailServer(
                gettext("这里没有配置邮件，不能发链接"),
                next_step=gettext("请向系统管理员要一个设置密码的链接。"),
            )
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is mail."""
        return {**super().get_context_data(**kwargs), "mail_works": bool(settings.ENVIRONMENT.mail_url)}


reset_password = login_not_required(ResetPassword.as_view())


@login_not_required
@require_POST
def demonstration(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the demonstration's people; outside a demonstration the address does not exist."""
    account = Account.objects.filter(username=username, is_demonstration=True, is_active=True).first()
    if account is None or not log_state().is_demonstration:
        raise DemonstrationOnly(gettext("没有这个页面"))
    login(request, account, BACKEND)
    return redirect("/work/")
