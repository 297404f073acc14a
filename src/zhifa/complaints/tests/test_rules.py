"""Receipts, senders, moves, the page that something is about."""

from __future__ import annotations

import pytest

from zhifa.complaints.errors import NotAPageHere
from zhifa.complaints.rules.moves import moves_from
from zhifa.complaints.rules.receipts import parts_of, receipt_of
from zhifa.complaints.web.forms import page_here
from zhifa.kernel.web.senders import sender_of


def test_a_receipt_is_read_however_it_is_typed() -> None:
    receipt = receipt_of(12, "0f" * 32)
    number, dash, signs = receipt.partition("-")
    assert (number, dash, len(signs)) == ("12", "-", 14)
    for typed in (
        receipt,
        receipt.lower(),
        f" {receipt} ",
        receipt.replace("-", " "),
        f"12-{signs.replace('-', '')}",
    ):
        assert parts_of(typed) == (12, receipt), typed
    for typed in (
        "",
        "12",
        "12-ABCD",
        "x-7K3M-9QXF-2HWT",
        f"{receipt}A",
        "１２-7K3M-9QXF-2HWT",
        "012345678901234-7K3M-9QXF-2HWT",
    ):
        assert parts_of(typed) is None, typed


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        ("8.8.4.4", "", "8.8.4.4"),
        ("8.8.4.4", "1.1.1.1", "8.8.4.4"),  # a stranger's own header is not believed
        ("127.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),  # our proxy's last hop is
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("2001:db8:1:2:3::9", "", "2001:db8:1:2::/64"),
        ("::ffff:8.8.4.4", "", "8.8.4.4"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_the_address_to_count_by(remote: str, forwarded: str, counted: str) -> None:
    assert sender_of(remote, forwarded) == counted


def test_who_may_do_what_when() -> None:
    assert moves_from("received", office=True, unit=False) == ("answer", "hand", "close")
    assert moves_from("received", office=False, unit=True) == ()
    assert moves_from("handed", office=False, unit=True) == ("answer", "give-back")
    assert moves_from("answered", office=True, unit=True) == ()


def test_the_page_that_it_is_about() -> None:
    assert page_here("", "here") == ""
    assert page_here("/figures/a.b/?since=2018-01-01", "here") == "/figures/a.b/?since=2018-01-01"
    assert page_here("http://here/laws/", "here") == "/laws/"
    assert page_here("/search/?q=张三", "here") == "/search/", "what was searched for is not kept"
    for wrong in (
        "http://elsewhere/laws/",
        "/no-such-page/",
        "/work/deeds/",
        "//elsewhere/laws/",
        "javascript:alert(1)",
    ):
        with pytest.raises(NotAPageHere):
            page_here(wrong, "here")
