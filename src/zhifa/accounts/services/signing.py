"""Signing: one thing everywhere. A person reads the exact text, says again who they are, and the ledger keeps it."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils.translation import gettext as _

from zhifa.accounts.errors import IdentityNotConfirmed, TextChanged
from zhifa.accounts.models import Account
from zhifa.accounts.rules.signing import Proof, digest_of, is_fresh, post_of
from zhifa.accounts.terms import SIGN
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, log_state, record


def method_of(account: Account) -> str:
    """How the account says who it is: `demonstration` (one click, in a demonstration only), `totp` once it is set up,
    `password`, or an empty word when it has neither."""
    if account.is_demonstration and log_state().is_demonstration:
        return "demonstration"
    if Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists():
        return "totp"
    return "password" if account.has_usable_password() else ""


def prove_identity(account_id: int, text: str, *, password: str = "", code: str = "", now: datetime) -> Proof:
    """The proof that the account's owner stands before this text, good for five minutes.

    Refused: a wrong password or code, an account that has neither, a suspended one. Whoever calls counts the failures.
    """
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    method = method_of(account) if account else ""
    if account is None or not method:
        raise IdentityNotConfirmed(
            _("不能核对您的身份，未签署"),
            why=_("这个账号没有密码，也没有动态验证码。"),
            next_step=_("请先设置密码或动态验证码，再来签署。"),
        )
    if method == "totp":
        authenticator = Authenticator.objects.get(user_id=account.pk, type=Authenticator.Type.TOTP)
        if not authenticator.wrap().validate_code(code):
            raise IdentityNotConfirmed(
                _("动态验证码不对，未签署"),
                field="code",
                next_step=_("请输入验证器上正在显示的 6 位数字；同一个数字只能用一次。"),
            )
    elif method == "password" and not account.check_password(password):
        raise IdentityNotConfirmed(
            _("密码不对，未签署"),
            field="password",
            next_step=_("请再输一次登录密码；忘记了请联系系统管理员。"),
        )
    return Proof(account.pk, method, digest_of(text), now)


def sign(actor: Actor, text: str, subject: Subject, *, role: Role, proof: Proof, now: datetime) -> str:
    """Sign a text in the caller's transaction, in the post that gives `role`; answers the text's SHA-256.

    The entry about `subject` holds the digest, the post (role and unit), whether the post is another's for whom the
    actor stands in, and how the identity was asked for; its time is the time of signing. Refused: a post the actor does not
    hold, a proof that is another's or stale, a text that is not the one shown.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a signature belongs into its act's transaction")
    post = post_of(actor, role)
    if post is None:
        raise NotAllowed(_("您现在的职务不能签署这份文本"))
    if proof.account_id != actor.account_id or not is_fresh(proof, now):
        raise IdentityNotConfirmed(_("核对身份已过期，未签署"), next_step=_("请重新核对身份后再签署。"))
    digest = digest_of(text)
    if proof.text_sha256 != digest:
        raise TextChanged(
            _("文本已经变动，未签署"),
            why=_("在您阅读期间，有人改了它。"),
            next_step=_("请重新打开页面，读过新的文本再签署。"),
        )
    facts = {
        "text_sha256": digest,
        "role": post.role.value,
        "unit": post.unit_path,
        "acting": bool(post.acting_for),
        "method": proof.method,
    }
    record(actor, SIGN, subject, facts, now=now)
    return digest
