"""What becomes of units: names, mergers, "as then" and "as now"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor, Role
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import HoldingDraft, Unit, actor_of, appoint, merge_unit, names_on, rename_unit
from zhifa.people.errors import UnitNotStanding
from zhifa.people.models import ActingFor, Holding, Person, UnitName
from zhifa.people.selectors import tree_on, units_standing, units_without_liaison
from zhifa.people.services import place_unit, stand_in
from zhifa.people.terms import Tree
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


def test_open_work_is_found_through_any_number_of_mergers(as_actor: As) -> None:
    """物价局 into 教育局, that into 东街, that into 西街, that into 发改局."""
    clerk = as_actor("clerk")
    for year, (code, into) in enumerate(
        (("U003", "U002"), ("U002", "S01"), ("S01", "S02"), ("S02", "U004")), start=2019
    ):
        merge_unit(clerk, code, [into], on=date(year, 7, 1), document="", now=NOW)
    appoint(as_actor("admin"), "price", HoldingDraft("U004", "联络员", Role.LIAISON, BEGAN), now=NOW)
    paths = as_actor("price").unit_paths(Role.LIAISON)
    assert paths == ("/U004/", "/S01/", "/S02/", "/U002/", "/U003/")


def test_who_acted_in_a_merged_unit_has_no_rights_any_more(as_actor: As) -> None:
    admin, held = as_actor("admin"), Holding.objects.get(person__code="price")
    days = clock.Window(TODAY - timedelta(days=5), TODAY + timedelta(days=5))
    stand_in(admin, held.pk, Person.objects.get(code="east"), window=days, reason="学习", now=NOW)
    assert as_actor("east").unit_paths(Role.LIAISON) == ("/S01/", "/U003/")
    later = HoldingDraft("U003", "副局长", Role.HEAD, TODAY + timedelta(days=30))
    appoint(admin, "edu", later, now=NOW)
    merge_unit(as_actor("clerk"), "U003", ["U004"], on=TODAY, document="", now=NOW)
    assert as_actor("east").unit_paths(Role.LIAISON) == ("/S01/",)
    assert ActingFor.objects.get().valid_until == TODAY - timedelta(days=1), "what was acted stays on record"
    assert not Holding.objects.filter(post__title="副局长").exists(), (
        "no term begins in a unit that is no more"
    )


SECTOR = [("U002", "U001"), ("S01", "U001"), ("U003", "U002")]


def test_a_unit_has_a_place_in_each_of_the_trees_over_spans_of_days(
    as_actor: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = as_actor("clerk")
    for code, parent in SECTOR:
        place_unit(clerk, code, Tree.SECTOR, parent, on=MERGED, document="某编〔2018〕7号", now=NOW)
    place_unit(clerk, "U003", Tree.PARTY, "U004", on=MERGED, document="", now=NOW)
    place_unit(clerk, "U003", Tree.SECTOR, "U004", on=date(2020, 1, 1), document="", now=NOW)
    place_unit(clerk, "S01", Tree.SECTOR, "", on=date(2020, 1, 1), document="", now=NOW)

    def shape(tree: Tree, day: date) -> list[tuple[str, int]]:
        return [(line.unit.code, line.depth) for line in tree_on(clerk, tree, day)]

    with django_assert_num_queries(4):
        then = shape(Tree.SECTOR, date(2019, 1, 1))
    assert then == [("U001", 0), ("U002", 1), ("U003", 2), ("S01", 1)]
    assert shape(Tree.SECTOR, date(2020, 1, 1)) == [("U004", 0), ("U003", 1), ("U001", 0), ("U002", 1)]
    assert shape(Tree.PARTY, MERGED) == [("U004", 0), ("U003", 1)]
    assert shape(Tree.SECTOR, BEGAN) == []
    assert {code for code, _depth in shape(Tree.TERRITORY, BEGAN)} == {
        "U001",
        "U002",
        "U003",
        "U004",
        "S01",
        "S02",
    }
    assert as_actor("price").unit_paths(Role.LIAISON) == ("/U003/",), (
        "rights follow territory and posts alone"
    )
    entry = entries_of(Subject("unit", "S01"))[-1]
    assert (entry.act, entry.facts["tree"], entry.facts["parent"]) == ("people.place_unit", "sector", "")


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (("U001", Tree.SECTOR, "U003", MERGED), BadInput),  # below what stands below it
        (("U001", Tree.SECTOR, "U001", MERGED), BadInput),
        (("U002", Tree.SECTOR, "U004", MERGED), BadInput),  # its present place begins that day
        (("U002", Tree.TERRITORY, "U004", MERGED), BadInput),
        (("U002", Tree.PARTY, "U004", TODAY + timedelta(days=1)), BadInput),
        (("U002", Tree.PARTY, "U004", date(2015, 12, 31)), UnitNotStanding),
        (("U002", Tree.PARTY, "没有", MERGED), NotFound),
    ],
)
def test_places_that_cannot_be(
    as_actor: As, wanted: tuple[str, str, str, date], refusal: type[Exception]
) -> None:
    clerk = as_actor("clerk")
    for below, above in SECTOR:
        place_unit(clerk, below, Tree.SECTOR, above, on=MERGED, document="", now=NOW)
    code, tree, parent, on = wanted
    with pytest.raises(refusal):
        place_unit(clerk, code, tree, parent, on=on, document="", now=NOW)
    with pytest.raises(NotAllowed):
        place_unit(as_actor("edu"), "U004", Tree.SECTOR, "U001", on=MERGED, document="", now=NOW)


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
