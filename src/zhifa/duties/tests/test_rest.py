"""Issued lists and progress for programs, and duties in the search box: each as somebody."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from django.test import Client
from docx import Document

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
