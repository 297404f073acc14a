"""A resident asks in plain words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from zhifa.kernel import registry
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Citation, Citer
from zhifa.laws.api import import_packaged
from zhifa.laws.selectors.answering import index_folder
from zhifa.laws.services.retrieval import bring_index_up_to_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Iterator[None]:
    """The packaged statutes and their index."""
    import_packaged(Actor.system("test"), datetime(2026, 11, 24, 2, tzinfo=UTC))
    bring_index_up_to_date(date(2026, 11, 24))
    yield
    shutil.rmtree(index_folder(), ignore_errors=True)


def test_the_answer_cites_and_says_what_to_do_next(library: None, client: Client) -> None:
    page = client.get("/ask/", {"q": "高空抛物砸到人谁负责"}).content.decode()
    assert "《民法典》第一千二百五十四条" in page
    assert "<mark>" in page
    assert "12348" in page
    assert "类似的案例" not in page
    nothing = client.get("/ask/", {"q": "红烧肉怎么做好吃"}).content.decode()
    assert "没有找到能回答的条文" in nothing
    assert "<mark>" not in nothing
    shutil.rmtree(index_folder())
    degraded = client.get("/ask/", {"q": "高空抛物"})
    assert degraded.status_code == 200
    assert "检索索引暂不可用" in degraded.content.decode()
    assert "民法典" in client.get("/ask/suggest/", {"q": "mfd"}).content.decode()


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    page = client.get("/ask/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page


def test_cases_stand_beside_where_a_mechanism_offers_them(
    library: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = Citer(
        "case", "案例", lambda texts: [Citation("case:1", "阳台花盆坠落案", "/cases/1/")] if texts else []
    )
    everything = registry.offered
    monkeypatch.setattr(
        "zhifa.portal.selectors.offered",
        lambda kind: [*everything(kind), *([offer] if kind is Citer else [])],
    )
    page = client.get("/ask/", {"q": "高空抛物砸到人谁负责"}).content.decode()
    assert page.count("阳台花盆坠落案") == 1
