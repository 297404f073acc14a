"""The pages of duties: what they show to whom, by a constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.duties.models import Duty, ListVersion, UnitList
from zhifa.duties.services import CallDraft, call_year
from zhifa.duties.tests.conftest import (
    NOW,
    PASSWORD,
    SYSTEM,
    account_of,
    called,
    done,
    issued,
    law,
    line,
    merged,
)
from zhifa.laws.api import DocumentDraft, add_document
from zhifa.publishing.tests.passing import publish_all, withdraw_all

SignedIn = Callable[[str], Client]


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_year_by_its_pages(signed_in: SignedIn) -> None:
    clerk, liaison, head, lead = (signed_in(name) for name in ("clerk", "liaison", "head", "lead"))
    assert "征集责任清单" in text(clerk, "/work/duties/")
    call = {
        "year": "2018",
        "title": "测试区2018年普法责任清单",
        "called_on": "2018-01-05",
        "due_on": "2018-02-05",
        "notice": "",
    }
    assert clerk.post("/work/duties/call/", call).status_code == 302
    found = UnitList.objects.get(unit__code="U2")
    here = f"/work/duties/list/{found.pk}/"
    assert "2018 年普法责任清单待起草" in text(liaison, "/work/")
    assert (
        liaison.post(
            f"{here}line/", {"category": "own", "measure": "校园法治专题讲座", "laws": ""}
        ).status_code
        == 302
    )
    assert "还没有写：宣传的法律、普法对象" in text(liaison, here)
    key = Duty.objects.get().key
    whole = {
        "category": "own", "laws": "《校园法治条例》", "measure": "校园法治专题讲座", "kinds": ["lecture"], "quantity": "2",
        "audiences": ["youth"], "since": "2018-01-01", "until": "2018-12-31", "node_on": "2018-12-04", "node_words": "国家宪法日",
        "section": "法规科", "person": "李某", "evidence": ["notice"], "effect": "师生知晓",
    }  # fmt: skip
    assert liaison.post(f"{here}line/{key}/", whole).status_code == 302
    assert liaison.post(f"{here}move/", {"move": "hand-on"}).status_code == 302
    assert liaison.post(f"{here}move/", {"move": "pass-legal", "words": "法规科无意见"}).status_code == 302
    page = head.get(f"{here}sign/")
    signed = {"shown": page.context["signature"].digest, "password": PASSWORD}
    assert head.post(f"{here}sign/", signed).status_code == 302
    review = f"{here}review/"
    assert "校园法治专题讲座" in text(clerk, review)
    refused = clerk.post(review, {f"verdict-{key}": "returned", f"remarks-{key}": ""})
    assert "退改的一项没有写意见" in refused.content.decode()
    assert clerk.post(review, {f"verdict-{key}": "accepted", f"remarks-{key}": ""}).status_code == 302
    said = {"by": "joint-meeting", "on": "2018-03-01", "record": "第1次会议纪要", "issuer": "government"}
    assert clerk.post("/work/duties/year/2018/consider/", said).status_code == 302
    version = ListVersion.objects.get()
    issue = f"/work/duties/version/{version.pk}/issue/?document_number=测普法〔2018〕1号&issued_on=2018-03-02&effective_on=2018-03-05"
    assert "看全文并签发" in text(lead, f"/work/duties/version/{version.pk}/issue/")
    shown = lead.get(issue).context["signature"].digest
    assert lead.post(issue, {"shown": shown, "password": PASSWORD}).status_code == 302
    assert "测普法〔2018〕1号" in text(clerk, "/work/duties/year/2018/")
    assert "2018年3月30日" in text(clerk, "/work/duties/year/2018/")  # 20 working days after 2 March
    done("条例宣讲", date(2018, 3, 10))
    unit = text(liaison, "/work/duties/unit/U2/?year=2018")
    assert "1 / 2 场" in unit
    assert "条例宣讲" in text(liaison, f"/duties/duty/{key}/")


def test_strangers_read_what_went_through_the_gate(signed_in: SignedIn, client: Client) -> None:
    merged(line())
    version = issued()
    key = Duty.objects.get(is_current=True).key
    addresses = (
        f"/duties/versions/{version.pk}/",
        f"/duties/versions/{version.pk}/list.json",
        f"/duties/duty/{key}/",
    )
    for address in addresses:
        text(client, address, 404)
    assert "校园法治" not in text(client, "/duties/?on=2018-06-01")
    publication = publish_all("duty-version")
    assert publication is not None
    for address in addresses:
        assert "校园法治专题讲座" in text(client, address)
    assert "校园法治专题讲座" in text(client, "/duties/?on=2018-06-01")
    withdraw_all(publication)
    text(client, addresses[0], 410)
    for address in ("/work/duties/", "/work/duties/year/2018/", "/work/duties/unit/U2/"):
        assert client.get(address).status_code == 302


def test_another_unit_sees_nothing_of_a_draft(signed_in: SignedIn) -> None:
    found = called()
    other = signed_in("other")
    for address in (
        f"/work/duties/list/{found.pk}/",
        f"/work/duties/list/{found.pk}/review/",
        "/work/duties/unit/U2/",
        "/work/duties/year/2018/",
    ):
        text(other, address, 404)


def test_files_of_a_version(signed_in: SignedIn) -> None:
    merged(line())
    version = issued()
    clerk = signed_in("clerk")
    content = json.loads(text(clerk, f"/duties/versions/{version.pk}/list.json"))
    assert content["duties"][0]["laws"][0]["label"] == "《校园法治条例》"
    sheet = clerk.get(f"/duties/versions/{version.pk}/list.csv")
    assert "校园法治专题讲座" in b"".join(sheet.streaming_content).decode()  # type: ignore[attr-defined]
    assert clerk.get(f"/duties/versions/{version.pk}/list.docx").content.startswith(b"PK")
    text(clerk, f"/duties/versions/{version.pk}/list.pdf", 404)


def test_a_record_says_what_it_serves_and_is_corrected_with_a_click(signed_in: SignedIn) -> None:
    merged(line())
    issued()
    deed, liaison = done("条例宣讲", date(2018, 3, 10)), signed_in("liaison")
    page = text(liaison, f"/work/deeds/{deed.key}/")
    assert "校园法治专题讲座" in page
    mend = f"/work/duties/deed/{deed.key}/"
    assert mend in page
    text(signed_in("other"), mend, 404)
    key = Duty.objects.get(is_current=True).key
    assert liaison.post(mend, {"duty": key, "answer": "no", "reason": "讲的是别的"}).status_code == 302
    assert "讲的是别的" in text(liaison, mend)
    assert Duty.objects.get(is_current=True).done == 0


@pytest.mark.parametrize(
    "address",
    [
        "/work/duties/year/2018/",
        "/work/duties/unit/U2/?year=2018",
        "/duties/?on=2018-06-01",
        "/work/duties/list/{list}/",
    ],
)
def test_the_number_of_queries_does_not_grow(signed_in: SignedIn, address: str) -> None:
    found = merged(line())
    issued()
    liaison = signed_in("clerk")
    address = address.format(list=found.pk)
    one = queries(liaison, address)
    UnitList.objects.filter(pk=found.pk).update(state="drafting", signed_text="", signed_at=None)
    merged(line(measure="第二项"), line(measure="第三项"))
    issued(on=date(2018, 4, 1), number="测普法〔2018〕2号")
    assert Duty.objects.filter(is_current=True).count() == 3
    assert queries(liaison, address) == one


def test_the_front_page_says_what_was_proven_without_typing(signed_in: SignedIn) -> None:
    call_year(account_of("clerk"), CallDraft(2018, "2018年清单", date(2018, 1, 5), date(2018, 2, 5)), now=NOW)
    merged(line())
    issued()
    page = text(signed_in("clerk"), "/work/")
    assert "不用另外填报就已证明的责任" in page


def test_time_nodes_topics_and_new_law_are_views_of_the_one_list(signed_in: SignedIn) -> None:
    new = DocumentDraft("policy_document", "养犬管理办法", "某市人大", date(2017, 10, 1), source="公报")
    add_document(SYSTEM, new, NOW)
    merged(
        line(measure="年底的讲座"),
        line(category="topic", measure="六月的专题", node_on=date(2018, 6, 26)),
        line(measure="新法的宣讲", node_on=date(2018, 9, 1), laws=law("《养犬管理办法》")),
    )
    here, browser = f"/duties/versions/{issued().pk}/", signed_in("clerk")

    def told(view: str) -> list[str]:
        page = text(browser, f"{here}?view={view}")
        found = [one for one in ("年底的讲座", "六月的专题", "新法的宣讲") if one in page]
        return sorted(found, key=page.index)

    assert told("") == ["年底的讲座", "六月的专题", "新法的宣讲"]
    assert told("nodes") == ["六月的专题", "新法的宣讲", "年底的讲座"]
    assert told("topic") == ["六月的专题"]
    assert told("new") == ["新法的宣讲"]
