"""What becomes of units: names, mergers, "as then" and "as now"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import HoldingDraft, Unit, actor_of, appoint, merge_unit, names_on, rename_unit
from zhifa.people.errors import UnitNotStanding
from zhifa.people.models import Holding, UnitName
from zhifa.people.selectors import units_standing, units_without_liaison
from zhifa.people.tests.conftest import BEGAN, NOW

As = Callable[[str], Actor]
TODAY = clock.today()
RENAMED, MERGED = date(2017, 3, 1), date(2018, 7, 1)


def test_a_renamed_unit_is_called_by_its_name_of_the_day(as_actor: As) -> None:
    unit = rename_unit(
        as_actor("clerk"), "U002", "测试区教育体育局", on=RENAMED, document="某编〔2017〕3号", now=NOW
    )
    assert (unit.name, unit.pinyin.startswith("ce shi qu jiao yu ti yu")) == ("测试区教育体育局", True)
    assert names_on([unit.pk], RENAMED - timedelta(days=1)) == {unit.pk: "测试区教育局"}
    assert names_on([unit.pk], RENAMED) == {unit.pk: "测试区教育体育局"}
    entry = entries_of(Subject("unit", "U002"))[-1]
    assert (entry.act, entry.facts["from"], entry.facts["on"]) == (
        "people.rename_unit",
        "测试区教育局",
        "2017-03-01",
    )


@pytest.mark.parametrize("on", [date(2015, 12, 31), date(2016, 1, 1), TODAY + timedelta(days=1)])
def test_a_name_begins_after_the_former_and_not_in_the_future(as_actor: As, on: date) -> None:
    with pytest.raises(BadInput, match="更名日期"):
        rename_unit(as_actor("clerk"), "U002", "新名称", on=on, document="", now=NOW)


def test_liaisons_do_not_rename(as_actor: As) -> None:
    with pytest.raises(NotAllowed):
        rename_unit(as_actor("edu"), "U002", "新名称", on=RENAMED, document="", now=NOW)


def test_a_merged_unit_ends_with_its_posts_and_stays_as_it_was_then(
    as_actor: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = as_actor("clerk")
    merge_unit(clerk, "U003", ["U004"], on=MERGED, document="某编〔2018〕7号", now=NOW)
    last_day = MERGED - timedelta(days=1)
    old = Unit.objects.get(code="U003")
    assert old.valid_until == last_day
    assert UnitName.objects.get(unit=old).valid_until == last_day
    assert Holding.objects.get(post__unit=old).valid_until == last_day
    assert not as_actor("price").grants  # rights end with the post
    with django_assert_num_queries(5):
        then = {one.unit.code: one for one in units_standing(clerk, last_day, TODAY)}
    assert len(then) == 6
    assert (then["U003"].name_then, [unit.code for unit in then["U003"].now]) == ("测试区物价局", ["U004"])
    assert [unit.code for unit in then["U004"].now] == ["U004"]
    assert "U003" not in {one.unit.code for one in units_standing(clerk, MERGED, TODAY)}


def test_who_took_over_reaches_what_was_left_open(
    as_actor: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """物价局 goes into 教育局, and that into 发改局 a year later: each finds the open work from that day on."""
    clerk = as_actor("clerk")
    merge_unit(clerk, "U003", ["U002"], on=MERGED, document="", now=NOW)
    assert as_actor("edu").unit_paths(Role.LIAISON) == ("/U002/", "/U003/")
    assert not as_actor("edu").reaches_unit("/U004/")
    account = Account.objects.get(username="edu")
    with django_assert_num_queries(2):
        before = actor_of(account, MERGED - timedelta(days=1))
    assert before.unit_paths() == ("/U002/",)
    later = HoldingDraft("U004", "联络员", Role.LIAISON, BEGAN)
    appoint(as_actor("admin"), "price", later, now=NOW)
    merge_unit(clerk, "U002", ["U004"], on=date(2019, 7, 1), document="", now=NOW)
    assert as_actor("price").unit_paths(Role.LIAISON) == ("/U004/", "/U002/", "/U003/")
    assert not as_actor("edu").grants


def test_what_has_ended_is_neither_merged_nor_renamed_nor_takes_over(as_actor: As) -> None:
    clerk = as_actor("clerk")
    merge_unit(clerk, "U003", ["U004"], on=MERGED, document="", now=NOW)
    with pytest.raises(UnitNotStanding):
        merge_unit(clerk, "U003", ["U002"], on=MERGED, document="", now=NOW)
    with pytest.raises(UnitNotStanding):
        rename_unit(clerk, "U003", "新名称", on=MERGED, document="", now=NOW)
    with pytest.raises(UnitNotStanding):
        merge_unit(clerk, "U002", ["U003"], on=MERGED, document="", now=NOW)
    with pytest.raises(BadInput):
        merge_unit(clerk, "U002", ["U002"], on=MERGED, document="", now=NOW)


def test_a_split_is_found_under_both(as_actor: As) -> None:
    clerk = as_actor("clerk")
    merge_unit(clerk, "U003", ["U002", "U004"], on=MERGED, document="", now=NOW)
    (split,) = [one for one in units_standing(clerk, date(2017, 1, 1), TODAY) if one.unit.code == "U003"]
    assert {unit.code for unit in split.now} == {"U002", "U004"}


def test_units_without_a_liaison_are_named(small_district: None) -> None:
    assert set(units_without_liaison(TODAY).values_list("code", flat=True)) == {"U001", "U004", "S02"}
