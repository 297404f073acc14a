"""Brought up to date = computed anew, bit for bit, whatever happened in between."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from zhifa.figures import api
from zhifa.figures.models import Touched
from zhifa.figures.tests import world
from zhifa.figures.tests.conftest import NOW, offer_only
from zhifa.figures.tests.world import body
from zhifa.kernel.actor import Actor

SYSTEM = Actor.system("test")
RADIO = [{"field": "kind", "is": "radio"}]
DEFINITIONS = (
    body("talks", "events", {"count": "talks"}, split="unit"),
    body("heads", "person-times", {"sum": "heads", "of": "talks"}, split="kind"),
    body("events", "person-times", {"count": "attendances"}, split="channel"),
    body("people", "people", {"distinct": "token", "of": "attendances"}, split="channel"),
    body("reach", "people", {"distinct": "token", "of": "attendances", "linked_within": "channel"}),
    body("share", "percent", {"ratio": {
        "over": {"count": "talks", "where": RADIO, "unit": "events"}, "under": {"count": "talks", "unit": "events"}}}),
    body("units", "places", {"distinct": "unit", "of": "talks", "where": RADIO}),
    body("peak", "people", {"bounds": "unique_heads", "of": "talks"}),
)  # fmt: skip
FIRST = date(2018, 1, 1)


def both() -> tuple[list[str], list[str]]:
    """All figures as bytes over two windows: brought up to date, then computed anew."""

    def told() -> list[str]:
        windows = ((None, date(2018, 12, 31)), (date(2018, 1, 8), date(2018, 1, 15)))
        return [
            api.as_json(value)
            for since, until in windows
            for value in api.values(SYSTEM, district=world.HERE, since=since, until=until)
        ]

    incremental = told()
    api.rebuild_all(SYSTEM)
    return incremental, told()


def change(chance: random.Random) -> None:
    """One act as a service above would do it: rows change, and the days before and after are touched."""
    day = FIRST + timedelta(days=chance.randrange(20))
    talks = list(world.Talk.objects.order_by("pk"))
    talk = chance.choice(talks) if talks else None
    act = chance.choice(["record", "attend", "attend", "confirm", "move", "remove", "host", "correct"])
    if act == "record" or talk is None:
        talk = world.Talk.objects.create(
            title="讲", kind=chance.choice(["lecture", "radio"]), day=day, heads=chance.randrange(100),
            unique_heads=chance.choice([None, 5, 9]), confirmed=chance.random() < 0.7,
        )  # fmt: skip
        api.touch("talks", [day])
        return
    events = {
        (at + timedelta(hours=8)).date()
        for at in world.Attendance.objects.filter(talk=talk).values_list("at", flat=True)
    }
    days = {talk.day}
    if act == "attend":
        at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=chance.randrange(24))
        token, channel = f"t{chance.randrange(12)}", chance.choice(["wechat", "radio", "hall"])
        world.Attendance.objects.create(talk=talk, token=token, channel=channel, at=at)
        events.add((at + timedelta(hours=8)).date())
    elif act == "confirm":
        world.Talk.objects.filter(pk=talk.pk).update(confirmed=not talk.confirmed)
    elif act == "move":
        world.Talk.objects.filter(pk=talk.pk).update(day=day)
        days.add(day)
    elif act == "remove":
        talk.delete()
    elif act == "host":
        world.Host.objects.create(talk=talk, unit=chance.choice(["a", "b", "c"]))
    else:
        world.Talk.objects.filter(pk=talk.pk).update(kind="radio", heads=chance.randrange(100))
    api.touch("talks", days)
    api.touch("attendances", events)


@pytest.mark.parametrize("seed", range(8))
def test_brought_up_to_date_equals_computed_anew(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    offer_only(monkeypatch, *DEFINITIONS)
    api.ensure_definitions(now=NOW)
    chance = random.Random(seed)
    for _round in range(4):
        for _act in range(chance.randrange(1, 14)):
            change(chance)
        incremental, anew = both()
        assert incremental == anew
        assert not Touched.objects.exists()


def test_rolled_up_equals_counted_directly(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_only(monkeypatch, *DEFINITIONS)
    api.ensure_definitions(now=NOW)
    chance = random.Random(42)
    for _act in range(120):
        change(chance)
    found = {v.code: v for v in api.values(SYSTEM, district=world.HERE, until=date(2018, 12, 31))}
    events = world.Attendance.objects.filter(talk__confirmed=True)
    assert found["events"].value == events.count()
    assert found["people"].value == events.values("token").distinct().count()
    assert found["talks"].value == world.Talk.objects.filter(confirmed=True).count()
    assert found["events"].record_count == events.values("talk").distinct().count()


def test_a_new_definition_is_built_without_a_rebuild(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.Talk.objects.create(title="讲", kind="lecture", day=FIRST, heads=3)
    for count in (1, 2):
        offer_only(monkeypatch, *DEFINITIONS[:count])
        api.ensure_definitions(now=NOW)
        assert len(api.values(SYSTEM, district=world.HERE, until=date(2018, 12, 31))) == count


def test_queries_do_not_grow_with_records_or_definitions(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    for count in (2, 8):
        offer_only(monkeypatch, *DEFINITIONS[:count], body("all", "person-times", {"count": "attendances"}))
        api.ensure_definitions(now=NOW)
        for _act in range(count):
            world.Talk.objects.create(title="讲", kind="lecture", day=FIRST, heads=3)
        api.touch("talks", [FIRST])
        api.values(SYSTEM, district=world.HERE, until=date(2018, 12, 31))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            api.values(SYSTEM, district=world.HERE, until=date(2018, 12, 31))
        counted.append(len(queries))
    assert counted == [4, 4]  # definitions, whether anything is stale, cells, what the talks hold back


def test_a_change_that_commits_late_is_not_lost(
    world_tables: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that took its turn early and committed after a reader had brought everything up to date."""
    offer_only(monkeypatch, DEFINITIONS[1])
    api.ensure_definitions(now=NOW)

    def heads() -> object:
        return api.values(SYSTEM, district=world.HERE, until=date(2018, 12, 31))[0].value

    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO tests_talk (title, kind, confirmed, district, day, heads, evidence, entered_at)"
                " VALUES ('晚到', 'radio', true, %s, %s, 7, '', now())",
                [world.HERE, FIRST],
            )
            cursor.execute("INSERT INTO figures_touched (source, day) VALUES ('talks', %s)", [FIRST])
            assert heads() == 0
            other.commit()
            assert heads() == 7
            cursor.execute("DELETE FROM tests_talk")
            other.commit()
    finally:
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM tests_talk")
        other.commit()
        other.close()
