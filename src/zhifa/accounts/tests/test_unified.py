"""Unified sign-in against an OpenID Connect server that speaks the protocol on a real socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from zhifa.accounts.api import Account, create_account, suspend
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, entries_of, open_log

pytestmark = pytest.mark.django_db
SYSTEM, NOW = Actor.system("test"), clock.now()
told: dict[str, Any] = {}
asked: list[str] = []


class IdentityServer(BaseHTTPRequestHandler):
    """Discovery, token and user information; what it tells of the person is the test's."""

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/.well-known/openid-configuration":
            parts = {"authorization": "authorize", "token": "token", "userinfo": "me"}
            found = {f"{name}_endpoint": f"{base}/{place}" for name, place in parts.items()}
            self._answer(
                {"issuer": base, **found, "token_endpoint_auth_methods_supported": ["client_secret_post"]}
            )
        elif self.path == "/me" and self.headers["Authorization"] == "Bearer opaque":
            self._answer(told)
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if "code=right" not in asked[-1]:
            self.send_error(400)
            return
        self._answer({"access_token": "opaque", "token_type": "Bearer"})

    def _answer(self, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def server(settings: Any) -> Iterator[None]:
    """An identity server, configured as the settings do it from the environment."""
    listening = ThreadingHTTPServer(("127.0.0.1", 0), IdentityServer)
    thread = Thread(target=listening.serve_forever)
    thread.start()
    app = {
        "provider_id": "unified", "name": "统一身份认证", "client_id": "zhifa", "secret": "s3cret",
        "settings": {"server_url": f"http://127.0.0.1:{listening.server_address[1]}"},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield
    listening.shutdown()
    thread.join()
    listening.server_close()
    told.clear()
    asked.clear()


@pytest.fixture
def account() -> Account:
    open_log("zhifa/test", demonstration=False, now=NOW)
    return create_account(SYSTEM, "zhang", "张敏", now=NOW)


def enter(client: Client, code: str = "right", **person: str) -> str:
    """The whole round trip; answers the page where it ends."""
    told.update(person)
    sent = client.post("/accounts/oidc/unified/login/")
    address = urlsplit(sent["Location"])
    assert address.path == "/authorize"
    query = parse_qs(address.query)
    assert query["client_id"] == ["zhifa"]
    back = urlsplit(query["redirect_uri"][0]).path
    return client.get(back, {"code": code, "state": query["state"][0]}, follow=True).content.decode()


def test_the_sign_in_page_offers_it(client: Client, server: None) -> None:
    assert "用统一身份认证登录" in client.get("/accounts/login/").content.decode()


def test_the_first_time_ties_the_identity_to_the_account_of_that_name(
    client: Client, server: None, account: Account
) -> None:
    enter(client, sub="77", preferred_username="zhang")
    assert client.session["_auth_user_id"] == str(account.pk)
    assert "client_secret=s3cret" in asked[0]
    assert [entry.act for entry in entries_of(Subject("account", account.key))][
        -1
    ] == "accounts.connect_identity"
    client.logout()
    enter(client, sub="77", preferred_username="renamed")  # known by its lasting key
    assert client.session["_auth_user_id"] == str(account.pk)


def test_whom_no_account_knows_stays_outside(client: Client, server: None, account: Account) -> None:
    page = enter(client, sub="78", preferred_username="stranger")
    assert "系统管理员登记" in page
    assert "_auth_user_id" not in client.session
    assert Account.objects.count() == 1


def test_a_suspended_account_stays_outside(client: Client, server: None, account: Account) -> None:
    suspend(SYSTEM, account.pk, now=NOW)
    enter(client, sub="77", preferred_username="zhang")
    assert "_auth_user_id" not in client.session


def test_a_demonstration_account_is_not_tied(client: Client, server: None, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_demonstration=True)
    enter(client, sub="77", preferred_username="zhang")
    assert "_auth_user_id" not in client.session


def test_a_refused_code_is_told_in_chinese(client: Client, server: None, account: Account) -> None:
    page = enter(client, code="wrong", sub="77", preferred_username="zhang")
    assert "统一身份认证没有成功" in page
    assert "_auth_user_id" not in client.session
