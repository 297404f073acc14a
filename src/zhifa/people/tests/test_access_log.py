"""The access log in use. The auditor's search: what it shows, to whom, at what price; and what is noted where matter is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject
from zhifa.lookups.api import What, note_lookup
from zhifa.lookups.models import Lookup

SignedIn = Callable[[str], Client]
SYSTEM = Actor.system("test")
PAGE = "/work/lookups/"


def last() -> Lookup:
    return Lookup.objects.latest("pk")


@pytest.mark.parametrize("username", ["admin", "clerk"])
def test_for_all_but_the_auditor_the_log_does_not_exist(signed_in: SignedIn, username: str) -> None:
    client = signed_in(username)
    for address in (PAGE, f"{PAGE}?format=csv", f"{PAGE}?who=周"):
        assert client.get(address).status_code == 404
    assert not Lookup.objects.exists()
    assert PAGE not in client.get("/work/").content.decode().replace(f"{PAGE}keeping/", "")


def test_a_stranger_is_led_to_the_sign_in(db: None) -> None:
    assert "/accounts/login/" in Client().get(PAGE)["Location"]


def test_the_auditor_sees_who_looked_at_what_and_his_own_search(signed_in: SignedIn) -> None:
    signed_in("clerk").get("/work/people/lecturer/")
    page = signed_in("auditor").get(PAGE).content.decode()
    assert "周某" in page
    assert "龚某" in page
    assert "打开人员页面" in page
    assert (last().what, last().actor != "") == ("search", True)
    assert "检索查阅记录" in page, "the search itself stands on the page"


def test_a_search_narrows_and_is_kept_without_names(signed_in: SignedIn) -> None:
    signed_in("clerk").get("/work/people/lecturer/")
    signed_in("admin").get("/work/people/clerk/")
    client = signed_in("auditor")
    page = client.get(PAGE, {"who": "安某"}).content.decode()
    assert "打开人员页面" in page
    assert "龚某" not in page
    kept = last()
    assert (kept.people, len(kept.narrowed["who"])) == (1, 1)
    assert "安" not in str(kept.narrowed)
    page = client.get(PAGE, {"about": "龚", "what": "person"}).content.decode()
    assert "龚某" in page
    assert "安某" not in page
    assert last().narrowed["about"] == ["person:lecturer"]
    page = client.get(PAGE, {"who": "没有这个人"}).content.decode()
    assert "没有符合条件的查阅记录" in page
    tomorrow = clock.today() + timedelta(days=1)
    assert "没有符合条件的查阅记录" in client.get(PAGE, {"since": tomorrow.isoformat()}).content.decode()


def test_the_log_comes_out_as_a_sheet_and_that_is_noted(signed_in: SignedIn) -> None:
    signed_in("clerk").get("/work/people/lecturer/")
    answer = signed_in("auditor").get(PAGE, {"format": "csv"})
    sheet = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "周某" in sheet
    assert "龚某" in sheet
    assert last().what == "export"


def test_the_page_asks_as_much_for_three_rows_as_for_one(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    counts = []
    for many in (1, 3):
        for number in range(many):
            note_lookup(
                Actor(f"account:{number}", ""), Subject("person", "lecturer"), What.PERSON, now=clock.now()
            )
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE, {"what": "person"})
        counts.append(len(asked))
    assert counts[0] == counts[1] == 12


def test_a_person_s_page_is_one_insert_dearer(signed_in: SignedIn) -> None:
    client = signed_in("clerk")
    with CaptureQueriesContext(connection) as asked:
        client.get("/work/people/lecturer/")
    assert sum("lookups_lookup" in query["sql"] for query in asked) == 1


def test_lists_of_people_and_their_sheets_are_noted_with_how_many(signed_in: SignedIn) -> None:
    client = signed_in("clerk")
    client.get("/work/people/")
    assert (last().what, last().people, last().subject_key) == ("names", 4, "people_people")
    b"".join(client.get("/work/people/", {"format": "csv"}).streaming_content)  # type: ignore[attr-defined]
    assert (last().what, last().people) == ("export", 4)
    client.get("/work/backbone/")
    assert (last().what, last().subject_key) == ("names", "people_backbone")


def test_a_phone_shown_in_full_is_noted(signed_in: SignedIn) -> None:
    client = signed_in("clerk")
    client.post("/work/people/lecturer/phone/", {"phone": "13812345678"})
    client.post("/work/people/lecturer/phone/show/")
    assert (last().what, last().subject_key) == ("phone", "lecturer")


def test_the_administrator_sets_how_long_and_reads_no_row(signed_in: SignedIn) -> None:
    client = signed_in("admin")
    page = client.get(f"{PAGE}keeping/").content.decode()
    assert "第二十三条" in page
    assert "依据待核对" in page
    form = {"valid_from": clock.today().isoformat(), "months": 5, "source": "规定"}
    assert "不能少于 6 个月" in client.post(f"{PAGE}keeping/", form).content.decode()
    assert client.post(f"{PAGE}keeping/", {**form, "months": 24}).status_code == 302
    assert "现在保存 24 个月" in client.get(f"{PAGE}keeping/").content.decode()
    assert signed_in("clerk").get(f"{PAGE}keeping/").status_code == 404
    auditor = signed_in("auditor")
    assert "设定新的保存期" not in auditor.get(f"{PAGE}keeping/").content.decode()
