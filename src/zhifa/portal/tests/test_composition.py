"""What a year's participations are made of: the same sum by channel, kind and street, and each bar opens its records."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from zhifa.accounts.api import Account
from zhifa.deeds.api import CountDraft, DeedDraft, confirm_deeds, load_deeds
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.people.api import (
    AreaDraft,
    HoldingDraft,
    PersonDraft,
    UnitDraft,
    actor_of,
    add_person,
    load_areas,
    load_units,
    open_district,
)
from zhifa.portal.rules.composing import laid, street_of
from zhifa.portal.selectors import composition_of_year

SYSTEM, NOW, SINCE = Actor.system("test"), clock.now(), date(2016, 1, 1)


def test_amounts_are_laid_by_a_mark() -> None:
    found = laid([("a", 2), ("b", 5), ("a", 1)])
    assert (found.parts, found.total) == ((("b", 5), ("a", 3)), 8)
    streets = {"/D/S1/": "S1"}
    assert [street_of(path, streets) for path in ("/D/S1/C1/", "/D/S1/", "/D/", "")] == ["S1", "S1", "", ""]


@pytest.fixture
def clerk(db: None) -> Callable[[], Client]:
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    areas = [
        AreaDraft("S1", "一街", "street", "990001", SINCE, "测试"),
        AreaDraft("C1", "一社区", "community", "S1", SINCE, "测试"),
    ]
    load_areas(SYSTEM, areas, now=NOW)
    load_units(
        SYSTEM,
        [UnitDraft("U1", "测试局", "government", SINCE), UnitDraft("U2", "另一局", "government", SINCE)],
        now=NOW,
    )
    for name, unit, role in (("clerk", "U1", Role.OFFICE), ("other", "U2", Role.LIAISON)):
        add_person(
            SYSTEM, PersonDraft(name, name, (HoldingDraft(unit, name, role, SINCE),), username=name), now=NOW
        )
    rows = [
        _deed("甲", "lecture", date(2018, 3, 1), "C1", 100, "onsite"),
        _deed("乙", "radio", date(2018, 6, 1), "", 300, "radio"),
        _deed("丙", "lecture", date(2018, 6, 2), "S1", 20, "onsite"),
        _deed("丁", "lecture", date(2017, 6, 2), "S1", 7, "onsite"),
    ]
    load_deeds(SYSTEM, rows, sheet="s", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)

    def enter() -> Client:
        client = Client()
        client.force_login(Account.objects.get(username="clerk"), "django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def _deed(title: str, kind: str, day: date, area: str, *counted: Any) -> DeedDraft:
    times, channel = counted
    counts = (CountDraft("attendances", channel, "sign_in", times),)
    return DeedDraft(kind, title, day, "U1", "staff", area=area, counts=counts)


def actor(name: str) -> Actor:
    return actor_of(Account.objects.get(username=name), clock.today())


def test_the_three_ways_have_one_sum(clerk: Callable[[], Client]) -> None:
    found = composition_of_year(actor("clerk"))
    assert found is not None
    assert (found.since, found.until) == (date(2018, 1, 1), date(2018, 6, 2))
    assert found.channels.parts == (("radio", 300), ("onsite", 120))
    assert found.kinds.parts == (("radio", 300), ("lecture", 120))
    assert found.streets.parts == (("-", 300), ("S1", 120))
    assert composition_of_year(actor("other")) is None, "what is not public is not another unit's"


def test_each_bar_opens_the_records_that_it_counts(clerk: Callable[[], Client]) -> None:
    client = clerk()
    block = (
        client.get("/work/")
        .content.decode()
        .partition('id="block-composition"')[2]
        .partition("</section>")[0]
    )
    assert "2018-01-01 至 2018-06-02，共 420 人次" in block
    doors = re.findall(r'<a class="bar-label" href="([^"]+)">([^<]+)</a>.*?class="bar-text">([\d,]+) ', block)
    assert [(words, amount) for _door, words, amount in doors][-1] == ("一街", "120")
    assert len(doors) == 5
    rest = re.search(r'<a href="([^"]+)">(不分街道)</a> <span class="nowrap">(300) ', block)
    assert rest is not None
    doors.append((rest[1], rest[2], rest[3]))
    for door, words, amount in doors:
        page = client.get(unescape(door)).content.decode()
        assert f'<strong class="door-number">{amount}</strong>' in page, words
