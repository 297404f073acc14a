"""A campaign that many units share: plans written before it, one list of stalls, one rota."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import UnitDraft, UnitKind, load_units
from zhifa.plans.api import CampaignDraft, open_campaign
from zhifa.plans.errors import ShiftClashes, ShiftOutsideCampaign
from zhifa.plans.models import CampaignPart, CampaignShift
from zhifa.plans.rules.taking_part import Written, clash, written
from zhifa.plans.services import PartDraft, ShiftDraft, add_shift, take_part
from zhifa.plans.tests.conftest import SYSTEM, account_of

TODAY = clock.today()
SINCE = TODAY + timedelta(days=5)
PLAN = PartDraft("法宣科", "社区广场摊位", "接待咨询100人次", "12月10日止")
SignedIn = Callable[[str], Client]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


@pytest.fixture
def week(district: None) -> str:
    draft = CampaignDraft(
        code="week",
        kind="constitution-week",
        title="宪法宣传周",
        since=SINCE,
        until=SINCE + timedelta(days=6),
    )
    return open_campaign(SYSTEM, draft, now=clock.now()).code


def turn(day: date = SINCE, start: int = 9, end: int = 11, place: str = "中心广场") -> ShiftDraft:
    return ShiftDraft(place, day, time(start), time(end), 2, "宪法读本300册")


@pytest.mark.parametrize(
    ("registered", "changed", "what"),
    [
        (3, None, Written.BEFORE),
        (4, None, Written.AFTERWARDS),
        (3, 5, Written.CHANGED),
        (1, 3, Written.BEFORE),
    ],
)
def test_when_a_plan_was_written(registered: int, changed: int | None, what: Written) -> None:
    changed_on = date(2026, 12, changed) if changed else None
    assert written(date(2026, 12, registered), changed_on, date(2026, 12, 4)) is what


def test_hours_that_touch_do_not_meet() -> None:
    assert not clash((time(11), time(12)), [(time(9), time(11))])
    assert clash((time(10), time(12)), [(time(9), time(11))])


def test_a_plan_written_late_says_so_and_its_first_day_stays(week: str, signed_in: SignedIn) -> None:
    take_part(account_of("liaison"), week, "U001", PLAN, now=noon(SINCE + timedelta(days=1)))
    part = take_part(account_of("liaison"), week, "U001", PLAN, now=noon(SINCE + timedelta(days=3)))
    assert part.registered_on == SINCE + timedelta(days=1)
    assert "事后补写" in signed_in("clerk").get(f"/campaigns/{week}/").content.decode()
    assert [one.act for one in entries_of(Subject("campaign", week))].count("plans.take_part") == 2


def test_a_unit_speaks_for_itself_alone_and_the_office_for_all(week: str) -> None:
    load_units(
        SYSTEM, [UnitDraft("U002", "测试区教育局", UnitKind.GOVERNMENT, date(2010, 1, 1))], now=clock.now()
    )
    with pytest.raises(NotAllowed):
        take_part(account_of("liaison"), week, "U002", PLAN, now=clock.now())
    take_part(account_of("clerk"), week, "U002", PLAN, now=clock.now())
    assert CampaignPart.objects.get().unit.code == "U002"


def test_a_turn_twice_or_outside_the_days_is_refused(week: str) -> None:
    liaison = account_of("liaison")
    add_shift(liaison, week, "U001", turn(), now=clock.now())
    add_shift(liaison, week, "U001", turn(place="地铁口"), now=clock.now())
    with pytest.raises(ShiftClashes):
        add_shift(liaison, week, "U001", turn(start=10, end=12), now=clock.now())
    with pytest.raises(ShiftOutsideCampaign):
        add_shift(liaison, week, "U001", turn(day=SINCE - timedelta(days=1)), now=clock.now())
    assert CampaignShift.objects.count() == 2


def test_thirteen_units_stand_on_one_page_by_forms_and_no_stranger_reads_it(
    week: str, signed_in: SignedIn
) -> None:
    units = [
        UnitDraft(f"U1{n:02d}", f"测试区第{n}局", UnitKind.GOVERNMENT, date(2010, 1, 1)) for n in range(12)
    ]
    load_units(SYSTEM, units, now=clock.now())
    clerk, liaison = signed_in("clerk"), signed_in("liaison")
    asked = {"section": "办公室", "channel": "摊位", "measure": "到场", "stop_rule": "当天结束"}
    hours = {"place": "中心广场", "day": SINCE, "starts_at": "09:00", "ends_at": "11:00", "people": 2}
    first = liaison.post(f"/work/campaigns/{week}/part/", {**asked, "unit": "U001"})
    assert first.status_code == 302
    with CaptureQueriesContext(
        connection,
    ) as one:
        liaison.get(f"/campaigns/{week}/")
    for unit in units:
        assert clerk.post(f"/work/campaigns/{week}/part/", {**asked, "unit": unit.code}).status_code == 302
        assert clerk.post(f"/work/campaigns/{week}/shift/", {**hours, "unit": unit.code}).status_code == 302
    refused = clerk.post(f"/work/campaigns/{week}/shift/", {**hours, "unit": "U101", "ends_at": "08:00"})
    assert "结束时间要晚于开始时间" in refused.content.decode()
    with CaptureQueriesContext(connection) as many:
        page = liaison.get(f"/campaigns/{week}/").content.decode()
    assert len(many) == len(one)
    assert page.count("当天结束") == 13
    assert page.count("09:00–11:00") == 12
    assert 'part/?unit=U001"' in page
    assert 'part/?unit=U101"' not in page
    assert (
        liaison.post(
            f"/work/campaigns/{week}/shift/{CampaignShift.objects.earliest('pk').pk}/drop/"
        ).status_code
        == 403
    )
    assert (
        clerk.post(
            f"/work/campaigns/{week}/shift/{CampaignShift.objects.earliest('pk').pk}/drop/"
        ).status_code
        == 302
    )
    assert Client().get(f"/work/campaigns/{week}/part/").status_code == 302
