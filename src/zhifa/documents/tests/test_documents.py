"""The register: entered, superseded, repealed, corrected; a number once; what went to one unit stays with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.documents.errors import AlreadyEnded, DaysOutOfOrder, KeptByItsRecord, NumberTaken
from zhifa.documents.models import Document
from zhifa.documents.selectors import Looked, documents
from zhifa.documents.services import (
    correct_document,
    enter_document,
    register,
    repeal,
    settle,
    supersede,
)
from zhifa.documents.tests.conftest import ISSUER, NOW, SYSTEM, TODAY, account_of, paper
from zhifa.kernel.actor import STRANGER
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import unit_by_code

SignedIn = Callable[[str], Client]


def test_a_number_is_given_once_by_an_issuer_in_a_year(home: None) -> None:
    clerk = account_of("clerk")
    first = enter_document(clerk, paper("某区普法[2018] 3号"), now=NOW)
    assert (first.number, first.year, first.valid_from) == ("某区普法〔2018〕3号", 2018, date(2018, 3, 1))
    with pytest.raises(NumberTaken) as refused:
        enter_document(clerk, paper("某区普法〔2018〕3号", date(2019, 1, 8), "另一份"), now=NOW)
    assert "普法考核办法" in refused.value.why
    assert refused.value.field == "number"
    with pytest.raises(NumberTaken):
        register(SYSTEM, paper("某区普法〔2018〕3号"), Subject("duty-version", "1"), now=NOW)
    enter_document(clerk, paper("某区普法〔2019〕3号", date(2019, 1, 8)), now=NOW)
    for title in ("第一次会议纪要", "第二次会议纪要"):  # no number is no number twice
        enter_document(clerk, paper("", title=title), now=NOW)
    assert Document.objects.count() == 4


def test_what_took_the_place_of_what(home: None) -> None:
    """It holds to the day before its successor begins; the register of any day says so."""
    clerk = account_of("clerk")
    old = enter_document(clerk, paper("某区普法〔2016〕2号", date(2016, 5, 1)), now=NOW)
    new = enter_document(clerk, paper("某区普法〔2018〕3号", date(2018, 3, 1)), now=NOW)
    with pytest.raises(DaysOutOfOrder):
        supersede(clerk, new.pk, old.pk, now=NOW)
    supersede(clerk, old.pk, new.pk, now=NOW)
    old.refresh_from_db()
    assert (old.valid_until, old.superseded_by) == (date(2018, 2, 28), new)
    with pytest.raises(AlreadyEnded):
        repeal(clerk, old.pk, date(2019, 1, 1), "某区普法〔2019〕1号", now=NOW)

    def standing(on: date, how: str) -> list[Document]:
        return list(documents(clerk, Looked(standing=how), on))

    assert standing(date(2018, 2, 28), "in-force") == [old]
    assert standing(date(2018, 2, 28), "ahead") == [new]
    assert standing(date(2018, 3, 1), "in-force") == [new]
    assert standing(date(2018, 3, 1), "superseded") == [old]
    acts = [entry.act for entry in entries_of(Subject("document", str(old.pk)))]
    assert sorted(acts) == ["documents.enter", "documents.supersede"]


def test_repealing_names_what_did_it_and_is_the_offices(home: None) -> None:
    clerk, liaison = account_of("clerk"), account_of("liaison")
    made = enter_document(clerk, paper("某区普法〔2018〕3号", valid_until=date(2020, 12, 31)), now=NOW)
    for who in (liaison, account_of("auditor")):
        with pytest.raises(NotAllowed):
            repeal(who, made.pk, date(2019, 7, 1), "某区普法〔2019〕9号", now=NOW)
    with pytest.raises(BadInput):
        repeal(clerk, made.pk, date(2019, 7, 1), "  ", now=NOW)
    with pytest.raises(DaysOutOfOrder):
        repeal(clerk, made.pk, date(2018, 3, 1), "某区普法〔2019〕9号", now=NOW)
    repeal(clerk, made.pk, date(2019, 7, 1), "某区普法〔2019〕9号", now=NOW)
    made.refresh_from_db()
    assert (made.valid_until, made.standing_on(date(2019, 7, 1))) == (date(2019, 6, 30), "repealed")


def test_what_an_act_registered_is_corrected_there_not_here(home: None) -> None:
    clerk, source = account_of("clerk"), Subject("duty-prompt", "7")
    by_act = register(SYSTEM, paper("普法提示〔2018〕7号"), source, now=NOW)
    with pytest.raises(KeptByItsRecord):
        correct_document(clerk, by_act.pk, paper("普法提示〔2018〕8号"), "写错", now=NOW)
    settle(SYSTEM, source, date(2018, 5, 2), "已整改", now=NOW)
    settle(SYSTEM, source, date(2018, 5, 3), "再说一次", now=NOW)  # it ended before; nothing happens
    by_act.refresh_from_db()
    assert (by_act.valid_until, by_act.ending_words) == (date(2018, 5, 2), "已整改")
    by_hand = enter_document(clerk, paper("某区普法〔2018〕30号"), now=NOW)
    with pytest.raises(BadInput):
        correct_document(clerk, by_hand.pk, paper("某区普法〔2018〕3号"), " ", now=NOW)
    correct_document(clerk, by_hand.pk, paper("某区普法〔2018〕3号"), "文号抄错", now=NOW)
    by_hand.refresh_from_db()
    assert by_hand.number == "某区普法〔2018〕3号"


def test_what_went_to_one_unit_is_known_to_it_and_the_district(
    home: None, browser_of: SignedIn, client: Client
) -> None:
    sent = register(
        SYSTEM, paper("普法提示〔2018〕1号", title="普法提示：校园法治"), Subject("duty-prompt", "1"), now=NOW,
        addressee=unit_by_code("U2"),
    )  # fmt: skip
    everyone = enter_document(SYSTEM, paper("某区普法〔2018〕3号"), now=NOW)
    for who, seen in (("clerk", True), ("auditor", True), ("liaison", True), ("other", False)):
        browser = browser_of(who)
        assert ("校园法治" in browser.get("/work/documents/").content.decode()) is seen, who
        assert browser.get(sent.get_absolute_url()).status_code == (200 if seen else 404), who
        assert browser.get(everyone.get_absolute_url()).status_code == 200
        told = browser.get("/api/v1/documents").json()
        assert told["total"] == (2 if seen else 1)
        assert browser.get(f"/api/v1/documents/{sent.pk}").status_code == (200 if seen else 404)
        csv = b"".join(browser.get("/work/documents/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
        assert ("校园法治" in csv) is seen
    assert client.get("/work/documents/").status_code == 302
    assert client.get("/api/v1/documents").json()["documents"] == []
    assert not documents(STRANGER, Looked(), TODAY).exists()
    for page in ("new/", f"{everyone.pk}/repeal/", f"{everyone.pk}/supersede/", f"{everyone.pk}/correct/"):
        assert browser_of("liaison").get(f"/work/documents/{page}").status_code == 404


def test_the_office_enters_finds_and_ends_a_document(home: None, browser_of: SignedIn) -> None:
    office = browser_of("clerk")
    assert "还没有登记文件" in office.get("/work/documents/").content.decode()
    told = {
        "kind": "rules", "title": "普法考核办法", "number": "某区普法[2016]2号", "issuer": ISSUER, "issued_on": "2016-05-01",
        "about": "考核什么，怎么打分。",
    }  # fmt: skip
    scan = SimpleUploadedFile("办法.txt", "办法".encode(), "text/plain")
    page = office.post("/work/documents/new/", {**told, "uploads": scan}, follow=True).content.decode()
    for words in ("某区普法〔2016〕2号", "办法.txt", "补登文件", "有效", "照纸质文件补登"):
        assert words in page, words
    refused = office.post("/work/documents/new/", told).content.decode()
    assert "已经用过文号" in refused
    office.post("/work/documents/new/", {**told, "number": "某区普法〔2018〕3号", "issued_on": "2018-03-01"})
    old, new = Document.objects.order_by("issued_on")
    office.post(f"/work/documents/{old.pk}/supersede/", {"successor": new.pk})
    assert "被替代" in office.get(old.get_absolute_url()).content.decode()
    found = office.get("/work/documents/", {"words": "考核 某区普法[2016]", "standing": "superseded"})
    assert [one.pk for one, _standing, _tone in found.context["lines"]] == [old.pk]
    then = office.get("/work/documents/", {"standing": "in-force", "on": "2017-01-01"})
    assert [one.pk for one, _standing, _tone in then.context["lines"]] == [old.pk]
    assert "没有符合条件的文件" in office.get("/work/documents/?words=没有的").content.decode()


def test_the_page_asks_as_often_for_three_rows_as_for_one(home: None, browser_of: SignedIn) -> None:
    office, asked = browser_of("clerk"), []
    first = enter_document(SYSTEM, paper("某区普法〔2018〕1号"), now=NOW)
    later = enter_document(SYSTEM, paper("某区普法〔2018〕2号", date(2018, 5, 1)), now=NOW)
    supersede(SYSTEM, first.pk, later.pk, now=NOW)
    office.get("/work/documents/")
    for numbers in ((3, 4, 5), ()):
        with CaptureQueriesContext(connection) as queries:
            assert office.get("/work/documents/").status_code == 200
        asked.append(len(queries))
        for number in numbers:
            one = enter_document(
                SYSTEM, paper(f"某区普法〔2018〕{number}号", TODAY - timedelta(number)), now=NOW
            )
            if number == 3:
                supersede(SYSTEM, later.pk, one.pk, now=NOW)
    assert asked[0] == asked[1]
