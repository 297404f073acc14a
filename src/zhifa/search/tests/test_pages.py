"""The page behind the box: what it shows, to whom, and what it costs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from zhifa.kernel import clock
from zhifa.search.api import catch_up, touch
from zhifa.search.tests.offering import KIND, add_units

pytestmark = pytest.mark.django_db
STRANGER_QUERIES = 4  # which index · rows · is it behind · which district


def ask(client: Client, **query: object) -> str:
    response = client.get("/search/", query)
    assert response.status_code == 200
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main
    return main[0]


def add(*names: str, start: int = 1) -> None:
    touch(KIND, add_units(*names, start=start))
    catch_up(clock.now())


def test_the_empty_page_says_what_can_be_found(client: Client) -> None:
    page = ask(client)
    assert "输入一个词就可以找" in page
    assert "单位" in page


def test_a_stranger_sees_what_is_public_and_nothing_else(client: Client) -> None:
    add("公开法律服务站", "内部法律服务科")
    page = ask(client, q="法律服务")
    assert "站" in page
    assert "内部" not in page
    assert '<a href="/units/U01/">公开<mark>法律</mark><mark>服务</mark>站</a>' in page
    assert "U02" not in page
    assert "没有找到“内部”" in ask(client, q="内部")


def test_without_the_index_the_page_says_so_and_still_finds(client: Client, home: Path) -> None:
    add("公开仲裁庭")
    for folder in home.glob("search-*"):
        shutil.rmtree(folder)
    page = ask(client, q="仲裁庭")
    assert "检索索引暂不可用，正在用较慢的方式查找" in page
    assert "/units/U01/" in page


def test_pages_keep_the_question(client: Client) -> None:
    add(*(f"公开法庭{n}" for n in range(25)))
    page = ask(client, q="法庭", kind=KIND, page="2")
    assert "第 2 页，共 2 页，25 条" in page
    assert re.search(rf"q=[^\"]+&amp;kind={KIND}&amp;page=1\"", page)
    assert page.count("<li>\n      <h3>") == 5


@pytest.mark.parametrize(
    "query",
    [
        {"q": "<script>alert(1)</script>"},
        {"q": "法", "page": "x"},
        {"q": "法", "page": "²"},
        {"q": "法", "kind": "nope"},
    ],
)
def test_odd_addresses_have_a_page(client: Client, query: dict[str, str]) -> None:
    assert "<script>alert" not in ask(client, **query)


def test_a_page_costs_the_same_for_one_row_and_for_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    add("公开法庭一")
    with django_assert_num_queries(STRANGER_QUERIES):
        ask(client, q="法庭")
    add("公开法庭二", "公开法庭三", start=2)
    with django_assert_num_queries(STRANGER_QUERIES):
        ask(client, q="法庭")
