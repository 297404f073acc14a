"""Tables and offers for the tests of figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhifa.figures import api
from zhifa.figures.tests import world
from zhifa.kernel import registry
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.kernel.clock import Window
from zhifa.publishing.tests.passing import publish_all

NOW = datetime(2018, 8, 24, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def world_tables(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        world.make_tables()


@pytest.fixture
def measured(world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., api.FigureValue]:
    """Offers the definitions, takes them over and answers the value of the first."""

    def value(
        *bodies: Mapping[str, Any], since: date | None = None, until: date = date(2018, 8, 24)
    ) -> api.FigureValue:
        offer_only(monkeypatch, *bodies)
        api.ensure_definitions(now=NOW)
        publish_all("figure")
        window = Window(since or date.min, until)
        return api.value_of(Actor.system("test"), bodies[0]["code"], district=world.HERE, window=window)

    return value


def offer_only(monkeypatch: pytest.MonkeyPatch, *bodies: Mapping[str, Any]) -> None:
    """The world's sources and these definitions; menus stay as they are."""
    engine = (registry.FigureSource, registry.FigureOffer)
    others = [one for one in registry._offers if not isinstance(one, engine)]
    monkeypatch.setattr(
        registry, "_offers", [*others, *world.SOURCES, registry.FigureOffer("figures", tuple(bodies))]
    )


@pytest.fixture
def year(world_tables: None, db: None) -> dict[str, world.Talk]:
    """The worked example of docs/mechanisms/figures.md."""
    rows = {
        "court": ("走进法庭", "lecture", date(2018, 3, 1), 120, "notice,photo"),
        "one": ("空中普法第一期", "radio", date(2018, 4, 10), 40_000, "platform_export"),
        "two": ("空中普法第二期", "radio", date(2018, 5, 12), 60_000, "platform_export"),
        "old": ("旧年讲座", "lecture", date(2017, 11, 2), 80, "agenda"),
    }
    talks = {
        name: world.Talk.objects.create(title=title, kind=kind, day=day, heads=heads, evidence=evidence)
        for name, (title, kind, day, heads, evidence) in rows.items()
    }
    world.Talk.objects.create(
        title="未确认讲座", kind="lecture", day=date(2018, 6, 1), heads=500, confirmed=False
    )
    for name, unit, role in (
        ("court", "education", "organiser"),
        ("court", "justice", "co-organiser"),
        ("one", "justice", "organiser"),
        ("two", "justice", "organiser"),
        ("old", "education", "organiser"),
    ):
        world.Host.objects.create(talk=talks[name], unit=unit, role=role)
    for name, token, channel in (
        ("one", "a", "wechat"),
        ("one", "b", "wechat"),
        ("two", "a", "wechat"),
        ("two", "c", "wechat"),
        ("one", "r1", "radio"),
        ("two", "r2", "radio"),
    ):
        at = datetime.combine(talks[name].day, datetime.min.time(), tzinfo=UTC)
        world.Attendance.objects.create(talk=talks[name], token=token, channel=channel, at=at)
    return talks


@pytest.fixture
def money(world_tables: None, db: None) -> None:
    for when, amount in ((2015, "600000"), (2016, "700000"), (2017, "1061340")):
        world.Money.objects.create(day=date(when, 1, 1), amount=Decimal(amount))


@pytest.fixture
def stranger() -> Actor:
    return STRANGER
