"""The pages of the inbox: what is yours, what it costs, what one can do there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, RequestFactory

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.registry import AwaitingItem
from zhifa.notices.api import notify
from zhifa.notices.models import Notice, Preference
from zhifa.notices.offers import late, needs_me
from zhifa.notices.tests import offering

pytestmark = pytest.mark.django_db
# session · account · posts · acting posts · district · count of notices · notices · unread
INBOX_QUERIES = 8


@pytest.fixture
def mine(client: Client, account: Account) -> Client:
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def say(account: Account, *titles: str) -> None:
    for title in titles:
        notify(
            [account.pk], title=title, body="请补充时间。", url="/work/deeds/1/", why="您是记录人",
            subject="deed:1", now=clock.now(),
        )  # fmt: skip


def main_of(client: Client, path: str = "/work/inbox/", **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    found = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert found
    return found[0]


def test_the_inbox_is_closed_to_strangers(client: Client) -> None:
    assert client.get("/work/inbox/").status_code == 302


def test_an_empty_inbox_says_what_will_stand_there(mine: Client) -> None:
    page = main_of(mine)
    assert "现在没有等您办的事" in page
    assert "还没有通知" in page


def test_only_the_readers_notices_are_there(mine: Client, account: Account, other: Account) -> None:
    say(account, "记录被退回")
    say(other, "别人的通知")
    page = main_of(mine)
    assert "记录被退回" in page
    assert "您是记录人" in page
    assert "别人的通知" not in page
    theirs = Notice.objects.get(account=other)
    assert mine.get(f"/work/inbox/{theirs.pk}/").status_code == 404


def test_opening_a_notice_leads_to_its_thing_and_marks_it_read(mine: Client, account: Account) -> None:
    say(account, "记录被退回", "又被退回")
    first = Notice.objects.order_by("pk")[0]
    response = mine.get(f"/work/inbox/{first.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/work/deeds/1/")
    assert "1 条未读" in main_of(mine)
    mine.post("/work/inbox/read/")
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_notice_can_be_copied_as_text_without_script(mine: Client, account: Account) -> None:
    say(account, "记录被退回")
    page = main_of(mine)
    text = "【记录被退回】\n请补充时间。\nhttps://zhifa.example/work/deeds/1/"
    assert f'rows="4" readonly>{text}</textarea>' in page
    assert f'data-copy="chat-{Notice.objects.get().pk}"' in page


def test_the_inbox_costs_the_same_for_one_notice_and_for_three(
    mine: Client, account: Account, django_assert_num_queries: Any
) -> None:
    say(account, "一")
    with django_assert_num_queries(INBOX_QUERIES):
        main_of(mine)
    say(account, "二", "三")
    with django_assert_num_queries(INBOX_QUERIES):
        main_of(mine)


def test_the_wish_how_soon_is_kept(mine: Client, account: Account) -> None:
    page = main_of(mine, "/work/inbox/settings/")
    assert "邮件发到 chen@example.com" in page
    assert re.search(r'value="daily"[^>]*checked', page)
    assert mine.post("/work/inbox/settings/", {"mail": "hourly"}).status_code == 200
    assert mine.post("/work/inbox/settings/", {"mail": "at_once"}).status_code == 302
    assert Preference.objects.get(account=account).pace == "at_once"


def test_without_a_channel_the_page_says_so(mine: Client, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mail_url="")
    assert "没有配置邮件等发送方式" in main_of(mine, "/work/inbox/settings/")


def test_the_panels_on_the_home_show_six_each_and_count_all(account: Account, rf: RequestFactory) -> None:
    today = clock.today()
    offering.waiting["/U01/"] = [
        AwaitingItem(f"待签{n}", f"/work/{n}/", "您是负责人", due=due, subject=str(n))
        for n, due in enumerate([today.replace(year=2020, day=1)] * 8 + [today, None])
    ]
    request = rf.get("/work/")
    request.actor = Actor(  # type: ignore[attr-defined]
        account.key, "陈某", account.pk, (Grant(Role.HEAD, unit_path="/U01/"),)
    )
    panel, behind = needs_me(request), late(request)
    assert (panel.count("<li>"), behind.count("<li>")) == (2, 6)
    assert "全部 10 件" in panel
    assert "全部 8 件逾期" in behind
    request = rf.get("/work/")
    request.actor = Actor(account.key, "陈某", account.pk)  # type: ignore[attr-defined]
    assert late(request) == ""
    assert "现在没有等您办的事" in needs_me(request)
