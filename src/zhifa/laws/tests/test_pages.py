"""The public reading pages and the picker's fragments, by what they show and what they ask of the database."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.kernel import registry
from zhifa.kernel.registry import Citation, Citer, MenuEntry, Searchable, offered
from zhifa.laws.models import Instrument, ProvisionText, Version
from zhifa.laws.offers import published
from zhifa.laws.selectors import search_rows, title_rows
from zhifa.laws.tests.test_documents_in import JIA
from zhifa.publishing.tests.passing import publish_all, withdraw_all


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_anyone_reads_the_list_as_of_a_day(small: Path, client: Client) -> None:
    html = html_of(client, "/laws/?on=2018-06-01")
    assert "2018-06-01 已知施行中 3 件，其中当日文本已收录 2 件" in html
    assert "施行中，当日文本未收录" in html
    assert 'href="/laws/jiafa/?on=2018-06-01"' in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=jf", {"甲法"}),
        ("q=乙", {"乙法"}),
        ("standing=in_force", {"甲法"}),
        ("standing=not_held", {"丙法"}),
        ("standing=repealed", {"乙法"}),
        ("kind=policy_document", set()),
        ("kind=nonsense&on=tomorrow", {"甲法", "乙法", "丙法"}),
    ],
)
def test_the_list_is_narrowed(small: Path, client: Client, query: str, shown: set[str]) -> None:
    html = html_of(client, f"/laws/?on=2020-01-01&{query}" if "on=" not in query else f"/laws/?{query}")
    assert {name for name in ("甲法", "乙法", "丙法") if f"中华人民共和国{name}</a>" in html} == shown


def test_a_slip_leads_on_in_the_list_and_in_the_search_box(small: Path, client: Client) -> None:
    assert "《甲法》" in html_of(client, "/laws/?q=甲发")
    assert 'href="/search/?q=%E7%94%B2%E6%B3%95"' in html_of(client, "/search/?q=甲发")
    assert "可以试试" not in html_of(client, "/search/?q=甲法")


def test_an_empty_library_says_how_to_fill_it(db: None, client: Client) -> None:
    assert "zhifa laws import" in html_of(client, "/laws/")


def test_a_statute_is_read_as_of_a_day(small: Path, client: Client) -> None:
    old = html_of(client, "/laws/jiafa/?on=2018-12-31")
    assert "2018-12-31 施行的文本：2012-03-14 公布" in old
    assert "甲一旧。" in old
    assert "甲一新。" not in old
    new = html_of(client, "/laws/jiafa/?on=2019-01-01")
    assert "甲一新。" in new
    assert "甲一旧。" not in new
    assert 'id="a2-1"' in new
    assert "第二章 附则" in new
    assert "以国家公布的正式文本为准" in new


def test_a_day_without_its_text_shows_none_and_names_the_nearest(small: Path, client: Client) -> None:
    html = html_of(client, "/laws/bingfa/?on=2018-05-01")
    assert "2018-05-01 时已在施行，但当日文本未收录" in html
    assert "丙一。" not in html
    held = Version.objects.get(instrument__code="bingfa", text_held=True)
    assert f"version={held.pk}" in html
    other = html_of(client, f"/laws/bingfa/?on=2018-05-01&version={held.pk}")
    assert "不是 2018-05-01 施行的文本" in other
    assert "丙一。" in other


def test_a_repealed_statute_says_by_what(small: Path, client: Client) -> None:
    html = html_of(client, "/laws/yifa/?on=2020-01-01")
    assert "已于 2019-01-01 废止" in html
    assert '<a href="/laws/jiafa/">《甲法》</a>' in html


def test_an_article_shows_each_text_the_days_first(small: Path, client: Client) -> None:
    html = html_of(client, "/laws/jiafa/1/?on=2018-06-01")
    assert html.index("甲一旧。") < html.index("甲一新。")
    assert "下面第一段文字是 2018-06-01 施行的文本" in html
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html
    without = html_of(client, "/laws/jiafa/2-1/?on=2018-06-01")
    assert "2018-06-01 施行的文本没有这一条" in without


def test_two_versions_stand_side_by_side(small: Path, client: Client) -> None:
    assert '<a href="/laws/jiafa/compare/">' in html_of(client, "/laws/jiafa/")
    html = html_of(client, "/laws/jiafa/compare/")
    assert "<del>甲一旧</del>" in html
    assert "<ins>甲一新</ins>" in html
    assert "未变 1 条" in html
    assert "甲二。" not in html, "what did not change is shown only when asked for"
    assert "甲二。" in html_of(client, "/laws/jiafa/compare/?all=1")
    assert client.get("/laws/yifa/compare/").status_code == 404
    assert client.get("/laws/jiafa/compare/?before=99999").status_code == 404


def test_programs_ask_for_a_provision_and_for_a_difference(small: Path, client: Client) -> None:
    one = client.get("/api/v1/laws/jiafa/provisions/1", {"on": "2015-01-01"}).json()
    assert (one["label"], one["text"], one["held"]) == ("《甲法》第一条", "甲一旧。", True)
    assert client.get("/api/v1/laws/jiafa/provisions/2-1", {"on": "2015-01-01"}).json()["held"] is False
    assert client.get("/api/v1/laws/jiafa/provisions/9").status_code == 404
    changes = client.get("/api/v1/laws/jiafa/diff", {"before": "2015-01-01", "after": "2020-01-01"}).json()[
        "changes"
    ]
    assert [(row["change"], row["after"]) for row in changes] == [
        ("changed", "第一条"),
        ("new", "第二条之一"),
    ]
    assert client.get("/api/v1/laws/jiafa/diff", {"before": "2000-01-01"}).status_code == 404


def test_an_article_shows_who_cites_it(small: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cited = ProvisionText.objects.get(text="甲一旧。")

    def of(ids: Any) -> list[Citation]:
        assert cited.pk in ids
        return [Citation("deed:1", "一场宣讲", "/deeds/1/", "某单位", date(2018, 5, 1))]

    offers = [*registry._offers, Citer("deed", "引用它的活动", of)]
    monkeypatch.setattr(registry, "_offers", offers)
    html = html_of(client, "/laws/jiafa/1/")
    assert "引用它的活动" in html
    assert '<a href="/deeds/1/">一场宣讲</a>' in html


@pytest.mark.parametrize(
    "address",
    [
        "/laws/dingfa/", "/laws/jiafa/99/", "/laws/dingfa/1/", "/laws/jiafa/?version=999999",
        "/laws/jiafa/nonsense/",
    ],
)  # fmt: skip
def test_what_is_not_there_does_not_exist(small: Path, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/laws/jiafa/?on=x&version=y", "/laws/jiafa/1/?on=2018-02-30"])
def test_a_nonsense_day_is_today(small: Path, client: Client, address: str) -> None:
    assert "甲一新。" in html_of(client, address)


def test_a_page_changes_nothing(small: Path, client: Client) -> None:
    for address in ("/laws/", "/laws/jiafa/", "/laws/jiafa/1/"):
        assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/laws/", 8), ("/laws/jiafa/", 5), ("/laws/jiafa/1/", 8), ("/laws/jiafa/compare/", 3)],
)
def test_pages_ask_a_constant_number(
    *,
    small: Path,
    client: Client,
    address: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = [offer for offer in registry._offers if not isinstance(offer, Citer)]
    monkeypatch.setattr(registry, "_offers", own)  # citers ask for themselves
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
    law = Instrument.objects.get(code="jiafa")
    for number in range(3, 6):
        text = ProvisionText.objects.get(text="甲二。", version__ended_on=None)
        provision = law.provisions.create(key=str(number), label=f"第{number}条", number=number)
        text.pk, text.provision, text.position = None, provision, 90 + number
        text.save(force_insert=True)
        ProvisionText.objects.filter(pk=text.pk).update(text=f"又一条{number}。")
    for number in range(3):
        Instrument.objects.create(
            code=f"x{number}", kind="statute", title=f"某法{number}", short_title="某", pinyin="m"
        )
    with django_assert_num_queries(queries):
        client.get(address)


def test_every_provision_is_offered_to_the_search(small: Path) -> None:
    assert any(offer.kind == "provision" for offer in offered(Searchable))
    rows = {row.title: row for row in search_rows(None)}
    assert set(rows) == {
        "《甲法》第一条", "《甲法》第二条", "《甲法》第二条之一", "《乙法》第一条", "《丙法》第一条",
    }  # fmt: skip
    first = rows["《甲法》第一条"]
    assert (first.body, first.url) == ("甲一新。\n第二款。", "/laws/jiafa/1/")
    assert first.scopes == {"public"}
    assert [row.key for row in search_rows([first.key])] == [first.key]


def test_the_menus_lead_to_the_library() -> None:
    entries = [entry for entry in offered(MenuEntry) if entry.mechanism == "laws"]
    assert sorted(entry.public for entry in entries) == [False, False, False, False, True]


# The picker's fragments


def test_strangers_do_not_pick(small: Path, client: Client) -> None:
    for address in ("/work/laws/pick/?q=甲法", "/work/laws/pick/chip/?line=甲法"):
        assert client.get(address).status_code == 302


def test_suggestions_carry_article_and_version_of_the_forms_day(small: Path, worker: Client) -> None:
    text = ProvisionText.objects.get(text="甲一旧。")
    html = html_of(
        worker,
        "/work/laws/pick/?name=citations&day=occurred_on&chips=id_citations_chips"
        "&citations__typed=甲法1&occurred_on=2018-06-01",
    )
    assert f'data-version="{text.version_id}" data-provision-text="{text.pk}"' in html
    assert "甲一旧。" in html
    assert 'hx-target="#id_citations_chips"' in html
    assert "甲一新" in html_of(worker, "/work/laws/pick/?q=甲法1&on=2020-01-01")


def test_suggestions_take_no_markup(small: Path, worker: Client) -> None:
    html = html_of(worker, "/work/laws/pick/?q=甲法&chips=%22%3E%3Cscript%3E&name=%22%3E%3Cb%3E")
    assert "<script>" not in html
    assert "<b>" not in html


def test_nothing_found_says_what_to_do(small: Path, worker: Client) -> None:
    assert "没有找到" in html_of(worker, "/work/laws/pick/?q=丁法")


def test_a_chip_carries_its_line(small: Path, worker: Client) -> None:
    html = html_of(worker, "/work/laws/pick/chip/?name=citations&line=《甲法》第一条")
    assert 'name="citations" value="《甲法》第一条" checked' in html


# Entering a document


DOCUMENT = {
    "kind": "policy_document",
    "title": "某区普法规划",
    "issuing_body": "某区委",
    "published_on": "2016-06-01",
    "source": "某区政府网站",
}


def test_the_office_enters_a_document_and_reads_it(office: Client) -> None:
    assert "收录文件标题" in html_of(office, "/work/laws/")
    response = office.post("/work/laws/documents/new/", DOCUMENT)
    assert (response.status_code, response["Location"]) == (302, "/laws/mouqupufaguihua/")
    html = html_of(office, "/laws/mouqupufaguihua/")
    assert "按标题和日期收录，不收录正文" in html


def test_a_document_is_for_the_house_until_it_went_through_the_gate(office: Client) -> None:
    """A stranger meets neither its page nor its title: not in the list, the search, the API or the check of citations."""
    office.post("/work/laws/documents/new/", DOCUMENT)
    address, stranger = "/laws/mouqupufaguihua/", Client()

    def met() -> list[bool]:
        asked = {"text": "依照《某区普法规划》", "on": "2018-01-01"}
        checked = stranger.post("/api/v1/laws/check", asked, content_type="application/json").json()
        (row,) = title_rows(None)
        return [
            stranger.get(address).status_code == 200,
            stranger.get("/api/v1/laws/mouqupufaguihua").status_code == 200,
            "某区普法规划" in stranger.get("/laws/").content.decode(),
            "某区普法规划" in [one["title"] for one in stranger.get("/api/v1/laws").json()["instruments"]],
            bool(checked["findings"][0]["url"]),
            row.scopes == {"public"},
            bool(published("instrument", ["mouqupufaguihua"])),
        ]

    assert not any(met())
    assert "还没有公开" in html_of(office, address)
    publication = publish_all("instrument")
    assert publication is not None
    assert "制定机关：某区委" in publication.items.get().text
    assert all(met())
    assert "还没有公开" not in html_of(office, address)
    withdraw_all(publication)
    assert not any(met())
    assert stranger.get(address).status_code == 410


def test_a_refused_document_stands_beside_its_field(office: Client) -> None:
    office.post("/work/laws/documents/new/", DOCUMENT)
    again = office.post("/work/laws/documents/new/", DOCUMENT).content.decode()
    assert "同名的另一份文件，请填写文号" in again
    early = office.post("/work/laws/documents/new/", {**DOCUMENT, "effective_on": "2016-01-01"})
    assert "施行日期早于公布日期" in early.content.decode()
    assert Instrument.objects.count() == 1


def test_others_do_not_enter_documents(worker: Client) -> None:
    assert worker.get("/work/laws/documents/new/").status_code == 404
    assert "法规库管理" not in html_of(worker, "/laws/")


def test_the_keeper_sees_a_preview_before_a_text_goes_in(small: Path, office: Client) -> None:
    def sent(content: str, name: str = "甲法(2024-05-06).md") -> str:
        file = SimpleUploadedFile(name, content.encode())
        return str(office.post("/work/laws/import/", {"file": file, "source": "公报"}).content.decode())

    html = sent(JIA)
    assert "新版本" in html
    assert "条号连续，没有缺漏和重号" in html
    assert Version.objects.filter(published_on=date(2024, 5, 6)).count() == 0, "a preview writes nothing"
    (text,) = re.findall(r'name="text" value="([^"]+)"', html)
    assert office.post("/work/laws/import/", {"text": text + "x"}).status_code == 302
    assert Version.objects.filter(published_on=date(2024, 5, 6)).count() == 0, (
        "a text that was meddled with is not taken"
    )
    assert office.post("/work/laws/import/", {"text": text})["Location"] == "/laws/jiafa/"
    assert Version.objects.get(published_on=date(2024, 5, 6)).source == "公报"
    assert "已收录，没有改动" in sent(JIA)
    assert "为什么不能收录" in sent(JIA.replace("甲二", "甲二二"))
    assert "读不了这种文件" in sent("x", "a.exe")


def test_others_do_not_bring_texts(worker: Client) -> None:
    assert worker.get("/work/laws/import/").status_code == 404
