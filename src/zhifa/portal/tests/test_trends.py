"""Yearly numbers as then and as now: two bodies are merged in the year of the test, and both views are right (F8)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhifa.accounts.api import Account
from zhifa.deeds.api import DeedDraft, confirm_deeds, load_deeds
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Grant, Role
from zhifa.people.api import UnitDraft, load_units, merge_unit, open_district
from zhifa.portal.rules.trends import as_now, as_then
from zhifa.portal.selectors import Trend, trend_of

SYSTEM, NOW = Actor.system("test"), clock.now()
OFFICE = Actor("account:0", "周某", 0, (Grant(Role.OFFICE, "/", "/"),))
SINCE, TODAY = date(2016, 1, 1), date(2019, 1, 1)
# unit, day, how many records of that day
DONE = [
    ("C1", date(2017, 5, 1), 3),
    ("C2", date(2017, 6, 1), 2),
    ("C1", date(2018, 3, 1), 4),
    ("C2", date(2018, 4, 1), 1),
]


def test_merged_and_split_units() -> None:
    """1 went into 2; 3 was split into 4 and 5: its line stands alone, and every year's sum is the same."""
    counts = [(1, 2017, 3), (2, 2017, 2), (2, 2018, 5), (3, 2017, 7), (4, 2018, 1)]
    then, now = as_then(counts), as_now(counts, {1: (2,), 3: (4, 5)})
    assert {row.units: dict(row.by_year) for row in then} == {
        (1,): {2017: 3}, (2,): {2017: 2, 2018: 5}, (3,): {2017: 7}, (4,): {2018: 1},
    }  # fmt: skip
    assert {row.units: dict(row.by_year) for row in now} == {
        (2,): {2017: 5, 2018: 5}, (4, 5): {2017: 7}, (4,): {2018: 1},
    }  # fmt: skip
    for year in (2017, 2018):
        assert sum(row.by_year.get(year, 0) for row in then) == sum(row.by_year.get(year, 0) for row in now)


@pytest.fixture
def merged(db: None) -> None:
    """Two communities with records of two years; on 2018-07-01 the first goes over into the second."""
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    load_units(SYSTEM, [UnitDraft(f"C{n}", f"第{n}社区", "community", SINCE) for n in (1, 2)], now=NOW)
    drafts = [
        DeedDraft(kind="lecture", title=f"{unit}第{n}场", occurred_on=day, unit=unit, audience="residents")
        for unit, day, times in DONE
        for n in range(times)
    ]
    load_deeds(SYSTEM, drafts, sheet="past", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    merge_unit(SYSTEM, "C1", ["C2"], on=date(2018, 7, 1), document="某编〔2018〕7号", now=NOW)


def lines(trend: Trend) -> dict[str, tuple[int, ...]]:
    return {"、".join(unit.code for unit in units): numbers for units, numbers, _total in trend.rows}


@pytest.mark.usefixtures("merged")
def test_both_trends_are_right(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        then = trend_of(OFFICE, TODAY, now=False)
    with django_assert_num_queries(3):
        now = trend_of(OFFICE, TODAY, now=True)
    assert then.years == now.years == (2017, 2018)
    assert lines(then) == {"C1": (3, 4), "C2": (2, 1)}
    assert lines(now) == {"C2": (5, 5)}
    assert then.sums == now.sums == (5, 5)
    before = trend_of(OFFICE, date(2018, 6, 30), now=True)  # the merger had not come yet
    assert lines(before) == {"C1": (3, 4), "C2": (2, 1)}


@pytest.mark.usefixtures("merged")
def test_a_unit_sees_its_own_records_only() -> None:
    liaison = Actor("account:1", "王某", 1, (Grant(Role.LIAISON, "/C1/"),))
    assert lines(trend_of(liaison, TODAY, now=False)) == {"C1": (3, 4)}


@pytest.mark.usefixtures("merged")
def test_the_page_says_how_it_is_seen(client: Client) -> None:
    account = Account.objects.create_user("nobody", None, display_name="某")
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    assert "还没有已确认的记录" in client.get("/work/trends/").content.decode()
    assert "按当时的单位看" in client.get("/work/trends/?view=then&kind=nonsense").content.decode()
