"""The two homes and the sign of life."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/about/", "/complaints/", "/gallery/", "/accounts/login/"])
def test_a_stranger_reads_the_public_pages(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "知法" in answer.content.decode()


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/work/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_sign_of_life_tells_nothing_else(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_an_unknown_address_says_so_in_chinese(client: Client) -> None:
    with override("zh-hans"):
        answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "没有" in answer.content.decode()
