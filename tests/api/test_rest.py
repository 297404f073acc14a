"""The API keeps to its own schema: fuzzed, with no server error."""

from __future__ import annotations

import json
import re
import zlib
from datetime import date

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from pytest_django.live_server_helper import LiveServer
from schemathesis.specs.openapi.checks import response_schema_conformance

from zhifa.config.rest import api
from zhifa.deeds.api import (
    Attendance,
    CountDraft,
    DeedDraft,
    confirm_deeds,
    load_participations,
    withdraw_deed,
)
from zhifa.figures.api import ensure_definitions, values
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.outreach.api import ActivityDraft, ActivityKind, load_activities
from zhifa.people.api import PopulationDraft, UnitDraft, load_populations, load_units, open_district
from zhifa.publishing.tests.passing import publish_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here() -> None:
    open_district(Actor.system("test"), "999901", "测试区", demonstration=False, now=clock.now())


def document() -> dict[str, object]:
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def test_the_document_is_openapi_three_one(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json").json()
    assert answer["openapi"].startswith("3.1")
    assert {"/api/v1/figures", "/api/v1/deeds", "/api/v1/laws"} <= set(answer["paths"])


def test_a_refusal_is_a_problem_document(client: Client) -> None:
    answer = client.get("/api/v1/figures/no-such-figure")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "figure-not-found"


def test_a_bad_parameter_is_named(client: Client) -> None:
    answer = client.get("/api/v1/deeds?page=none")
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"what": "要写整数", "field": "page"}]


def test_a_program_is_answered_in_the_language_that_it_accepts(client: Client) -> None:
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    for path in (
        "/api/v1/figures/no-such-figure", "/api/v1/deeds?page=none", "/api/v1/deeds?page=0", "/api/v1/deeds?since=x",
        "/api/v1/figures?since=2018-02-01&until=2018-01-01", "/api/v1/laws/search?q=", "/api/v1/laws/no-such",
        "/api/v1/cases?kind=x", "/api/v1/cases/0000000000000000", "/api/v1/openapi.json",
    ):  # fmt: skip
        told = client.get(path, **english).json()
        if "openapi" in told:
            told = [
                told["info"]["description"],
                *(one["get"]["summary"] for one in told["paths"].values() if "get" in one),
            ]
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", json.dumps(told, ensure_ascii=False)), (
            path,
            told,
        )
    assert (
        "没有" in client.get("/api/v1/figures/no-such-figure", HTTP_ACCEPT_LANGUAGE="zh-CN").json()["title"]
    )


@pytest.mark.parametrize(
    ("address", "head"), [("/api/v1/figures/open.csv", "code"), ("/api/v1/deeds/open.csv", "key")]
)
def test_open_data_as_csv(client: Client, address: str, head: str) -> None:
    ensure_definitions(now=clock.now())
    publish_all("figure")
    answer = client.get(address)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith(f"{head},")
    if head == "code":
        assert any(line.startswith("outreach.lectures,") for line in lines)
    assert client.get(address, {"until": "soon"}).status_code == 422


@pytest.fixture
def known(here: None) -> dict[str, list[str]]:
    """A small district with records in every state, and what stands in the addresses of the real things."""
    now, actor = clock.now(), Actor.system("test")
    load_units(actor, [UnitDraft("U01", "区教育局", "government", date(2016, 1, 1))], now=now)
    populations = [
        PopulationDraft("999901", "resident", date(2017, 12, 31), date(2018, 3, 1), 50_000, "公报")
    ]
    load_populations(actor, populations, now=now)
    ensure_definitions(now=now)
    counts = (
        CountDraft("attendances", "onsite", "sign_in", 120),
        CountDraft("views", "web", "estimate", 9, "抽样"),
    )
    drafts = [
        ActivityDraft(
            DeedDraft(kind, f"{kind}活动", date(2018, 3, day), "U01", "staff", counts=counts[: day - 1])
        )
        for day, kind in enumerate(ActivityKind.values[:6], start=1)
    ]
    deeds = load_activities(actor, drafts, sheet="fuzz", now=now)
    load_participations(
        actor, deeds[0], "wechat", "export", [Attendance("a", date(2018, 3, 1), True)], now=now
    )
    withdraw_deed(actor, deeds[5].key, "重复", now=now)
    confirm_deeds(actor, [deed.key for deed in deeds[:4]], now=now)
    publish_all("deed")
    publish_all("figure")
    figures = [one.code for one in values(actor, district="999901", since=None, until=date(2018, 12, 31))]
    return {"deeds": [deed.key for deed in deeds], "figures": figures}


schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_fuzzed_requests_never_break_the_server(
    case: schemathesis.Case, live_server: LiveServer, known: dict[str, list[str]]
) -> None:
    """Every second address leads to a thing that is there, so that more than refusals is tried."""
    real = next((keys for part, keys in known.items() if f"/{part}/" in case.path), [])
    drawn = zlib.crc32(repr((case.query, case.path_parameters)).encode())
    if real and drawn % 2:
        case.path_parameters = {name: real[drawn // 2 % len(real)] for name in case.path_parameters or {}}
    response = case.call(base_url=live_server.url)
    assert response.status_code < 500, response.text
    case.validate_response(response, checks=(response_schema_conformance,))
