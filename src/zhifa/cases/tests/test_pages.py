"""The pages of cases by what they show, to whom, and with how many questions to the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.cases.models import Case, Telling
from zhifa.cases.offers import _search_rows
from zhifa.cases.services import recall, write_case
from zhifa.cases.terms import CASE, Move, State
from zhifa.cases.tests.conftest import TEXT, actor, draft, proof, to_masking, to_ready
from zhifa.kernel import clock
from zhifa.laws.api import Instrument
from zhifa.lookups.models import Lookup
from zhifa.publishing.tests.passing import publish_all

SignedIn = Callable[[str], Client]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_case_is_written_on_the_form(law: Instrument, signed_in: SignedIn) -> None:
    client = signed_in("liaison")
    sent = {
        "title": "张建国诉李秀英借款案", "kind": "court", "topic": "debt", "unit": "U2", "facts": "事实", "decided_on": "2018-05-04",
        "citations": "《测试借款法》第一条", "more": "# 相关链接\n无",
    }  # fmt: skip
    answer = client.post("/work/cases/new/", sent)
    case = Case.objects.get()
    assert answer.url == f"/work/cases/{case.key}/"  # type: ignore[attr-defined]
    assert case.original.words["more"] == [{"heading": "相关链接", "text": "无"}]
    assert [one.label for one in case.cited.all()] == ["《测试借款法》第一条"]
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "张建国" not in page
    assert "借款与合同" in page
    both = client.post("/work/cases/new/", {**sent, "stops": ["minor"], "no_stops": "on"})
    assert "就不能再说都没有" in both.content.decode()


def test_a_file_is_shown_before_it_is_kept(law: Instrument, signed_in: SignedIn) -> None:
    client = signed_in("liaison")
    content = (
        "# 借款要写借条\n## 基本案情\n借款。\n## 裁判结果\n依照《测试借款法》第一条判决。\n## 相关链接\n无。"
    )
    page = client.post(
        "/work/cases/import/", {"file": SimpleUploadedFile("a.md", content.encode())}
    ).content.decode()
    assert "没有对应的栏目" in page
    assert "《测试借款法》第一条" in page
    assert "借款要写借条" in page
    assert not Case.objects.exists()
    bad = client.post("/work/cases/import/", {"file": SimpleUploadedFile("a.doc", b"x")}).content.decode()
    assert "另存为 .docx" in bad


def test_each_look_at_the_original_is_noted(law: Instrument, signed_in: SignedIn) -> None:
    case = to_masking(law)
    client = signed_in("head")
    page = client.post(f"/work/cases/{case.key}/original/").content.decode()
    assert "张建国" in page
    assert Lookup.objects.filter(subject_kind=CASE, subject_key=case.key).count() == 1
    for name in ("lead", "auditor", "other"):
        assert signed_in(name).post(f"/work/cases/{case.key}/original/").status_code == 404, name
    assert Lookup.objects.count() == 1


def test_span_by_span_on_the_page(law: Instrument, signed_in: SignedIn) -> None:
    case = to_masking(law)
    client = signed_in("deputy")
    address = f"/work/cases/{case.key}/masking/"
    page = client.get(address).content.decode()
    assert "<mark>张建国</mark>" in page
    assert 'value="张某甲"' in page
    ticked = dict.fromkeys(_boxes(page), "on")
    client.post(address, {**ticked, "kind": "other", "words": "书面凭证", "save": "1"})
    again = client.get(address).content.decode()
    assert "<mark>书面凭证</mark>" in again
    missing = client.post(address, {**ticked, "kind": "other", "words": "没有的话", "save": "1"})
    assert "文中没有这几个字" in missing.content.decode()
    kept = client.post(address, {"kind": "other", "words": "", "sign": "1"})
    assert "没有写理由" in kept.content.decode()
    ticked = dict.fromkeys(_boxes(again), "on")
    answer = client.post(address, {**ticked, "kind": "other", "words": "", "sign": "1"}, follow=True)
    result = answer.content.decode()
    assert "张某甲诉李某、张某乙" in result
    assert "张建国" not in result
    assert signed_in("other").get(address).status_code == 404


def test_a_move_is_signed_with_its_reason(law: Instrument, signed_in: SignedIn) -> None:
    case = to_masking(law)
    client = signed_in("deputy")
    address = f"/work/cases/{case.key}/move/stop/"
    page = client.get(address).content.decode()
    assert "停止的原因" in page
    answer = client.post(address, {"remarks": "", "stop": "minor"})
    assert answer.status_code == 200
    assert Case.objects.get().state == State.MASKING
    assert client.get(f"/work/cases/{case.key}/move/approve/").status_code == 404


def test_strangers_read_what_went_through_the_gate_and_nothing_else(law: Instrument) -> None:
    shown = to_ready(law)
    publish_all(CASE)
    hidden = to_ready(
        law, text=replace(TEXT, title="不该看到的案例", facts="甲乙纠纷，某人身份证号11010519491231002X。")
    )
    stranger = Client()
    for address in ("/cases/", "/cases/?topic=debt", "/cases/?law=test-loan&article=1", "/api/v1/cases"):
        answer = stranger.get(address)
        page = str(answer.json()) if address.startswith("/api") else answer.content.decode()
        assert shown.title in page, address
        assert "不该看到的案例" not in page, address
    for address in (
        "/cases/?topic=family",
        "/cases/?law=test-loan&article=2",
        "/api/v1/cases?kind=mediation",
    ):
        assert shown.title not in stranger.get(address).content.decode(), address
    page = stranger.get(f"/cases/{shown.key}/").content.decode()
    for words in ("借条写清楚", "《测试借款法》第一条", "公开信息", "某区人民法院"):
        assert words in page
    assert stranger.get(f"/cases/{hidden.key}/").status_code == 404
    assert stranger.get(f"/api/v1/cases/{hidden.key}").status_code == 404
    whole = stranger.get(f"/api/v1/cases/{shown.key}").json()
    assert whole["cites"] == ["《测试借款法》第一条"]
    assert "张建国" not in str(whole)
    assert [row.key for row in _search_rows(None)] == [shown.key]
    clerk = actor("clerk")
    recall(clerk, shown.key, "当事人提出异议", proof=proof(clerk, shown, Move.RECALL), now=clock.now())
    gone = stranger.get(f"/cases/{shown.key}/")
    assert gone.status_code == 410
    assert "当事人提出异议" in gone.content.decode()
    assert stranger.get(f"/api/v1/cases/{shown.key}").status_code == 410


def test_lists_ask_the_same_number_of_questions_for_one_and_three(
    law: Instrument, signed_in: SignedIn
) -> None:
    to_ready(law)
    publish_all(CASE)
    clerk, stranger = signed_in("clerk"), Client()
    one = [queries(stranger, "/cases/"), queries(clerk, "/work/cases/"), queries(clerk, "/work/")]
    for _more in range(2):
        to_ready(law)
    publish_all(CASE)
    assert [queries(stranger, "/cases/"), queries(clerk, "/work/cases/"), queries(clerk, "/work/")] == one


def test_own_unit_sees_its_own_cases_only(law: Instrument, signed_in: SignedIn) -> None:
    case = write_case(actor("liaison"), draft(law), now=clock.now())
    assert case.key in signed_in("head").get("/work/cases/").content.decode()
    assert case.key not in signed_in("other").get("/work/cases/").content.decode()
    assert signed_in("other").get(f"/work/cases/{case.key}/").status_code == 404


def test_the_lists_and_what_was_sent_on_have_their_pages(law: Instrument, signed_in: SignedIn) -> None:
    case = to_ready(law)
    publish_all(CASE)
    clerk, liaison = signed_in("clerk"), signed_in("liaison")
    page = clerk.get("/work/cases/lists/").content.decode()
    for words in ("婚姻家庭", "涉及未成年人犯罪", "法释〔2016〕19号", "人民调解", "待核"):
        assert words in page
    sent = {"words": "宗教事务", "since": clock.today(), "used": "on", "source": ""}
    refused = clerk.post("/work/cases/lists/topic/", sent)
    assert refused.status_code == 200
    assert clerk.post("/work/cases/lists/topic/", {**sent, "source": "区普法办"}).status_code == 302
    assert ">宗教事务</option>" in liaison.get("/work/cases/new/").content.decode()
    assert liaison.get("/work/cases/lists/").status_code == 404
    assert clerk.get("/work/cases/lists/nothing/").status_code == 404
    address = f"/work/cases/{case.key}/recommend/"
    assert liaison.get(address).status_code == 404
    clerk.post(address, {"to": "市普法办", "reason": "说理清楚"})
    listed = clerk.get("/work/cases/recommended/").content.decode()
    assert "市普法办" in listed
    assert case.title in listed
    assert "市普法办" not in signed_in("other").get("/work/cases/recommended/").content.decode()
    pk = case.recommendations.get().pk
    done = {"outcome": "declined", "outcome_on": clock.today(), "outcome_words": "已有同类案例"}
    assert clerk.post(f"/work/cases/recommended/{pk}/", done).status_code == 302
    assert "已有同类案例" in clerk.get(f"/work/cases/{case.key}/").content.decode()
    assert clerk.get(f"/work/cases/{case.key}/paper/").content[:2] == b"PK"
    assert "优选" in Client().get("/cases/").content.decode()


@pytest.mark.parametrize("form", ["talk", "radio"])
def test_a_version_is_made_from_the_record_and_edited(
    law: Instrument, signed_in: SignedIn, form: str
) -> None:
    case = to_ready(law)
    client = signed_in("deputy")
    address = f"/work/cases/{case.key}/telling/{form}/"
    assert "张某甲" in client.get(address).content.decode()
    client.post(address, {"text": "改过的稿子"})
    assert "改过的稿子" in client.get(address).content.decode()
    client.post(address, {"text": ""})
    assert "张某甲" in client.get(address).content.decode()
    assert Telling.objects.get().text == ""


def _boxes(page: str) -> list[str]:
    return re.findall(r'type="checkbox" id="(g\d+\.\d+)"', page)
