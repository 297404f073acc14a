"""The API keeps to its own schema: fuzzed, with no server error."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from pytest_django.live_server_helper import LiveServer
from schemathesis.specs.openapi.checks import response_schema_conformance

from zhifa.config.rest import api
from zhifa.figures.api import ensure_definitions
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.people.api import open_district
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
    assert answer.json()["faults"][0]["field"] == "page"


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


schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_fuzzed_requests_never_break_the_server(case: schemathesis.Case, live_server: LiveServer) -> None:
    response = case.call(base_url=live_server.url)
    assert response.status_code < 500, response.text
    case.validate_response(response, checks=(response_schema_conformance,))
