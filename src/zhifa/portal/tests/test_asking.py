"""A resident asks in plain words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db.models import Count
from django.test import Client

from zhifa.figures.api import bring_up_to_date, ensure_definitions, value_of
from zhifa.kernel import clock, registry
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import Window
from zhifa.kernel.registry import Citation, Citer
from zhifa.laws.api import import_packaged
from zhifa.laws.models import AskedQuestion
from zhifa.laws.selectors.answering import index_folder
from zhifa.laws.services.retrieval import bring_index_up_to_date
from zhifa.ledger.models import Entry
from zhifa.people.api import open_district

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Iterator[None]:
    """The packaged statutes and their index."""
    import_packaged(Actor.system("test"), datetime(2026, 11, 24, 2, tzinfo=UTC))
    bring_index_up_to_date(date(2026, 11, 24))
    yield
    shutil.rmtree(index_folder(), ignore_errors=True)


def test_the_answer_cites_and_says_what_to_do_next(library: None, client: Client) -> None:
    page = client.post("/ask/", {"q": "高空抛物砸到人谁负责"}).content.decode()
    assert "《民法典》第一千二百五十四条" in page
    assert "<mark>" in page
    assert "12348" in page
    assert "类似的案例" not in page
    nothing = client.post("/ask/", {"q": "红烧肉怎么做好吃"}).content.decode()
    assert "没有找到能回答的条文" in nothing
    assert "<mark>" not in nothing
    assert "可能要找的" in client.post("/ask/", {"q": "mfd"}).content.decode(), (
        "a statute by its initials leads on"
    )
    shutil.rmtree(index_folder())
    degraded = client.post("/ask/", {"q": "高空抛物"})
    assert degraded.status_code == 200
    assert "检索索引暂不可用" in degraded.content.decode()
    assert "民法典" in client.post("/ask/suggest/", {"q": "mfd"}).content.decode()


def test_a_question_is_counted_and_not_kept(library: None, client: Client) -> None:
    """Neither an address nor a row holds the words; what came of it is counted once, as whoever asked says."""
    assert "第一千二百五十四条" not in client.get("/ask/", {"q": "高空抛物砸到人谁负责"}).content.decode()
    assert not AskedQuestion.objects.exists(), "an address asks nothing"
    page = client.post("/ask/", {"q": "高空抛物砸到人谁负责"})
    assert "no-store" in page.headers["Cache-Control"]
    client.post("/ask/", {"q": "红烧肉怎么做好吃"})
    assert client.post("/ask/", {"q": "mfd1254"}).context["answer"].exact, "by the initials of its statute"
    assert _asked() == {"cited": 2, "none": 1}
    assert {field.name for field in AskedQuestion._meta.get_fields()} == {"id", "day", "outcome"}
    token = page.context["token"]
    for said, thanked in (("no", True), ("yes", False)):
        told = client.post("/ask/helped/", {"token": token, "helped": said}).content.decode()
        assert ("已经记下" in told) is thanked
    assert "没有记下" in client.post("/ask/helped/", {"token": "forged", "helped": "no"}).content.decode()
    assert _asked() == {"cited": 1, "none": 1, "unsolved": 1}
    assert not Entry.objects.filter(facts__icontains="高空抛物").exists()
    system, today = Actor.system("test"), clock.today()
    open_district(system, "990001", "测试区", demonstration=False, now=clock.now())
    ensure_definitions(now=clock.now())
    bring_up_to_date(system)
    for code, count in (("questions", 3), ("questions_answered", 1), ("questions_unanswered", 2)):
        found = value_of(system, f"laws.{code}", district="990001", window=Window(today, today))
        assert found.record_count == count, code
    shutil.rmtree(index_folder())
    client.post("/ask/", {"q": "高空抛物"})
    assert _asked()["none"] == 2, "what the database finds by words is no answer"


def _asked() -> dict[str, int]:
    return dict(AskedQuestion.objects.order_by().values_list("outcome").annotate(n=Count("pk")))


def test_the_home_asks_first(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.index('action="/ask/"') < page.index("</main>")
    assert 'method="post"' in page[page.index("ask-form") - 200 : page.index("ask-form")]
    assert 'href="/ask/"' in page


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    page = client.post("/ask/", {"q": "<script>alert(1)</script>"}).content.decode()
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
    page = client.post("/ask/", {"q": "高空抛物砸到人谁负责"}).content.decode()
    assert page.count("阳台花盆坠落案") == 1
