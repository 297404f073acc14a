"""Opening, inviting, suspending accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from zhifa.accounts.errors import AccountNameTaken, EmailTaken, InvitationSpent
from zhifa.accounts.models import Account
from zhifa.accounts.terms import ERASED_NAME
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, commit_personal, destroy_salt, record, record_each

INVITATION_SECONDS = 7 * 24 * 3600
_signer = TimestampSigner(salt="zhifa.accounts.invitation")


@transaction.atomic
def create_account(
    actor: Actor,
    username: str,
    display_name: str,
    *,
    password: str | None = None,
    demonstration: bool = False,
    now: datetime,
) -> Account:
    """An account; without a password it can only be entered through an invitation."""
    _must_manage(actor)
    if Account.objects.filter(username=username).exists():
        raise AccountNameTaken(
            _("用户名 %(name)s 已被使用") % {"name": username},
            field="username",
            next_step=_("请换一个用户名。"),
        )
    account = Account.objects.create_user(
        username, password, display_name=display_name, is_demonstration=demonstration
    )
    record(
        actor,
        "accounts.create_account",
        Subject("account", account.key),
        {"demonstration": demonstration},
        now=now,
    )
    return account


@transaction.atomic
def invite(actor: Actor, account_id: int, *, now: datetime) -> str:
    """A token, good for seven days and one use, with which the account's owner sets a password.

    An invitation for an account that already has a password is a reset; the old password holds until it is used. For one
    that has none yet a new link takes the place of the former, which no longer opens.
    """
    _must_manage(actor)
    account = _locked(account_id)
    if not account.has_usable_password():
        account.set_unusable_password()
        account.save(update_fields=["password"])
    record(actor, "accounts.invite", Subject("account", account.key), {}, now=now)
    return _signer.sign(f"{account.pk}:{_state_of(account)}")


@transaction.atomic
def invite_many(actor: Actor, account_ids: Collection[int], *, now: datetime) -> dict[int, str]:
    """`invite` for many who have never signed in: a token for each account, one entry for each, a constant number of queries.
    Those that are suspended or have a password already are left out."""
    _must_manage(actor)
    found = [
        one
        for one in Account.objects.select_for_update()
        .filter(pk__in=account_ids, is_active=True)
        .order_by("pk")
        if not one.has_usable_password()
    ]
    for account in found:
        account.set_unusable_password()
    Account.objects.bulk_update(found, ["password"])
    record_each(actor, "accounts.invite", [Subject("account", one.key) for one in found], {}, now=now)
    return {one.pk: _signer.sign(f"{one.pk}:{_state_of(one)}") for one in found}


@transaction.atomic
def accept_invitation(token: str, password: str, *, now: datetime) -> Account:
    """Set the password that the invited person chose; the token is spent by it."""
    account = account_of_invitation(token)
    account.set_password(password)
    account.save(update_fields=["password"])
    actor = Actor(key=account.key, name=account.display_name, account_id=account.pk)
    record(actor, "accounts.accept_invitation", Subject("account", account.key), {}, now=now)
    return account


def account_of_invitation(token: str) -> Account:
    """Whose invitation it is; refused when spent, replaced or older than seven days."""
    try:
        pk, _sign, state = _signer.unsign(token, max_age=INVITATION_SECONDS).partition(":")
    except (BadSignature, SignatureExpired) as error:
        raise _spent() from error
    account = Account.objects.filter(pk=pk, is_active=True).first()
    if account is None or _state_of(account) != state:
        raise _spent()
    return account


@transaction.atomic
def suspend(actor: Actor, account_id: int, *, now: datetime) -> None:
    """The account can no longer sign in and its sessions end; what it did stays. Nobody suspends himself."""
    if actor.account_id == account_id:
        raise NotAllowed(_("不能停用自己的账号"), next_step=_("请由另一位系统管理员办理。"))
    _set_active(actor, account_id, False, "accounts.suspend", now)


@transaction.atomic
def restore(actor: Actor, account_id: int, *, now: datetime) -> None:
    """The account can sign in again."""
    _set_active(actor, account_id, True, "accounts.restore", now)


@transaction.atomic
def reset(actor: Actor, account_id: int, *, now: datetime) -> str:
    """For someone who lost password and phone: the second factor goes, the old password no longer opens, every session
    ends; answers an invitation's token with which the owner sets a new password."""
    _must_manage(actor)
    account = _locked(account_id)
    Authenticator.objects.filter(user_id=account.pk).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    record(actor, "accounts.reset", Subject("account", account.key), {}, now=now)
    return _signer.sign(f"{account.pk}:{_state_of(account)}")


@transaction.atomic
def register_email(actor: Actor, account_id: int, email: str, *, now: datetime) -> Account:
    """Where messages go, and the link for a forgotten password; an empty one takes it away. The owner's act, or an
    administrator's. Refused: what is no address, and one that is registered for somebody else, who could take the account
    over with it. The ledger holds it only as a commitment."""
    if actor.account_id != account_id:
        _must_manage(actor)
    account = _locked(account_id)
    address = email.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise BadInput(
            _("这不像一个邮箱地址"), next_step=_("例如 zhang@example.gov.cn。"), field="email"
        ) from error
    if address and Account.objects.exclude(pk=account.pk).filter(email__iexact=address).exists():
        raise EmailTaken(
            _("这个邮箱登记在另一个账号上"),
            why=_("忘记密码的链接发到邮箱，两个人不能共用。"),
            next_step=_("请换一个只有本人能看的邮箱。"),
            field="email",
        )
    account.email = address
    account.save(update_fields=["email"])
    committed = commit_personal(f"account:{account.pk}:email", address) if address else ""
    record(actor, "accounts.register_email", Subject("account", account.key), {"email": committed}, now=now)
    return account


@transaction.atomic
def erase_account(actor: Actor, account_id: int, *, now: datetime) -> None:
    """Take every personal value out of an account for good: name, user name, mail address with its salt, secrets, tries of
    signing in. The number stays, since the ledger's entries bear it. The caller has decided that it is lawful, and records why."""
    account = _locked(account_id)
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(username=account.username).delete()
    Authenticator.objects.filter(user_id=account.pk).delete()
    EmailAddress.objects.filter(user_id=account.pk).delete()
    SocialAccount.objects.filter(user_id=account.pk).delete()
    destroy_salt(f"account:{account.pk}:email", now=now)
    account.username, account.display_name = f"erased-{account.pk}", ERASED_NAME
    account.email, account.is_active = "", False
    account.set_unusable_password()
    account.save(update_fields=["username", "display_name", "email", "is_active", "password"])
    record(actor, "accounts.erase_account", Subject("account", account.key), {}, now=now)


def note_own_change(account: Account, act: str, facts: Mapping[str, str], *, now: datetime) -> None:
    """The owner changed the account's own secrets through the sign-in library; call it in the same transaction."""
    actor = Actor(key=account.key, name=account.display_name, account_id=account.pk)
    record(actor, act, Subject("account", account.key), facts, now=now)


def _set_active(actor: Actor, account_id: int, active: bool, act: str, now: datetime) -> None:
    _must_manage(actor)
    account = _locked(account_id)
    account.is_active = active
    account.save(update_fields=["is_active"])
    record(actor, act, Subject("account", account.key), {}, now=now)


def _locked(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound(_("没有这个账号"))
    return account


def _state_of(account: Account) -> str:
    """Changes with the password, so that a used invitation is spent."""
    return salted_hmac("zhifa.accounts.invitation", account.password).hexdigest()[:16]


def _spent() -> InvitationSpent:
    return InvitationSpent(
        _("这个邀请链接已失效"),
        why=_("链接只能用一次，七天内有效。"),
        next_step=_("请向系统管理员要一个新的链接。"),
    )


def _must_manage(actor: Actor) -> None:
    if not (actor.is_system or actor.has_role(Role.ADMINISTRATOR)):
        raise NotAllowed(_("只有系统管理员可以管理账号"))
