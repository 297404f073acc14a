"""The proof bundle, checked by the checker that knows nothing of us."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from django.utils.translation import override
from zhifa_verify.__main__ import main as verify
from zhifa_verify.check import Sample, check

from zhifa.deeds.api import Deed, withdraw_deed
from zhifa.kernel import clock
from zhifa.ledger.api import Subject, entries_of, seal_pending, verifier_key
from zhifa.reports.rules.outline import from_text
from zhifa.reports.services import bundle, compose, finalise_report, revise_report, start_report
from zhifa.reports.services.bundle import bundle_rows
from zhifa.reports.tests.conftest import SINCE, SYSTEM, UNTIL, Here
from zhifa.reports.tests.proof import TEXT, composed, fresh, prepare, sealed


@pytest.fixture
def made(here: Here) -> bytes:
    """The bundle of a report with every kind of value that a report can print."""
    prepare(here)
    return fresh()


def told(content: bytes, rows: bytes | None = None, sample: Sample | None = None) -> list[str]:
    """The findings with the district's key."""
    lines = None if rows is None else io.BytesIO(rows)
    return [str(finding) for finding in check(content, verifier_key(), lines, sample).findings]


def test_a_stranger_computes_every_value(made: bytes) -> None:
    assert check(made, verifier_key()).status == 0
    said = "\n".join(told(made))
    for words in (
        "✓ 法治讲座（2018-01-01 至 2018-06-30）：3 场，3 条记录",
        "✓ 法治讲座（2017-01-01 至 2017-06-30）：1 场，1 条记录",
        "✓ 法治讲座增长（growth）：200.00%",
        "✓ 活动参加人次（2018-01-01 至 2018-06-30）：25311 人次",
        "✓ 开展工作的单位（2018-01-01 至 2018-06-30）：1 个，9 条记录",
        "✓ 连续获评年数（最早 至 2018-06-30）：3 年，3 条记录",
        "✓ 专题活动记录（2018-01-01 至 2018-06-30）：1 项，1 条记录",
        "✓ 年末常住人口（最早 至 2018-06-30）：610000 人（人口），2 条记录",
        "✓ 法治讲座的对方确认率（2018-01-01 至 2018-06-30）：66.67 %，3 条记录",
        "✓ 普法经费预算（2018-01-01 至 2018-06-30）：798000.50 元，2 条记录",
        "✓ 普法经费年均增长（2018-01-01 至 2018-06-30）：33.00 %",
        "✓ 普法经费执行率（2018-01-01 至 2018-06-30）：37.59 %",
        "✓ 人均普法经费（2017-01-01 至 2017-06-30）：1.0000 元/人",
        "✓ 人均普法经费（2018-01-01 至 2018-06-30）：1.2871–1.3082 元/人",
        "✓ 新聘普法骨干（2018-01-01 至 2018-06-30）：1 人",
    ):
        assert words in said, said


def test_the_mark_is_said_first(made: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle_path, key = tmp_path / "bundle.json", tmp_path / "district.pub"
    bundle_path.write_bytes(made)
    key.write_text(verifier_key() + "\n")
    assert verify(["--key", str(key), str(bundle_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[-1]) == ("【示例数据·非公文】", "✓ 全部相符（everything fits）")
    assert "其中 2 个数字依据申报的总数（2 figures rest on declared totals）" in lines


def test_without_a_key_the_signer_is_not_verified(
    made: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bundle.json"
    path.write_bytes(made)
    assert verify([str(path)]) == 2
    assert "consistent, signer not verified" in capsys.readouterr().out
    assert verify([str(tmp_path / "missing.json")]) == 1


def test_different_people_are_bounded_by_the_declared_totals(made: bytes) -> None:
    """Three and two people in two sheets over one channel, one of them in both: four; the totals say from three to five."""
    (line,) = [line for line in told(made) if "参加活动的不同的人" in line]
    assert "：4 人，2 条记录，依据申报的总数（rests on declared totals），按申报的总数应在 3…5" in line
    for lie, status in (("3", 2), ("5", 2), ("2", 1), ("6", 1)):
        data = json.loads(made)
        for figure in data["figures"]:
            if figure["code"] == "outreach.people_range":
                figure["value"] = figure["parts"][0]["value"] = lie
        assert check(sealed(data)).status == status


def test_with_the_rows_different_people_are_exact(here: Here, made: bytes) -> None:
    rows = b"".join(bundle_rows(SYSTEM, composed()))
    said = told(made, rows)
    assert "✓ 逐行核对 2 张表 6 行（every row checked）" in said
    assert "✓ 参加活动的不同的人（2018-01-01 至 2018-06-30）：4 人，2 条记录" in said
    assert not [line for line in said if "declared" in line]
    assert "✓ 抽查 3 行，共 6 行（a sample of the rows checked）" in told(made, rows, Sample(3, "种子"))
    lines = rows.splitlines(keepends=True)
    for wrong in (
        lines[:-1],  # a row missing
        [*lines[:1], lines[2], lines[1], *lines[3:]],  # two rows in the other's place
        [*lines[:2], lines[2].replace(b'"stayed":false', b'"stayed":true'), *lines[3:]],
        lines[:5],  # a sheet missing
        [*lines, *lines[5:]],  # a sheet twice
    ):
        assert check(made, None, wrong).status == 1
        assert check(made, None, wrong, Sample(6, "s")).status == 1


def test_the_same_head_gives_the_same_bytes(made: bytes) -> None:
    assert fresh() == made
    assert b"".join(bundle_rows(SYSTEM, composed())) == b"".join(bundle_rows(SYSTEM, composed()))


def test_what_was_withdrawn_later_shows_in_a_later_bundle(here: Here, made: bytes) -> None:
    deed = Deed.objects.get(title="宪法进机关")
    withdraw_deed(here.clerk, deed.key, "与另一条重复", now=clock.now())
    seal_pending(now=clock.now())
    assert check(fresh(), verifier_key()).status == 0
    assert check(made, verifier_key()).status == 0, "what was true at its head stays true"
    assert [entry.act for entry in entries_of(Subject("deed", deed.key))][-1] == "deeds.withdraw_deed"


def test_it_holds_no_row_that_no_figure_rests_on(made: bytes) -> None:
    titles = {
        row["title"]
        for one in json.loads(made)["entries"]
        for row in one.get("rows", [])
        if isinstance(row, dict) and "deed" in row and "title" in row
    }
    assert "走进法庭" in titles
    text = from_text("{{法治讲座|上年同期}}")
    only = bundle(SYSTEM, compose(SYSTEM, text, title="题", since=SINCE, until=UNTIL)).decode()
    assert "上年讲座" in only
    assert "走进法庭" not in only
    assert '"token":' not in made.decode()


def test_a_final_report_keeps_its_proof(here: Here, made: bytes) -> None:
    """Byte for byte, whatever was corrected since and in whatever language the clerk works."""
    client = here.client("clerk")
    client.post("/i18n/setlang/", {"language": "en"})
    report = start_report(
        here.clerk, outline="quarter", title="小结", since=SINCE, until=UNTIL, now=clock.now()
    )
    revise_report(here.clerk, report.pk, blocks=from_text(TEXT), revision=report.revision, now=clock.now())
    with override("en"):
        finalise_report(here.clerk, report.pk, now=clock.now())
    kept = client.get(f"/work/reports/{report.pk}/bundle.json").content
    assert kept == made
    (entry,) = [
        one for one in entries_of(Subject("report", str(report.pk))) if one.act.endswith("finalise_report")
    ]
    assert entry.facts["json"] == hashlib.sha256(kept).hexdigest()
    withdraw_deed(here.clerk, Deed.objects.get(title="宪法进机关").key, "与另一条重复", now=clock.now())
    seal_pending(now=clock.now())
    assert client.get(f"/work/reports/{report.pk}/bundle.json").content == kept
    draft = start_report(
        here.clerk, outline="quarter", title="再一份", since=SINCE, until=UNTIL, now=clock.now()
    )
    assert check(client.get(f"/work/reports/{draft.pk}/bundle.json").content, verifier_key()).status == 0
