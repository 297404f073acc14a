"""Ten workbooks of ten shapes are dropped in: everything right is kept, every doubt asked, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhifa.intake.models import ImportJob
from zhifa.intake.services import answer_questions, write_drop
from zhifa.intake.terms import JobState
from zhifa.intake.tests import offering
from zhifa.intake.tests.conftest import NOW, xlsx
from zhifa.intake.tests.shapes import ten_shapes
from zhifa.kernel.actor import Actor
from zhifa.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_ten_shapes_in_one_drop(drop: Callable[..., list[ImportJob]], actor: Actor) -> None:
    """No column has to be mapped by hand, no row is a fault; four questions, all of them real."""
    shapes = ten_shapes()
    jobs = drop(*((name, data) for name, data, _rows in shapes))
    found = {job.name: (job.findings["counts"]["rows"], job.findings["counts"]["faults"]) for job in jobs}
    assert found == {name: (rows, 0) for name, _data, rows in shapes}
    states = {job.name: job.state for job in jobs if job.state != JobState.READY}
    assert states == {"教育局.csv": "open", "人数.xlsx": "open", "登记.xlsx": "open"}
    asked = {job.name: sorted(q["key"].split("|", 1)[1] for q in job.findings["questions"]) for job in jobs}
    assert asked["教育局.csv"] == ["day|no-year|"]
    assert asked["人数.xlsx"] == ["times|unit|人", "times|unit|人数"] or asked["人数.xlsx"] == [
        "times|unit|人"
    ]
    assert asked["登记.xlsx"] == ["5|twin", "day|other-year|2016"]
    for job in jobs:
        suggested = {q["key"]: q["suggested"] for q in job.findings["questions"]}
        answer_questions(actor, job.pk, suggested, now=NOW)
    outcomes = write_drop(actor, jobs[0].drop, now=NOW)
    assert sum(outcome.written or 0 for outcome in outcomes) == 22
    lectures = dict(Entry.objects.filter(subject_kind=offering.KIND).values_list("subject_key", "facts"))
    assert len(lectures) == 22
    for key, times in {
        "2017-03-05|U01|宪法进机关": "120",
        "2017-03-07|U01|反家暴": "60",
        "2017-06-26|U02|禁毒日": "300",
        "2017-12-04|U02|宪法晨读": "12000",
        "2017-05-12|U03|防灾减灾法": "90",
        "2017-07-01|U01|党内法规": "55",
        "2017-05-05|U04|商户学法": "25",
        "2017-08-01|U01|军人优抚": "300",
        "2017-10-08|U02|未成年人保护法": "77",
    }.items():
        assert lectures[key] == {"times": times}, key


def test_totals_of_the_sheets_agree(drop: Callable[..., list[ImportJob]]) -> None:
    """The sheet's own total is compared with its rows, and said."""
    shapes = {name: data for name, data, _rows in ten_shapes()}
    [job] = drop(("司法局统计表.xlsx", shapes["司法局统计表.xlsx"]))
    assert sum("与各行之和相符" in notice for notice in job.findings["notices"]) == 2


def test_twenty_thousand_rows(drop: Callable[..., list[ImportJob]]) -> None:
    """All are read and previewed; how fast, `bench_import` measures."""
    rows = [
        ["日期", "主办单位", "题目", "参加人次"],
        *(["2017-05-03", "区司法局", f"讲座第{n}讲", n] for n in range(20_000)),
    ]
    data = xlsx(rows)
    [job] = drop(("大.xlsx", data))
    assert job.findings["counts"]["good"] == 20_000
    assert job.pages.count() == 200
