"""The pages: one permanent address, a leak that does not happen, a phone answer, signatures through the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.meetings.models import ActionItem, Attendance, Meeting
from zhifa.meetings.offers.searching import FOUND
from zhifa.meetings.services import add_action, decide_line
from zhifa.meetings.tests.conftest import (
    NOW,
    PASSWORD,
    SYSTEM,
    TODAY,
    called,
    held,
    issued,
    key_of,
    matter,
)
from zhifa.meetings.tests.test_proving import LECTURES, action
from zhifa.people.api import Unit
from zhifa.publishing.tests.passing import publish_all, withdraw_all

SignedIn = Callable[[str], Client]


def test_one_address_before_and_after_and_strangers_see_public_minutes_only(
    conference: str, browser_of: SignedIn, client: Client
) -> None:
    matter("公开的议题")
    address = called().get_absolute_url()
    assert address == "/meetings/joint/1/"
    assert browser_of("liaison2").get(address).status_code == 200
    assert browser_of("outsider").get(address).status_code == 404
    assert client.get(address).status_code == 404
    matter("没有公开的议题")
    second = issued(held())
    assert client.get(second.get_absolute_url()).status_code == 404
    publish_all("meeting")
    page = client.get(second.get_absolute_url()).content.decode()
    assert "没有公开的议题" in page
    assert "存证（" not in page
    assert client.get(f"{second.get_absolute_url()}minutes.docx").status_code == 200
    assert client.get(address).status_code == 404
    listed = client.get("/meetings/").content.decode()
    assert "第2次会议纪要" in listed
    assert "第1次会议纪要" not in listed
    assert browser_of("outsider").get(second.get_absolute_url()).status_code == 200


def test_a_liaison_answers_and_sends_a_delegate(conference: str, browser_of: SignedIn) -> None:
    matter("甲")
    meeting, browser = called(), browser_of("liaison2")
    page = browser.get(meeting.get_absolute_url()).content.decode()
    assert "测试区教育局的答复" in page
    assert "测试区民政局的答复" not in page
    there = "/work/meetings/joint/1/answer/U02/"
    sent = {
        "U02-state": "delegate",
        "U02-name": "王某",
        "U02-post": "科长",
        "U02-authority": "",
        "U02-reason": "",
    }
    refused = browser.post(there, sent)
    assert "请写明委托依据" in refused.content.decode()
    assert browser.post(there, sent | {"U02-authority": "局长书面委托"}).status_code == 302
    assert Attendance.objects.get(unit__code="U02").answer == "delegate"
    assert browser.post("/work/meetings/joint/1/check-in/U02/").status_code == 302
    assert Attendance.objects.get(unit__code="U02").state == "delegate"


def test_the_office_goes_from_planning_to_issued_minutes_in_the_browser(
    conference: str, browser_of: SignedIn
) -> None:
    office = browser_of("clerk")
    office.post("/work/meetings/joint/matters/new/", {"title": "宪法宣传周", "brief": "", "unit": ""})
    planned = {"held_on": TODAY.isoformat(), "place": "一楼会议室", "chair": "赵某", "kind": "plenary"}
    assert office.post("/work/meetings/joint/meetings/new/", planned)["Location"] == "/meetings/joint/1/"
    one = "/work/meetings/joint/1"
    assert "通知 3 个参会单位" in office.get("/meetings/joint/1/").content.decode()
    office.post(f"{one}/call/")
    roll = {
        f"{unit}-{name}": ""
        for unit in ("U01", "U02", "U03")
        for name in ("state", "name", "post", "authority", "reason")
    }
    wrong = office.post(f"{one}/roll/", roll | {"U01-state": "present"})
    assert "请写明参会人姓名" in wrong.content.decode()
    assert office.post(f"{one}/roll/", roll | {"U01-state": "present", "U01-name": "钱某"}).status_code == 302
    office.post(f"{one}/hold/")
    line = Meeting.objects.get().lines.get().pk
    went = office.post(f"{one}/lines/{line}/", {"outcome": "decided", "decision": "会议同意方案。"})
    assert went["Location"] == f"{one}/lines/{line}/action/"
    decision = {
        "text": "发通知",
        "unit": "U01",
        "due_on": "2099-01-01",
        "proof": "word",
        "figure": "",
        "deed_kind": "",
        "words": "",
    }
    bad = office.post(f"{one}/lines/{line}/action/", decision | {"proof": "deeds"})
    assert "没有这种工作记录" in bad.content.decode()
    office.post(f"{one}/lines/{line}/action/", decision)
    office.post(f"{one}/circulate/")
    for who, where in (("head1", f"{one}/agree/U01/"), ("lead", f"{one}/issue/")):
        browser = browser_of(who)
        shown = browser.get(where).context["signature"].digest
        assert browser.post(where, {"shown": shown, "password": PASSWORD}).status_code == 302, who
    assert Meeting.objects.get().state == "issued"
    assert "发通知" in office.get("/work/actions/").content.decode()
    made = ActionItem.objects.get()
    reported = office.post(f"/work/actions/{made.pk}/report/", {"text": "发了", "claims_done": "on"})
    assert reported.status_code == 302
    assert "单独计数" in office.get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["liaison2", "head2", "lead"])
def test_nobody_else_does_the_office_s_work(conference: str, browser_of: SignedIn, who: str) -> None:
    matter("甲")
    held()
    browser = browser_of(who)
    for address in (
        "new/",
        "joint/members/new/",
        "joint/meetings/new/",
        "joint/1/change/",
        "joint/1/roll/",
        "joint/1/issue/",
    ):
        assert browser.get(f"/work/meetings/{address}").status_code == 404, address
    for address in ("joint/1/call/", "joint/1/hold/", "joint/1/circulate/", "joint/1/recall/"):
        assert browser.post(f"/work/meetings/{address}").status_code == 404, address


def test_a_stranger_to_the_conference_sees_neither_it_nor_its_items(
    conference: str, browser_of: SignedIn
) -> None:
    made = action()
    browser = browser_of("outsider")
    assert made.text not in browser.get("/work/actions/").content.decode()
    assert browser.get(made.get_absolute_url()).status_code == 404
    assert browser.get("/work/meetings/joint/1/agree/U02/").status_code == 404


def test_the_pages_cost_the_same_for_one_and_for_three(conference: str, browser_of: SignedIn) -> None:
    browser = browser_of("clerk")

    def cost(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    def decided(matters: int) -> str:
        for number in range(matters):
            matter(f"议题{number}")
        meeting = held()
        for line in meeting.lines.all():
            decide_line(SYSTEM, key_of(meeting), line.pk, "decided", "会议同意。", now=NOW)
            add_action(SYSTEM, key_of(meeting), line.pk, LECTURES, now=NOW)
        return issued(meeting).get_absolute_url()

    one = decided(1)
    pages = ("/work/meetings/joint/", "/work/actions/", "/api/v1/meetings", "/api/v1/meetings/actions")
    cost(one)
    before = [cost(page) for page in (*pages, one)]
    assert [cost(page) for page in (*pages, decided(3))] == before


def test_programs_and_the_search_box_see_what_the_asker_sees(
    conference: str, browser_of: SignedIn, client: Client
) -> None:
    made = action()
    here, items = "/api/v1/meetings/joint/1", "/api/v1/meetings/actions"
    inside, outside = browser_of("liaison2"), browser_of("outsider")
    assert inside.get("/api/v1/meetings").json()["meetings"][0]["state"] == "issued"
    assert made.text in inside.get(here).json()["minutes"]
    (item,) = inside.get(items).json()["actions"]
    assert (item["text"], item["state"], item["unit"]) == (made.text, "open", "测试区教育局")
    assert outside.get(items).json()["total"] == 0
    for who in (client, outside):
        assert who.get("/api/v1/meetings").json()["total"] == 0
        assert who.get(here).status_code == 404
    assert client.get(items).status_code == 404
    (row,) = FOUND.rows(None)
    seated = {f"unit:{unit.path}" for unit in Unit.objects.filter(code__in=("U01", "U02", "U03"))}
    assert (row.key, row.scopes) == ("joint-1", {"district", *seated})
    publication = publish_all("meeting")
    assert "public" in next(iter(FOUND.rows(["joint-1"]))).scopes
    assert made.text in client.get(here).json()["minutes"]
    assert publication is not None
    withdraw_all(publication)
    assert client.get(here).status_code == 410
