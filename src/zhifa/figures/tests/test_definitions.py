"""Versions: a changed definition is a new row and an entry; a report needs every part; versions never compare."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from zhifa.figures import api
from zhifa.figures.models import Definition
from zhifa.figures.tests import world
from zhifa.figures.tests.conftest import NOW, offer_only
from zhifa.figures.tests.world import body
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.kernel.quantities import UnitsDoNotMix
from zhifa.ledger.api import Subject, entries_of

Measured = Callable[..., api.FigureValue]
TALKS = body("talks", "events", {"count": "talks"})


def test_a_changed_body_is_a_new_version_with_an_entry(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_only(monkeypatch, TALKS)
    assert api.ensure_definitions(now=NOW) == ["talks"]
    assert api.ensure_definitions(now=NOW) == []
    offer_only(monkeypatch, {**TALKS, "deduplication": "同日同题只算一次"})  # the number was forgotten
    assert api.ensure_definitions(now=NOW) == ["talks"]
    offer_only(monkeypatch)
    assert api.ensure_definitions(now=NOW) == ["talks"]
    rows = list(Definition.objects.filter(code="talks"))
    assert [(row.version, row.superseded_at is not None) for row in rows] == [(1, True), (2, True)]
    acts = [entry.act for entry in entries_of(Subject("figure", "talks"))]
    assert sorted(acts) == ["figures.define_figure", "figures.define_figure", "figures.withdraw_figure"]


def test_one_bad_definition_stops_all(world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    offer_only(monkeypatch, TALKS, body("bad", "people", {"count": "talks"}))
    with pytest.raises(UnitsDoNotMix):
        api.ensure_definitions(now=NOW)
    assert not Definition.objects.exists()


def test_a_code_offered_twice_is_refused(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_only(monkeypatch, TALKS, TALKS)
    with pytest.raises(api.DefinitionNotUnderstood):
        api.ensure_definitions(now=NOW)


def test_what_is_not_published_does_not_exist_for_strangers(measured: Measured, year: Any) -> None:
    measured({**TALKS, "public": False}, body("open", "events", {"count": "talks"}))
    seen = api.values(STRANGER, district=world.HERE, until=date(2018, 8, 24))
    assert [value.code for value in seen] == ["open"]
    with pytest.raises(api.FigureNotFound):
        api.value_of(STRANGER, "talks", district=world.HERE, window=seen[0].window)


@pytest.mark.parametrize(
    ("part", "word"),
    [("title", "名称"), ("statement", "定义"), ("unit", "单位"), ("window", "时段"), ("denominator", "分母或范围"),
     ("deduplication", "去重规则"), ("version", "口径版本")],
)  # fmt: skip
def test_a_report_names_the_part_that_is_missing(part: str, word: str) -> None:
    api.complete_for_report(TALKS)
    with pytest.raises(api.FigureIncomplete, match=word) as refused:
        api.complete_for_report({**TALKS, part: ""})
    assert [fault.field for fault in refused.value.faults] == [part]


def test_a_report_needs_one_kind_of_evidence(measured: Measured, year: Any) -> None:
    api.complete_for_report(TALKS, measured(TALKS))
    world.Talk.objects.update(evidence="")
    with pytest.raises(api.FigureIncomplete, match="佐证"):
        api.complete_for_report(TALKS, measured(TALKS))


def test_a_report_refuses_a_figure_that_was_refused(measured: Measured, money: None) -> None:
    growth = body("x", "percent", {"growth": {"of": {"sum": "amount", "of": "money"}, "base": 2001}})
    with pytest.raises(api.FigureIncomplete, match="2001"):
        api.complete_for_report(growth, measured(growth))


def test_growth_needs_both_bases_on_one_definition(measured: Measured, year: Any) -> None:
    heads = body("heads", "person-times", {"sum": "heads", "of": "talks"})
    before = measured(heads, since=date(2017, 1, 1), until=date(2017, 12, 31))
    after = measured(heads, since=date(2018, 1, 1))
    assert (before.number, after.number) == ("80", "100,120")
    assert api.growth_between(before, after) == "125050.00"
    with pytest.raises(api.DefinitionsDiffer):
        api.growth_between(replace(before, definition_version=7), after)
    with pytest.raises(UnitsDoNotMix):
        api.growth_between(measured(TALKS), after)


def test_the_command_prints_every_figure(measured: Measured, year: Any) -> None:
    measured(TALKS, body("heads", "person-times", {"sum": "heads", "of": "talks"}))
    out = StringIO()
    call_command("figures", district=world.HERE, until=date(2018, 8, 24), format="json", stdout=out)
    rows = {row["code"]: row for row in json.loads(out.getvalue())}
    assert (rows["heads"]["value"], rows["heads"]["unit"], rows["heads"]["record_count"]) == (
        "100200",
        "person-times",
        4,
    )
    assert (rows["talks"]["name"], rows["talks"]["value"], rows["talks"]["definition_version"]) == (
        "数字 talks",
        "4",
        1,
    )
    table = StringIO()
    call_command("figures", district=world.HERE, until=date(2018, 8, 24), rebuild=True, stdout=table)
    assert "heads\t数字 heads\t100,200 人次\t第 1 版\t4 条记录" in table.getvalue()


def test_composition_pages_down_to_the_records(measured: Measured, year: Any) -> None:
    value = measured(body("x", "people", {"distinct": "token", "of": "attendances"}))
    page = api.composition(Actor.system("test"), value)
    assert [record.title for _source, record in page.records] == ["空中普法第二期", "空中普法第一期"]
    assert (page.total, page.pages) == (2, 1)
    talks = measured(TALKS)
    assert api.composition(STRANGER, talks, page=99).records[0][1].title == "空中普法第二期"
