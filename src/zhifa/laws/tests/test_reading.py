"""Reading a statute as a book: permanent addresses, leafing without waiting, words with their source, what cites it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.laws.models import ProvisionText
from zhifa.laws.tests.test_pages import html_of


def test_a_permanent_address_keeps_its_text(small: Path, client: Client) -> None:
    old, new = (html_of(client, f"/laws/jiafa/1/@{day}/") for day in ("2018-12-31", "2019-01-01"))
    assert old.index("甲一旧") < old.index("甲一新")
    assert new.index("甲一新") < new.index("甲一旧")
    assert "甲一旧" in html_of(client, "/laws/jiafa/@2018-12-31/")
    assert 'href="/laws/jiafa/1/@2018-12-31/"' in html_of(client, "/laws/jiafa/@2018-12-31/")
    assert client.get("/laws/jiafa/1/@2019-02-30/").status_code == 404
    answer = client.get("/api/v1/laws/jiafa/provisions/1?on=2018-12-31").json()
    assert answer["url"] == "/laws/jiafa/1/@2018-12-31/"
    assert client.get(answer["url"]).status_code == 200


def test_an_article_is_copied_with_its_source(small: Path, client: Client) -> None:
    words = (
        "第一条　甲一新。\n第二款。\n——《中华人民共和国甲法》（2018年10月26日公布，自2019年1月1日起的文本）第一条\n"
        "http://testserver/laws/jiafa/1/@2019-01-01/"
    )
    assert words in html_of(client, "/laws/jiafa/1/")
    assert 'id="quoted"' not in html_of(
        client, "/laws/bingfa/1/?on=2019-06-01"
    )  # that day's text is not held
    statute = html_of(client, "/laws/jiafa/")
    assert (
        'data-law="《中华人民共和国甲法》" data-edition="（2018年10月26日公布，自2019年1月1日起的文本）"'
        in statute
    )


def test_the_contents_stand_beside_the_text(small: Path, client: Client) -> None:
    html = html_of(client, "/laws/jiafa/")
    assert (
        html.count('<li class="depth-1"><a href="#d1">第一章 总则</a></li>') == 2
    )  # beside it, and in the drawer of a phone


@pytest.mark.parametrize("address", ["/laws/jiafa/", "/laws/jiafa/1/", "/laws/jiafa/@2018-12-31/"])
def test_leafing_back_waits_for_no_words(
    small: Path, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    if address.endswith("jiafa/"):
        with django_assert_max_num_queries(2):
            client.get(address, headers={"if-none-match": first["ETag"]})
    for other in ({"accept-language": "en"}, {"cookie": "zhifa_elder=1"}):  # another page of the same text
        assert client.get(address, headers={"if-none-match": first["ETag"], **other}).status_code == 200


def test_a_page_had_before_is_given_anew_once_its_text_is_another(small: Path, client: Client) -> None:
    had = client.get("/laws/jiafa/1/")
    ProvisionText.objects.filter(text__startswith="甲一新").update(text="甲一新改。")
    assert client.get("/laws/jiafa/1/", headers={"if-none-match": had["ETag"]}).status_code == 200


def test_a_statute_names_what_it_replaced(small: Path, client: Client) -> None:
    html = html_of(client, "/laws/jiafa/")
    assert "它取代了：" in html
    assert '<a href="/laws/yifa/">《乙法》</a>（2019-01-01 废止）' in html


def test_what_cites_a_statute_has_a_page(small: Path, client: Client) -> None:
    assert "还没有公开的内容引用它" in html_of(client, "/laws/jiafa/cited/")
    assert client.get("/laws/wufa/cited/").status_code == 404
