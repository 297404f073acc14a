"""The router: the same figures for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from ninja.testing import TestClient

from zhifa.figures import api
from zhifa.figures.rest import router
from zhifa.figures.tests import world
from zhifa.figures.tests.world import body
from zhifa.kernel.actor import STRANGER
from zhifa.people.api import District

Measured = Callable[..., api.FigureValue]
DAYS = "since=2018-01-01&until=2018-08-24"
PEOPLE = body("people", "people", {"distinct": "token", "of": "attendances", "linked_within": "channel"})
INNER = body("inner", "events", {"count": "talks"}, public=False)


@pytest.fixture
def client(measured: Measured, year: Any, db: None) -> TestClient:
    District.objects.create(code=world.HERE, name="甲区", is_demonstration=False, opened_at=timezone.now())
    measured(PEOPLE, INNER)
    return TestClient(router)


def test_the_list(client: TestClient) -> None:
    rows = client.get(f"?{DAYS}", actor=STRANGER).json()
    assert [(row["code"], row["value"]) for row in rows] == [("people", {"low": "3", "high": "5"})]


def test_one_with_what_its_records_say(client: TestClient) -> None:
    row = client.get(f"/people?{DAYS}", actor=STRANGER).json()
    assert row["evidence_kinds"] == {"platform_export": 2}
    assert row["window"] == {"kind": "span", "since": "2018-01-01", "until": "2018-08-24"}


def test_the_records(client: TestClient) -> None:
    answer = client.get(f"/people/composition?{DAYS}&page=1", actor=STRANGER).json()
    assert (answer["total"], answer["pages"]) == (2, 1)
    assert [record["title"] for record in answer["records"]] == ["空中普法第二期", "空中普法第一期"]


def test_what_is_not_published_is_not_there(client: TestClient) -> None:
    with pytest.raises(api.FigureNotFound):
        client.get(f"/inner?{DAYS}", actor=STRANGER)


@pytest.mark.parametrize("query", ["page=0", "page=x", "until=yesterday"])
def test_shapes_are_checked(client: TestClient, query: str) -> None:
    assert client.get(f"/people/composition?{query}", actor=STRANGER).status_code == 422


def test_a_window_that_ends_before_it_begins(client: TestClient) -> None:
    for address in ("/people", "/people/composition", ""):
        with pytest.raises(api.WindowNotUsable):
            client.get(f"{address}?since=2018-02-01&until=2018-01-01", actor=STRANGER)
