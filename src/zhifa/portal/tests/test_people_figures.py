"""The figures about bodies and people, through the engine that stands above them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhifa.figures.api import FigureValue, composition, ensure_definitions, values
from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.people.api import (
    BackboneDraft,
    PersonDraft,
    PopulationDraft,
    UnitDraft,
    add_person,
    appoint_backbone,
    load_populations,
    load_units,
    merge_unit,
    open_district,
)
from zhifa.publishing.tests.passing import publish_all

pytestmark = pytest.mark.usefixtures("district")
SYSTEM, NOW, TODAY = Actor.system("test"), clock.now(), clock.today()
SINCE, MERGED = date(2016, 1, 1), date(2018, 7, 1)


@pytest.fixture
def district(db: None) -> None:
    """Six bodies since 2016."""
    open_district(SYSTEM, "990001", "测试区", demonstration=False, now=NOW)
    kinds = ["government"] * 4 + ["street"] * 2
    load_units(
        SYSTEM, [UnitDraft(f"U{n}", f"第{n}个单位", kind, SINCE) for n, kind in enumerate(kinds)], now=NOW
    )
    ensure_definitions(now=NOW)


def figure(code: str, until: date, since: date | None = None) -> FigureValue:
    (found,) = values(SYSTEM, district="990001", since=since, until=until, codes=[code])
    return found


def test_the_number_of_units_is_that_of_the_day() -> None:
    """One of the six goes over into another on 2018-07-01."""
    assert figure("people.units", date(2015, 12, 31)).value == 0
    assert figure("people.units", TODAY).value == 6
    merge_unit(SYSTEM, "U2", ["U3"], on=MERGED, document="", now=NOW)
    assert figure("people.units", MERGED - timedelta(days=1)).value == 6
    assert figure("people.units", MERGED).value == 5


def test_a_population_is_the_newest_published_of_its_basis() -> None:
    """Known from the day of publication; a late publication of an older year replaces nothing."""
    rows = [
        ("resident", date(2016, 12, 31), date(2017, 5, 10), 725_000),
        ("resident", date(2017, 12, 31), date(2018, 5, 15), 729_600),
        ("resident", date(2015, 12, 31), date(2018, 6, 1), 720_000),
        ("registered", date(2017, 12, 31), date(2018, 4, 18), 489_500),
    ]
    drafts = [PopulationDraft("990001", basis, as_of, on, value, "公报") for basis, as_of, on, value in rows]
    load_populations(SYSTEM, drafts[:2], now=NOW)
    assert figure("people.population_resident", date(2018, 5, 15)).value == 729_600
    load_populations(SYSTEM, drafts[2:], now=NOW)
    assert figure("people.population_resident", date(2018, 5, 14)).value == 725_000
    assert figure("people.population_resident", TODAY).value == 729_600
    assert figure("people.population_registered", TODAY).value == 489_500
    assert figure("people.population_census", TODAY).value is None


def test_appointed_people_are_counted_once_whatever_they_serve_as() -> None:
    """教某 as lecturer and expert, 新某 as volunteer: 2 people."""
    add_person(SYSTEM, PersonDraft("edu", "教某"), now=NOW)
    for kind, more in (
        ("lecturer", {"person": "edu"}),
        ("expert", {"person": "edu"}),
        ("volunteer", {"name": "新某"}),
    ):
        appoint_backbone(SYSTEM, BackboneDraft(kind, date(2024, 1, 1), None, **more), now=NOW)
    year = {"since": date(2024, 1, 1), "until": date(2024, 12, 31)}
    assert figure("people.backbone_appointed", **year).value == 2
    assert figure("people.backbone_appointed", date(2025, 12, 31), date(2025, 1, 1)).value == 0


def test_strangers_see_how_many_and_not_who() -> None:
    appoint_backbone(SYSTEM, BackboneDraft("volunteer", date(2024, 1, 1), None, name="新某"), now=NOW)
    year = {"since": date(2024, 1, 1), "until": date(2024, 12, 31)}
    value = figure("people.backbone_appointed", **year)
    publish_all("figure")
    told = [
        [record.title for _source, record in composition(asker, value).records]
        for asker in (STRANGER, SYSTEM)
    ]
    assert told[1] == ["新某 普法志愿者"]
    assert "新某" not in str(told[0])
