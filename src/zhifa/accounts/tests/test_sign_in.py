"""Signing in: passwords, lock-out, invitations, demonstration sign-ins only where they belong."""

from __future__ import annotations

import pytest
from django.test import Client

from zhifa.accounts.api import (
    Account,
    AccountNameTaken,
    InvitationSpent,
    accept_invitation,
    create_account,
    invite,
    suspend,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, entries_of, open_log

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
SECRET = "long-enough-secret"


@pytest.fixture
def account() -> Account:
    open_log("zhifa/test", demonstration=False, now=clock.now())
    return create_account(SYSTEM, "zhang", "张敏", password=SECRET, now=clock.now())


def sign_in(client: Client, password: str) -> int:
    return client.post("/accounts/login/", {"login": "zhang", "password": password}).status_code


def test_the_right_password_signs_in(client: Client, account: Account) -> None:
    assert sign_in(client, SECRET) == 302
    assert "_auth_user_id" in client.session


def test_five_wrong_passwords_lock_the_name_out(client: Client, account: Account) -> None:
    codes = [sign_in(client, "wrong") for _ in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    locked = client.post("/accounts/login/", {"login": "zhang", "password": SECRET})
    assert locked.status_code == 429
    assert "暂时不能登录" in locked.content.decode()


def test_a_suspended_account_stays_outside(client: Client, account: Account) -> None:
    suspend(SYSTEM, account.pk, now=clock.now())
    sign_in(client, SECRET)
    assert "_auth_user_id" not in client.session


def test_an_invitation_sets_a_password_once(account: Account) -> None:
    token = invite(SYSTEM, account.pk, now=clock.now())
    accept_invitation(token, "another-long-secret", now=clock.now())
    account.refresh_from_db()
    assert account.check_password("another-long-secret")
    with pytest.raises(InvitationSpent):
        accept_invitation(token, "third-long-secret", now=clock.now())


def test_the_invitation_page_names_weak_passwords(client: Client, account: Account) -> None:
    token = invite(SYSTEM, account.pk, now=clock.now())
    answer = client.post(f"/accounts/invitation/{token}/", {"password": "123", "again": "123"})
    assert answer.status_code == 200
    assert "8" in answer.content.decode()


def test_a_new_link_takes_the_place_of_the_former(account: Account) -> None:
    fresh = create_account(SYSTEM, "fresh", "新某", now=clock.now())
    sent_to_the_wrong_person = invite(SYSTEM, fresh.pk, now=clock.now())
    right = invite(SYSTEM, fresh.pk, now=clock.now())
    with pytest.raises(InvitationSpent):
        accept_invitation(sent_to_the_wrong_person, "a-long-enough-secret", now=clock.now())
    assert accept_invitation(right, "a-long-enough-secret", now=clock.now()) == fresh


def test_names_are_taken_once(account: Account) -> None:
    with pytest.raises(AccountNameTaken):
        create_account(SYSTEM, "zhang", "张三", now=clock.now())


def test_only_administrators_manage_accounts(account: Account) -> None:
    with pytest.raises(NotAllowed):
        create_account(Actor(key="account:9", name="某", account_id=9), "li", "李", now=clock.now())


def test_every_act_leaves_an_entry_without_the_name(account: Account) -> None:
    (entry,) = entries_of(Subject("account", account.key))
    assert entry.act == "accounts.create_account"
    assert "张" not in str(entry.facts)


def test_a_demonstration_sign_in_does_not_exist_in_a_real_district(client: Client, account: Account) -> None:
    Account.objects.create_user("demo", None, display_name="示例", is_demonstration=True)
    assert client.post("/accounts/demonstration/demo/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_demonstration_sign_in_is_one_click(client: Client) -> None:
    open_log("zhifa/test", demonstration=True, now=clock.now())
    create_account(SYSTEM, "demo", "示例", demonstration=True, now=clock.now())
    assert client.post("/accounts/demonstration/demo/").status_code == 302
    assert "_auth_user_id" in client.session
