"""One's own account in our shell: password, second factor, recovery codes, reset; every change an act."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import global_settings
from django.core import mail
from django.test import Client

from zhifa.accounts.api import (
    Account,
    EmailTaken,
    InvitationSpent,
    accept_invitation,
    create_account,
    invite,
    register_email,
    reset,
    suspend,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, entries_of, open_log

pytestmark = pytest.mark.django_db
SYSTEM, SECRET, NOW = Actor.system("test"), "long-enough-secret", clock.now()
LATIN = re.compile(r"[A-Za-z]{4,}")


def test_the_product_keeps_the_frameworks_slow_hash() -> None:
    """Tests hash their own passwords cheaply; `zhifa.config.settings` says nothing of it, so that the framework's choice holds."""
    assert not hasattr(import_module(os.environ["DJANGO_SETTINGS_MODULE"]), "PASSWORD_HASHERS")
    assert global_settings.PASSWORD_HASHERS[0].endswith("PBKDF2PasswordHasher")


@pytest.fixture
def account(client: Client) -> Account:
    """An account that is signed in by its password."""
    open_log("zhifa/test", demonstration=False, now=NOW)
    made = create_account(SYSTEM, "zhang", "张敏", password=SECRET, now=NOW)
    made.email = "zhang@example.com"
    made.save()
    assert client.post("/accounts/login/", {"login": "zhang", "password": SECRET}).status_code == 302
    return made


def code_of(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[ahead]))


def acts_of(account: Account) -> list[str]:
    return [entry.act for entry in entries_of(Subject("account", account.key))]


def words_of(page: str) -> str:
    """What a reader reads of the page's main part."""
    main = page.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return re.sub(r"<(script|style|code).*?</\\1>|<[^>]+>", " ", main, flags=re.S)


def enable(client: Client) -> str:
    """Set the second factor up through the page, which asks for the password once more; answers its secret."""
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/reauthenticate/", {"password": SECRET}).status_code == 302
    page = client.get("/accounts/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    assert secret in page.content.decode()
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


@pytest.mark.parametrize(
    "address",
    [
        "/work/account/",
        "/work/account/email/",
        "/accounts/password/change/",
        "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ],
)
def test_the_pages_are_ours_and_in_chinese(client: Client, account: Account, address: str) -> None:
    client.post("/accounts/reauthenticate/", {"password": SECRET})
    page = client.get(address).content.decode()
    assert '<main id="main"' in page
    found = set(LATIN.findall(words_of(page))) - {"zhang", "example", "TOTP"}  # the user name and the address
    assert {word for word in found if not word.isupper()} == set()


def test_the_owner_changes_the_password_and_the_ledger_knows(client: Client, account: Account) -> None:
    form = {"oldpassword": "wrong", "password1": "another-long-secret", "password2": "another-long-secret"}
    assert client.post("/accounts/password/change/", form).status_code == 200
    assert client.post("/accounts/password/change/", {**form, "oldpassword": SECRET}).status_code == 302
    account.refresh_from_db()
    assert account.check_password("another-long-secret")
    assert acts_of(account)[-1] == "accounts.change_password"


def test_the_second_factor_is_asked_for_at_sign_in(
    client: Client, account: Account, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secret = enable(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    assert acts_of(account)[-1] == "accounts.change_second_factor"
    assert "已启用" in client.get("/work/account/").content.decode()
    client.logout()
    asked = client.post("/accounts/login/", {"login": "zhang", "password": SECRET}, follow=True)
    assert "输入动态验证码" in asked.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, -1)}).status_code == 302
    assert "_auth_user_id" in client.session


def test_a_recovery_code_opens_once(client: Client, account: Account) -> None:
    enable(client)
    assert client.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert "还有 10 个" in client.get("/work/account/").content.decode()
    for expected in (302, 200):
        client.logout()
        client.post("/accounts/login/", {"login": "zhang", "password": SECRET})
        assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_an_administrator_resets_what_was_lost(client: Client, account: Account) -> None:
    enable(client)
    earlier = invite(SYSTEM, account.pk, now=NOW)
    token = reset(SYSTEM, account.pk, now=NOW)
    assert not Authenticator.objects.filter(user=account).exists()
    assert client.get("/work/account/").status_code == 302  # the session ended with the password
    client.post("/accounts/login/", {"login": "zhang", "password": SECRET})
    assert "_auth_user_id" not in client.session
    with pytest.raises(InvitationSpent):
        accept_invitation(earlier, "another-long-secret", now=NOW)
    accept_invitation(token, "another-long-secret", now=NOW)
    assert acts_of(account)[-2:] == ["accounts.reset", "accounts.accept_invitation"]
    with pytest.raises(NotAllowed):
        reset(Actor(account.key, "张敏", account.pk), account.pk, now=NOW)


def test_suspending_ends_open_sessions_and_nobody_suspends_himself(client: Client, account: Account) -> None:
    admin = Actor(account.key, "张敏", account.pk, (Grant(Role.ADMINISTRATOR, "/", "/"),))
    with pytest.raises(NotAllowed, match="自己"):
        suspend(admin, account.pk, now=NOW)
    assert client.get("/work/account/").status_code == 200
    suspend(SYSTEM, account.pk, now=NOW)
    assert client.get("/work/account/").status_code == 302


def test_the_owner_registers_an_address_after_saying_again_who_it_is(
    client: Client, account: Account
) -> None:
    assert client.get("/work/account/email/")["Location"].startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/reauthenticate/", {"password": SECRET}).status_code == 302
    other = create_account(SYSTEM, "li", "李某", now=NOW)
    register_email(SYSTEM, other.pk, "li@example.com", now=NOW)
    for wrong in ("LI@example.com", "不是地址"):
        answer = client.post("/work/account/email/", {"email": wrong})
        assert answer.status_code == 200
        assert answer.context["form"].errors["email"]
    assert client.post("/work/account/email/", {"email": "min@example.com"}).status_code == 302
    account.refresh_from_db()
    assert account.email == "min@example.com"
    entry = entries_of(Subject("account", account.key))[-1]
    assert entry.act == "accounts.register_email"
    assert "example" not in str(entry.facts), "the ledger holds a commitment"


def test_nobody_registers_an_address_for_somebody_else(account: Account) -> None:
    mine = Actor(account.key, "张敏", account.pk)
    other = create_account(SYSTEM, "li", "李某", now=NOW)
    with pytest.raises(NotAllowed):
        register_email(mine, other.pk, "zhang2@example.com", now=NOW)
    register_email(SYSTEM, other.pk, "li@example.com", now=NOW)
    with pytest.raises(EmailTaken):
        register_email(mine, account.pk, "li@example.com", now=NOW)
    assert register_email(mine, account.pk, "", now=NOW).email == ""


def test_without_a_mail_server_nothing_pretends_to_be_sent(
    client: Client, account: Account, settings: Any
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mail_url="")
    client.logout()
    page = client.get("/accounts/password/reset/").content.decode()
    assert "系统管理员" in page
    assert "把链接发到邮箱" not in page
    assert client.post("/accounts/password/reset/", {"email": "zhang@example.com"}).status_code == 409
    assert mail.outbox == []


def test_with_one_the_link_goes_to_the_registered_address(
    client: Client, account: Account, settings: Any
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mail_url="smtp://mail.example")
    client.logout()
    assert client.post("/accounts/password/reset/", {"email": "zhang@example.com"}).status_code == 302
    (sent,) = mail.outbox
    link = re.search(r"http://testserver(/\S+)", sent.body)
    assert link is not None
    form = client.get(link[1], follow=True)
    address = form.request["PATH_INFO"]
    new = {"password1": "another-long-secret", "password2": "another-long-secret"}
    assert client.post(address, new).status_code == 302
    account.refresh_from_db()
    assert account.check_password("another-long-secret")
    assert acts_of(account)[-1] == "accounts.change_password"


def test_nobody_signs_up_by_himself(client: Client) -> None:
    assert "系统管理员登记" in client.get("/accounts/signup/").content.decode()
