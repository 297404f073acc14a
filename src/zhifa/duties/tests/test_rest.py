"""Issued lists and progress for programs, and duties in the search box: each as somebody."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from django.test import Client
from docx import Document

from zhifa.duties.models import Duty
from zhifa.duties.offers.searching import FOUND
from zhifa.duties.tests.conftest import done, issued, line, merged
from zhifa.publishing.tests.passing import publish_all


def test_lists_and_progress_for_programs(
    home: None, browser_of: Callable[[str], Client], client: Client
) -> None:
    merged(line(quantity=1))
    version = issued()
    done("条例宣讲", date(2018, 3, 10))
    desk, liaison, here = browser_of("clerk"), browser_of("liaison"), f"/api/v1/duties/{version.pk}"
    assert desk.get("/api/v1/duties").json()["versions"][0]["sha256"] == version.sha256
    (duty,) = desk.get(here).json()["duties"]
    assert (duty["unit"]["name"], duty["laws"][0]["label"], duty["quantity"]) == (
        "区教育局",
        "《校园法治条例》",
        1,
    )
    assert liaison.get("/api/v1/duties/in-force?on=2018-06-01").json()["id"] == version.pk
    assert desk.get("/api/v1/duties/in-force?on=2018-02-01").status_code == 404
    (unit,) = desk.get("/api/v1/duties/progress/2018?on=2019-01-01").json()["units"]
    assert (unit["unit"], unit["quarters"][3]["on_time"], unit["quarters"][0]["on_time"]) == ("U2", 100, None)
    draft = Document(io.BytesIO(desk.get("/work/duties/year/2018/report.docx").content))
    words = "\n".join(paragraph.text for paragraph in draft.paragraphs)
    assert "到期的普法责任1项，已完成1项，其中逾期完成0项；完成率100.00%，按时完成率100.00%" in words
    assert [cell.text for cell in draft.tables[0].rows[1].cells] == [
        "区教育局",
        "1",
        "1",
        "1",
        "0",
        "0",
        "0",
        "100",
    ]
    for address in (here, "/api/v1/duties/in-force?on=2018-06-01", "/api/v1/duties/progress/2018"):
        assert client.get(address).status_code == 404, address
    assert liaison.get("/api/v1/duties/progress/2018").status_code == 404
    (row,) = FOUND.rows(None)
    assert (row.title, row.scopes) == ("区教育局：校园法治专题讲座", {"signed-in"})
    assert "《校园法治条例》" in row.body
    publish_all("duty-version")
    assert client.get(here).json()["title"] == "测试区2018年普法责任清单"
    assert client.get("/api/v1/duties").json()["total"] == 1
    assert client.get("/api/v1/duties/progress/2018").status_code == 404
    assert [one.scopes for one in FOUND.rows([row.key])] == [{"signed-in", "public"}]


def test_that_a_unit_is_late_goes_out_by_no_door_before_the_office_decides_it(
    home: None, client: Client
) -> None:
    merged(line(quantity=1))
    issued()
    done("条例宣讲", date(2018, 12, 6))  # the node was 4 December
    key = Duty.objects.get(is_current=True).key
    publish_all("duty-version")
    publish_all("figure")
    days = {"since": "2018-01-01", "until": "2018-12-31"}
    shown = client.get("/figures/duties.late/", days).content.decode()
    assert "逾期完成的普法责任" in shown
    assert "区普法办没有决定公开" in shown
    told = ("late", "proven", "completeness", "timeliness", "untyped", "due")
    doors = [f"/figures/duties.{one}/{file}" for one in told for file in ("", "figure.json", "records.csv")]
    doors += [f"/api/v1/figures/duties.{one}/composition" for one in told] + ["/api/v1/figures/open.csv"]
    for door in doors:
        page = b"".join(client.get(door, days)).decode()  # type: ignore[arg-type]
        assert "校园法治专题讲座" not in page, door
        assert "区教育局" not in page or "duties.due" in door, door  # what was due stands in the public list
    duty = client.get(f"/duties/duty/{key}/").content.decode()
    assert "计划 1 场" in duty
    assert "逾期完成" not in duty
    publish_all("figure-units", ["duties.late"])
    assert "逾期完成" in client.get(f"/duties/duty/{key}/").content.decode()
    assert "区教育局" in client.get("/figures/duties.late/", days).content.decode()
    assert "区教育局" not in client.get("/figures/duties.proven/", days).content.decode()
