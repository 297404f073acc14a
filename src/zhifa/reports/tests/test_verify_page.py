"""The checker for anyone: one small file that loads nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from zhifa.kernel import clock
from zhifa.ledger.api import seal_pending, verifier_key
from zhifa.reports.tests.conftest import Here

MOST = 1_000_000  # bytes


@pytest.mark.django_db
def test_it_opens_before_there_is_a_log(client: Client) -> None:
    page = client.get("/verify/").content.decode()
    assert "打开核对工具" in page
    assert "本日志的公钥" not in page


def test_a_stranger_reads_what_is_proven_and_the_key(client: Client, here: Here) -> None:
    seal_pending(now=clock.now())
    page = client.get("/verify/").content.decode()
    for words in (
        "没有证明：活动是否真的办过",
        "/verify/check.html?download",
        verifier_key().replace("+", "+"),
    ):
        assert words in page


@pytest.mark.django_db
def test_the_checker_is_one_file_that_loads_nothing(client: Client) -> None:
    answer = client.get("/verify/check.html")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert len(answer.content) < MOST
    page = answer.content.decode()
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)=", page)
    assert not re.findall(r"\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon)\b", page)
    saved = client.get("/verify/check.html?download")
    assert saved["Content-Disposition"] == 'attachment; filename="check.html"'
    assert saved.content == answer.content
