"""Quantities, windows, actors, refusals: the values that every mechanism passes around."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from zhifa.kernel import quantities
from zhifa.kernel.actor import STRANGER, Actor, Grant, Role
from zhifa.kernel.clock import Window, civil_day, day_start
from zhifa.kernel.errors import BadInput, Fault, NotFound
from zhifa.kernel.quantities import (
    LIKES,
    PEOPLE,
    PERCENT,
    TIMES,
    UNITS,
    VIEWS,
    YUAN,
    YUAN_PER_HEAD,
    Quantity,
    UnitsDoNotMix,
    total,
)
from zhifa.kernel.registry import RowsListener, offer, rows_changed
from zhifa.kernel.templatetags.zhifa import told


def test_numbers_of_one_unit_add_and_of_two_do_not() -> None:
    assert Quantity.of(120, TIMES) + Quantity.of(80, TIMES) == Quantity.of(200, TIMES)
    with pytest.raises(UnitsDoNotMix, match="人次 与 人"):
        Quantity.of(120, TIMES) + Quantity.of(80, PEOPLE)
    with pytest.raises(UnitsDoNotMix):
        assert Quantity.of(1, TIMES) < Quantity.of(2, VIEWS)


@pytest.mark.parametrize("unit", [PEOPLE, PERCENT, YUAN_PER_HEAD])
def test_distinct_people_and_quotients_are_no_sums(unit: quantities.Unit) -> None:
    with pytest.raises(UnitsDoNotMix, match="不能直接相加"):
        Quantity.of(1, unit) + Quantity.of(1, unit)


def test_totals_of_nothing_are_zero_of_their_unit() -> None:
    assert total([], YUAN) == Quantity.of(0, YUAN)
    assert total([Quantity.of("0.10", YUAN), Quantity.of("0.20", YUAN)], YUAN).value == Decimal("0.30")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("206000", TIMES, "206,000 人次"),
        ("0.5", TIMES, "1 人次"),  # half away from zero
        ("33.005", PERCENT, "33.01%"),
        ("1.0804", YUAN_PER_HEAD, "1.0804 元/人"),
        ("700000.00", YUAN, "700,000 元"),
    ],
)
def test_a_quantity_is_read_with_its_unit(value: str, unit: quantities.Unit, shown: str) -> None:
    assert str(Quantity.of(value, unit)) == shown


def test_what_platforms_count_is_never_scored() -> None:
    barred = {code for code, unit in UNITS.items() if not unit.scorable}
    platforms = {"views", "likes", "forwards", "open-votes", "minutes-online"}
    assert barred == platforms | {"minutes-asked", "files", "uses", "uses-per-file"}
    assert not LIKES.scorable


def test_civil_days_are_days_in_china() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert civil_day(late) == date(2026, 11, 24)
    assert day_start(date(2026, 11, 24)).astimezone(UTC) == datetime(2026, 11, 23, 16, tzinfo=UTC)
    with pytest.raises(ValueError, match="naive"):
        civil_day(datetime(2026, 11, 23))  # noqa: DTZ001 - the point


def test_both_ends_of_a_window_are_inside() -> None:
    march = Window(date(2026, 3, 1), date(2026, 3, 31))
    assert date(2026, 3, 1) in march
    assert date(2026, 3, 31) in march
    assert date(2026, 4, 1) not in march
    assert len(list(march.days())) == 31
    assert march.overlaps(Window(date(2026, 3, 31)))
    assert not march.overlaps(Window(date(2026, 4, 1)))
    assert str(Window(date(2026, 4, 1))) == "2026-04-01/.."
    with pytest.raises(ValueError, match="before it begins"):
        Window(date(2026, 3, 2), date(2026, 3, 1))
    with pytest.raises(ValueError, match="no last day"):
        list(Window(date(2026, 3, 1)).days())


LIAISON = Actor("account:1", "王某", 1, (Grant(Role.LIAISON, "/U01/", "/D/S01/"),))


def test_a_role_reaches_its_own_branch() -> None:
    assert LIAISON.reaches_unit("/U01/U011/", Role.LIAISON)
    assert not LIAISON.reaches_unit("/U010/", Role.LIAISON)
    assert not LIAISON.reaches_unit("/U01/", Role.HEAD)
    assert LIAISON.reaches_area("/D/S01/C02/")
    assert not LIAISON.sees_district


def test_an_administrator_runs_the_program_and_sees_no_business() -> None:
    admin = Actor("account:2", "毛某", 2, (Grant(Role.ADMINISTRATOR, "/", "/"),))
    assert admin.scopes() == {"public", "signed-in", "account:2"}
    assert not admin.sees_district


def test_what_each_may_find() -> None:
    assert STRANGER.scopes() == {"public"}
    assert LIAISON.scopes() == {"public", "signed-in", "account:1", "unit:/U01/", "area:/D/S01/"}
    assert "district" in Actor.system("test").scopes()
    assert not Actor.system("test").is_stranger


def test_a_grant_holds_on_its_days() -> None:
    grant = Grant(Role.HEAD, "/U01/", since=date(2026, 1, 1), until=date(2026, 6, 30))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [grant.holds_on(day) for day in days] == [False, True, True, False]


def test_a_refusal_as_a_problem_document() -> None:
    fault = Fault("数值不能是负数", "填 0 或正整数", row=7, column="人次")
    refusal = BadInput("有些行不能导入", why="整批未写入。", next_step="改好后再导入。", faults=[fault])
    assert refusal.as_problem("/work/x/") == {
        "type": "urn:zhifa:refusal:bad-input",
        "title": "有些行不能导入",
        "status": 422,
        "code": "bad-input",
        "detail": "整批未写入。",
        "next_step": "改好后再导入。",
        "faults": [{"what": "数值不能是负数", "mend": "填 0 或正整数", "row": 7, "column": "人次"}],
        "instance": "/work/x/",
    }
    assert "detail" not in NotFound("没有这个页面").as_problem()


def test_listeners_above_hear_which_days_changed() -> None:
    from zhifa.kernel import registry

    heard: list[tuple[str, list[date]]] = []
    listener = RowsListener(lambda source, days: heard.append((source, list(days))))
    kept = list(registry._offers)
    registry._offers[:] = []
    try:
        offer(listener)
        rows_changed("people.units", (day for day in [date(2026, 1, 1)]))
    finally:
        registry._offers[:] = kept
    assert heard == [("people.units", [date(2026, 1, 1)])]


def test_words_that_are_data_are_told_in_the_readers_language() -> None:
    with translation.override("en"):
        assert told("法治讲座") == "Law lectures"
        assert told("办公室自己起的名字") == "办公室自己起的名字", "as written where nobody translated it"
    assert told("法治讲座") == "法治讲座"
    assert told("") == ""
