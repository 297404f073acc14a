"""What deeds show on the signed-in home: what changed, and the calendar of 人次."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.deeds.api import (
    CountDraft,
    DeedDraft,
    confirm_deeds,
    correct_deed,
    load_deeds,
    record_deed,
    return_deed,
)
from zhifa.deeds.selectors import attendances_by_day, changes
from zhifa.deeds.tests.conftest import SYSTEM, District
from zhifa.kernel import clock

Draft = Callable[..., DeedDraft]
NOW = clock.now()


def home(here: District, name: str) -> str:
    client = Client()
    client.force_login(here.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/work/").content.decode()


def test_what_changed_for_whom(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(title="退回的讲座"), submit=True, now=NOW)
    return_deed(here.head, deed.key, "补签到表", now=NOW)
    assert [(one.what, one.remark) for one in changes(here.liaison, limit=8)] == [("returned", "补签到表")]
    assert changes(here.head, limit=8) == [], "one's own verdict is no news"
    assert changes(here.other, limit=8) == [], "another unit's records are not to be seen"
    page = home(here, "liaison")
    assert "已退回" in page
    assert "补签到表" in page
    assert "退回的讲座" not in home(here, "other")


def test_a_correction_is_news_with_its_reason(here: District, draft: Draft) -> None:
    (deed,) = load_deeds(SYSTEM, [draft()], sheet="s", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    changed = draft(counts=(CountDraft("attendances", "onsite", "sign_in", 118),))
    correct_deed(here.clerk, deed.key, changed, "签到表多数了两人", now=NOW + timedelta(minutes=1))
    assert [one.what for one in changes(here.liaison, limit=8)] == ["corrected", "confirmed"]
    assert "签到表多数了两人" in home(here, "liaison")


def test_the_calendar_shows_the_last_year_with_records(here: District, draft: Draft) -> None:
    assert attendances_by_day(here.clerk) == (0, [])
    days = (date(2017, 5, 1), date(2018, 3, 1), date(2018, 3, 1), date(2018, 6, 2))
    rows = [draft(title=f"第{number}场", occurred_on=day) for number, day in enumerate(days)]
    load_deeds(SYSTEM, rows, sheet="s", now=NOW)
    assert attendances_by_day(here.clerk) == (0, []), "unconfirmed does not count"
    confirm_deeds(SYSTEM, now=NOW)
    assert attendances_by_day(here.clerk) == (2018, [(date(2018, 3, 1), 240), (date(2018, 6, 2), 120)])
    assert "2018 年哪些天有人参加" in home(here, "clerk")


def test_the_home_asks_as_much_for_three_records_as_for_one(here: District, draft: Draft) -> None:
    def asked(many: int) -> int:
        load_deeds(SYSTEM, [draft(title=f"{many}-{n}") for n in range(many)], sheet=f"s{many}", now=NOW)
        confirm_deeds(SYSTEM, now=NOW)
        home(here, "clerk")
        with CaptureQueriesContext(connection) as seen:
            home(here, "clerk")
        return len(seen)

    assert asked(1) == asked(3)
