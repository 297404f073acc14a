"""The box in which every mechanism has its texts signed: the exact text, who one is, one button.

    form = SignatureForm(request, text)
    if request.method == "POST" and form.is_valid():
        issue_plan(actor, code, proof=form.proof, now=clock.now())

and in the page `{% include "accounts/signature.html" with signature=form post=post_words action=button_words %}`.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhifa.accounts.errors import IdentityNotConfirmed
from zhifa.accounts.models import Account
from zhifa.accounts.rules.signing import Proof, digest_of
from zhifa.accounts.services import method_of, prove_identity
from zhifa.kernel import clock
from zhifa.kernel.wording import sentences


class SignatureForm(forms.Form):
    """Asks who signs, by the method that the account has; a valid form carries a `proof`.

    Wrong answers count with those of the sign-in page, so that five of them lock the name out. The digest of the text
    that was shown comes back with the form: a text that has changed since is not signed.
    """

    shown = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("再输一次登录密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    code = forms.CharField(
        label=_("动态验证码"),
        max_length=8,
        help_text=_("验证器上正在显示的 6 位数字"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    proof: Proof

    def __init__(self, request: HttpRequest, text: str) -> None:
        account = request.user
        assert isinstance(account, Account)  # noqa: S101 - only the signed-in reach a page with a signature
        self.request, self.account, self.text = request, account, text
        self.digest, self.method = digest_of(text), method_of(account)
        super().__init__(request.POST if request.method == "POST" else None, initial={"shown": self.digest})
        for name in ("password", "code"):
            if self.method != {"password": "password", "code": "totp"}[name]:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Check the text first, then the person."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        if data["shown"] != self.digest:
            raise forms.ValidationError(_("文本在您阅读期间变动过。请读过下面的新文本，再签署。"))
        credentials = {"username": self.account.username}
        if not AxesProxyHandler.is_allowed(self.request, credentials):
            raise forms.ValidationError(_("连续输错多次，暂停签署 15 分钟。"))
        try:
            self.proof = prove_identity(
                self.account.pk,
                self.text,
                password=data.get("password", ""),
                code=data.get("code", ""),
                now=clock.now(),
            )
        except IdentityNotConfirmed as refusal:
            if refusal.field:
                user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            self.add_error(refusal.field or None, sentences(refusal.what, refusal.next_step))
        return data
