"""The pages: what they show, whom they show it to, and how many queries they ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhifa.figures import api, offers
from zhifa.figures.api import visible_codes
from zhifa.figures.tests import world
from zhifa.figures.tests.world import body
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.people.api import District
from zhifa.publishing.api import end, public_keys
from zhifa.publishing.errors import NotReady
from zhifa.publishing.tests.passing import publish_all

Measured = Callable[..., api.FigureValue]
DAYS = {"since": "2018-01-01", "until": "2018-08-24"}
HEADS = body(
    "heads",
    "person-times",
    {"sum": "heads", "of": "talks"},
    split="kind",
    title="活动人次",
    statement="各场活动到场人次之和。",
)
PEOPLE = body("people", "people", {"distinct": "token", "of": "attendances", "linked_within": "channel"})
INNER = body("inner", "events", {"count": "talks"}, public=False, title="内部场次")


@pytest.fixture
def open_district(db: None) -> None:
    District.objects.create(code=world.HERE, name="甲区", is_demonstration=False, opened_at=timezone.now())


def test_the_list_shows_published_figures_only(
    measured: Measured, year: Any, open_district: None, client: Client
) -> None:
    measured(HEADS, PEOPLE, INNER)
    page = client.get("/figures/", DAYS).content.decode()
    assert "100,120" in page
    assert "3–5" in page
    assert "/figures/heads/?since=2018-01-01&amp;until=2018-08-24" in page
    assert "内部场次" not in page


def test_the_door_shows_how_the_number_is_made(
    measured: Measured, year: Any, open_district: None, client: Client
) -> None:
    measured(HEADS)
    page = client.get("/figures/heads/", DAYS).content.decode()
    for words in (
        "100,120", "人次", "各场活动到场人次之和。", "全区已确认的活动", "一场活动只算一次", "第 1 版", "3 条", "讲座", "电台节目",
        "平台导出（2 条记录）", "区普法办", "2 条记录在发生 30 天以后才录入", "未确认 1", "空中普法第二期", "不证明活动本身",
    ):  # fmt: skip
        assert words in page, words
    assert "未确认讲座" not in page
    assert "旧年讲座" not in page  # outside the window


def test_a_figure_that_is_not_published_is_not_there(
    measured: Measured, year: Any, open_district: None, client: Client
) -> None:
    measured(INNER)
    for address in (
        "/figures/inner/",
        "/figures/inner/figure.json",
        "/figures/inner/records.csv",
        "/figures/none/",
    ):
        assert client.get(address).status_code == 404


def test_days_in_the_wrong_order_are_told_beside_the_field(
    measured: Measured, year: Any, open_district: None, client: Client
) -> None:
    measured(HEADS)
    for address in ("/figures/", "/figures/heads/"):
        page = client.get(address, {"since": "2018-05-01", "until": "2018-01-01"})
        assert page.status_code == 200
        assert "截止日早于起始日" in page.content.decode()


def test_machines_get_the_same_figure(
    measured: Measured, year: Any, open_district: None, client: Client
) -> None:
    value = measured(HEADS, since=date(2018, 1, 1))
    data = client.get("/figures/heads/figure.json", DAYS).json()
    assert data == json.loads(api.as_json(value))
    lines = b"".join(client.get("/figures/heads/records.csv", DAYS)).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert lines[0].startswith("活动人次,")
    assert len(lines) == 2 + 3


def test_which_unit_is_behind_a_figure_is_a_decision_of_its_own(
    measured: Measured, year: Any, open_district: None, client: Client
) -> None:
    """The total is public; who it is made of goes out by no door until the office decided that too."""
    measured({**HEADS, "names_units": True})
    doors = (
        "/figures/heads/",
        "/figures/heads/figure.json",
        "/figures/heads/records.csv",
        "/api/v1/figures/heads",
        "/api/v1/figures/heads/composition",
        "/api/v1/figures",
        "/api/v1/figures/open.csv",
    )

    def told() -> dict[str, str]:
        return {door: b"".join(client.get(door, DAYS)).decode() for door in doors}  # type: ignore[arg-type]

    kept = told()
    assert "100,120" in kept["/figures/heads/"]
    assert "区普法办没有决定公开" in kept["/figures/heads/"]
    for door, page in kept.items():
        assert "走进法庭" not in page, door
        assert "电台节目" not in page, door
    assert client.get("/api/v1/figures/heads/composition", DAYS).json()["total"] == 3
    publish_all("figure-units", ["heads"])
    opened = told()
    for door in doors[:3]:
        assert "走进法庭" in opened[door] or "电台节目" in opened[door], door
    assert client.get("/api/v1/figures/heads/composition", DAYS).json()["records"]
    end(Actor.system("test"), "figure", ["heads"], "测试撤下", now=timezone.now())
    assert public_keys("figure-units") == set()


def test_what_is_decided_alone_goes_out_alone(measured: Measured, year: Any) -> None:
    inner = {**INNER, "public": True, "apart": True}
    measured(HEADS, {**PEOPLE, "apart": True}, inner)
    assert visible_codes(STRANGER) == ["heads"]
    with pytest.raises(NotReady) as refused:
        publish_all("figure", ["inner", "people"])
    assert "要单独决定是否公开" in refused.value.what
    publish_all("figure", ["people"])
    assert visible_codes(STRANGER) == ["heads", "people"]


def test_an_empty_home_says_what_will_stand_here(db: None, client: Client) -> None:
    assert "还没有数字" in client.get("/figures/").content.decode()


def test_queries_do_not_grow_with_rows(
    measured: Measured, year: Any, open_district: None, client: Client, django_assert_num_queries: Any
) -> None:
    measured(HEADS)
    client.get("/figures/heads/", DAYS)
    for extra in range(3):
        world.Talk.objects.create(title=f"新{extra}", kind="lecture", day=date(2018, 2, 2), heads=5)
        api.touch("talks", [date(2018, 2, 2)])
        client.get("/figures/heads/", DAYS)
        with django_assert_num_queries(15):
            client.get("/figures/heads/", DAYS)
        with django_assert_num_queries(7):
            client.get("/figures/", DAYS)


def test_the_public_home_shows_figures_as_doors(
    measured: Measured, year: Any, open_district: None, client: Client
) -> None:
    measured(HEADS, INNER)
    page = client.get("/").content.decode()
    assert "100,200" in page
    assert 'href="/figures/heads/"' in page
    assert "内部场次" not in page


def test_definitions_can_be_searched(measured: Measured, year: Any) -> None:
    measured(HEADS, INNER)
    rows = {row.key: row for row in offers._search_rows(None)}
    assert rows["heads"].scopes == {"public"}
    assert rows["inner"].scopes == {"signed-in"}
    assert [row.key for row in offers._search_rows(["heads"])] == ["heads"]
