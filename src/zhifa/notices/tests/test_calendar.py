"""The home's own days over the national calendar: who may settle them, what the page shows, what the ledger keeps."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.kernel.calendar import add_working_days
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of
from zhifa.notices.api import release_day, settle_day, working_calendar
from zhifa.notices.errors import CalendarDayUnclear
from zhifa.notices.selectors import calendar_year

pytestmark = pytest.mark.django_db
OFFICE = Actor("account:1", "陈某", 1, (Grant(Role.OFFICE, "/", "/"),))
LIAISON = Actor("account:2", "王某", 2, (Grant(Role.LIAISON, "/U001/"),))
NOW = clock.now()
FIRST_OF_MAY = date(2031, 5, 1)


def test_a_day_is_settled_and_released_with_an_entry_each() -> None:
    settle_day(OFFICE, FIRST_OF_MAY, works=False, reason="劳动节", now=NOW)
    assert not working_calendar().of(FIRST_OF_MAY).works
    assert add_working_days(date(2031, 4, 30), 1, working_calendar()) == date(2031, 5, 2)
    release_day(OFFICE, FIRST_OF_MAY, now=NOW)
    assert working_calendar().of(FIRST_OF_MAY).works
    acts = [entry.act for entry in entries_of(Subject("calendar-day", "2031-05-01"))]
    assert acts == ["notices.settle_day", "notices.release_day"]
    with pytest.raises(NotFound):
        release_day(OFFICE, FIRST_OF_MAY, now=NOW)


def test_the_later_word_replaces_the_former() -> None:
    settle_day(OFFICE, FIRST_OF_MAY, works=False, reason="劳动节", now=NOW)
    settle_day(OFFICE, FIRST_OF_MAY, works=True, reason="当天值守", now=NOW)
    assert working_calendar().of(FIRST_OF_MAY).reason == "当天值守"


def test_others_do_not_settle_days_and_a_day_needs_its_reason() -> None:
    with pytest.raises(NotAllowed):
        settle_day(LIAISON, FIRST_OF_MAY, works=False, reason="劳动节", now=NOW)
    with pytest.raises(CalendarDayUnclear):
        settle_day(OFFICE, FIRST_OF_MAY, works=False, reason="  ", now=NOW)
    with pytest.raises(CalendarDayUnclear):
        settle_day(OFFICE, date(1900, 1, 1), works=False, reason="太早", now=NOW)


def test_a_year_lists_what_is_no_plain_week(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    settle_day(OFFICE, date(2026, 11, 23), works=False, reason="雪灾停工", now=NOW)
    with django_assert_num_queries(1):
        year = calendar_year(2026)
    assert (year.known, year.working_days) == (True, 247)  # 248 by the notice, one day less
    shown = [(str(span.since), str(span.until), span.works, span.reason) for span in year.spans]
    assert shown[:4] == [
        ("2026-01-01", "2026-01-03", False, "元旦"),
        ("2026-01-04", "2026-01-04", True, "元旦调班"),
        ("2026-02-14", "2026-02-14", True, "春节调班"),
        ("2026-02-15", "2026-02-23", False, "春节"),
    ]
    assert shown[-1] == ("2026-11-23", "2026-11-23", False, "雪灾停工")
    assert year.spans[-1].own


def test_everyone_signed_in_reads_the_calendar_and_only_its_keepers_change_it(
    client: Client, account: Account
) -> None:
    client.force_login(account)
    page = client.get("/work/calendar/?year=2026").content.decode()
    assert "全年 248 个工作日" in page
    assert "登记这一天" not in page
    assert (
        client.post("/work/calendar/", {"day": "2031-05-01", "works": "0", "reason": "x"}).status_code == 404
    )
    assert client.post("/work/calendar/2031-05-01/release/").status_code == 403
    assert client.get("/work/calendar/2031-02-30/release/").status_code == 404
    assert "还没有收录" in client.get("/work/calendar/?year=2031").content.decode()
    assert client.get("/work/calendar/?year=99999999999").status_code == 200
