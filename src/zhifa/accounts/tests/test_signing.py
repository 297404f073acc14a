"""Signing: the exact text, who one is, and what the ledger keeps of it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from zhifa.accounts.api import (
    Account,
    IdentityNotConfirmed,
    Proof,
    SignatureForm,
    TextChanged,
    create_account,
    digest_of,
    prove_identity,
    sign,
    signatures_of,
    suspend,
)
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, entries_of, open_log

pytestmark = pytest.mark.django_db
SYSTEM, SECRET, NOW = Actor.system("test"), "long-enough-secret", clock.now()
TEXT = "第七个五年法治宣传教育规划\n目标一：宪法学习宣传"
PLAN = Subject("plan", "seven")


@pytest.fixture
def account() -> Account:
    open_log("zhifa/test", demonstration=False, now=NOW)
    return create_account(SYSTEM, "zhang", "张敏", password=SECRET, now=NOW)


def actor_for(account: Account, *grants: Grant) -> Actor:
    return Actor(account.key, account.display_name, account.pk, grants or (Grant(Role.LEAD, "/", "/"),))


def signed(actor: Actor, proof: Proof, text: str = TEXT, *, later: int = 0) -> str:
    with transaction.atomic():
        return sign(actor, text, PLAN, role=Role.LEAD, proof=proof, now=NOW + timedelta(minutes=later))


def posted(account: Account, rf: RequestFactory, **data: str) -> HttpRequest:
    request = rf.post("/work/", {"shown": digest_of(TEXT), **data})
    request.user = account
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_a_signature_holds_the_texts_digest_the_post_and_the_method(account: Account) -> None:
    digest = signed(actor_for(account), prove_identity(account.pk, TEXT, password=SECRET, now=NOW), later=1)
    assert digest == hashlib.sha256(TEXT.encode()).hexdigest()
    (one,) = signatures_of(PLAN)
    assert (one.text_sha256, one.role, one.unit_path, one.method) == (digest, Role.LEAD, "/", "password")
    assert (one.signer_key, one.acting, one.signed_at) == (account.key, False, NOW + timedelta(minutes=1))
    (entry,) = entries_of(PLAN)
    assert entry.act == "accounts.sign"
    assert "张" not in str(entry.facts)


def test_one_signs_in_ones_own_post_before_one_held_for_another(account: Account) -> None:
    acting = Grant(Role.LEAD, "/U9/", acting_for="李某")
    proof = prove_identity(account.pk, TEXT, password=SECRET, now=NOW)
    signed(actor_for(account, acting), proof)
    signed(actor_for(account, acting, Grant(Role.LEAD, "/U1/")), proof)
    assert [(one.acting, one.unit_path) for one in signatures_of(PLAN)] == [(True, "/U9/"), (False, "/U1/")]


def test_without_the_post_nothing_is_signed(account: Account) -> None:
    proof = prove_identity(account.pk, TEXT, password=SECRET, now=NOW)
    with pytest.raises(NotAllowed):
        signed(actor_for(account, Grant(Role.LIAISON, "/U1/")), proof)
    assert signatures_of(PLAN) == []


def test_a_text_that_changed_while_it_was_read_is_not_signed(account: Account) -> None:
    proof = prove_identity(account.pk, TEXT, password=SECRET, now=NOW)
    with pytest.raises(TextChanged):
        signed(actor_for(account), proof, TEXT + "。")


def test_a_proof_is_ones_own_and_fresh(account: Account) -> None:
    proof = prove_identity(account.pk, TEXT, password=SECRET, now=NOW)
    with pytest.raises(IdentityNotConfirmed):
        signed(actor_for(account), proof, later=6)
    other = create_account(SYSTEM, "li", "李某", password=SECRET, now=NOW)
    with pytest.raises(IdentityNotConfirmed):
        signed(actor_for(other), proof)


def test_a_signature_stands_or_falls_with_its_act(account: Account) -> None:
    with transaction.atomic():
        signed(actor_for(account), prove_identity(account.pk, TEXT, password=SECRET, now=NOW))
        transaction.set_rollback(True)
    assert signatures_of(PLAN) == []


def test_a_wrong_password_a_suspended_account_and_one_without_password_prove_nothing(
    account: Account,
) -> None:
    with pytest.raises(IdentityNotConfirmed, match="密码不对"):
        prove_identity(account.pk, TEXT, password="wrong", now=NOW)
    unset = create_account(SYSTEM, "li", "李某", now=NOW)
    with pytest.raises(IdentityNotConfirmed, match="不能核对"):
        prove_identity(unset.pk, TEXT, password="", now=NOW)
    suspend(SYSTEM, account.pk, now=NOW)
    with pytest.raises(IdentityNotConfirmed):
        prove_identity(account.pk, TEXT, password=SECRET, now=NOW)


def test_with_a_second_factor_its_code_is_asked_for_and_good_once(account: Account) -> None:
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))
    with pytest.raises(IdentityNotConfirmed, match="动态验证码"):
        prove_identity(account.pk, TEXT, password=SECRET, now=NOW)
    assert prove_identity(account.pk, TEXT, code=code, now=NOW).method == "totp"
    with pytest.raises(IdentityNotConfirmed):
        prove_identity(account.pk, TEXT, code=code, now=NOW)


def test_the_second_factors_secret_does_not_lie_in_the_table(account: Account) -> None:
    secret = generate_totp_secret()
    assert secret not in str(TOTP.activate(account, secret).instance.data)


def test_the_demonstration_signs_by_one_click_and_says_so() -> None:
    open_log("zhifa/test", demonstration=True, now=NOW)
    demo = create_account(SYSTEM, "demo", "示例", demonstration=True, now=NOW)
    signed(actor_for(demo), prove_identity(demo.pk, TEXT, now=NOW))
    assert signatures_of(PLAN)[0].method == "demonstration"


def test_a_demonstration_account_in_a_real_district_signs_nothing(account: Account) -> None:
    demo = Account.objects.create_user("demo", None, display_name="示例", is_demonstration=True)
    with pytest.raises(IdentityNotConfirmed):
        prove_identity(demo.pk, TEXT, now=NOW)


def test_the_box_shows_the_exact_text_and_asks_by_the_accounts_method(account: Account, rf: Any) -> None:
    request = rf.get("/work/")
    request.user = account
    form = SignatureForm(request, TEXT)
    assert list(form.fields) == ["shown", "password"]
    page = render_to_string("accounts/signature.html", {"signature": form, "post": "区司法局领导"}, request)
    assert TEXT in page
    assert digest_of(TEXT) in page


def test_the_box_makes_a_proof_or_says_what_is_wrong(account: Account, rf: RequestFactory) -> None:
    right = SignatureForm(posted(account, rf, password=SECRET), TEXT)
    assert right.is_valid()
    assert right.proof.account_id == account.pk
    wrong = SignatureForm(posted(account, rf, password="wrong"), TEXT)
    assert "密码不对" in str(wrong.errors["password"])
    stale = SignatureForm(posted(account, rf, password=SECRET), TEXT + "。")
    assert "变动过" in str(stale.errors)


def test_five_wrong_answers_lock_the_box(account: Account, rf: RequestFactory) -> None:
    for _attempt in range(5):
        assert not SignatureForm(posted(account, rf, password="wrong"), TEXT).is_valid()
    form = SignatureForm(posted(account, rf, password=SECRET), TEXT)
    assert "15 分钟" in str(form.errors)
