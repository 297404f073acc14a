"""From the file to the rows: choices, answers, writing all or nothing, one ledger entry."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from zhifa.intake.access import may_import
from zhifa.intake.errors import (
    AnswerUnknown,
    BatchAlreadyClosed,
    ImportNotAllowed,
    MappingIncomplete,
    NoFiles,
    NothingToWrite,
)
from zhifa.intake.models import ColumnMemory, ImportFile, ImportJob
from zhifa.intake.selectors import job_of, waiting_for
from zhifa.intake.services import (
    answer_questions,
    choose_columns,
    discard_job,
    drop_files,
    failed_rows,
    keep_answers,
    write_drop,
    write_job,
)
from zhifa.intake.terms import JobState
from zhifa.intake.tests import offering
from zhifa.intake.tests.conftest import NOW, xlsx
from zhifa.kernel.actor import STRANGER, Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import NotFound
from zhifa.ledger.models import BulkSheet, Entry

pytestmark = pytest.mark.django_db
Drop = Callable[..., list[ImportJob]]
HEAD = ["日期", "主办单位", "题目", "参加人次"]
GOOD = [HEAD, ["2017-05-03", "区司法局", "宪法讲座", 300], ["2017-05-04", "区教育局", "民法讲座", "约200"]]


def written() -> list[str]:
    """The lectures that stand in the ledger."""
    return list(
        Entry.objects.filter(subject_kind=offering.KIND).order_by("id").values_list("subject_key", flat=True)
    )


def question(job: ImportJob, part: str) -> dict[str, Any]:
    """The one question whose key has that part."""
    [found] = [q for q in job.findings["questions"] if part in q["key"]]
    return found


def test_a_good_file_is_ready_and_nothing_is_written_before(drop: Drop, actor: Actor) -> None:
    """Upload reads only; the write takes all rows in one bulk entry."""
    [job] = drop(("讲座.xlsx", xlsx(GOOD)))
    assert job.state == JobState.READY
    assert (job.findings["counts"]["good"], job.findings["counts"]["estimates"]) == (2, 1)
    assert written() == []
    outcome = write_job(actor, job.pk, now=NOW)
    assert (outcome.written, outcome.job.state) == (2, JobState.WRITTEN)
    assert written() == ["2017-05-03|U01|宪法讲座", "2017-05-04|U02|民法讲座"]
    entry = Entry.objects.get(pk=outcome.job.ledger_entry)
    assert (entry.act, entry.facts["rows"], entry.facts["totals"]["things_written"]) == ("intake.write", 2, 2)
    assert len(BulkSheet.objects.get(entry=entry).leaf_hashes) == 64
    assert "宪法" not in str(entry.facts)
    with pytest.raises(BatchAlreadyClosed):
        write_job(actor, job.pk, now=NOW)


def test_faults_stand_by_row_and_column_with_their_mend(drop: Drop, actor: Actor) -> None:
    """The rest is kept; the file is not written whole, but the good rows are when the user says so."""
    rows = [
        *GOOD,
        ["2019-05-03", "区司法局", "太早", 5],
        ["2017-05-06", "不存在局", "刑法讲座", "很多"],
        ["2017-05-07", "区司法局", "短", 5],
    ]
    [job] = drop(("讲座.xlsx", xlsx(rows)))
    assert job.state == JobState.OPEN
    faults = [(f["where"] or f["row"], f["column"]) for f in job.findings["faults"]]
    assert faults == [("A4", "日期"), ("B5", "主办单位"), ("D5", "参加人次"), (6, "题目")]
    assert all(f["mend"] for f in job.findings["faults"])
    assert write_job(actor, job.pk, now=NOW).written is None
    assert written() == []
    assert write_job(actor, job.pk, only_good=True, now=NOW).written == 2
    assert len(written()) == 2


def test_failed_rows_come_back_as_a_workbook_that_can_be_dropped_in_again(drop: Drop, actor: Actor) -> None:
    """With a 问题 column; mended and dropped in again it is ready."""
    [job] = drop(("讲座.xlsx", xlsx([*GOOD, ["2019-05-03", "区司法局", "太早", 5]])))
    data = b"".join(failed_rows(job, "示例数据·非公文"))  # type: ignore[arg-type]
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet["A1"].value == "示例数据·非公文"
    cells = [cell.value for cell in sheet[3]]
    assert cells[:4] == ["2019-05-03", "区司法局", "太早", "5"]
    assert "还没有到" in cells[4]
    assert cells[6] == 4
    sheet["A3"] = "2018-05-03"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    [again] = drop(("改好.xlsx", mended.getvalue()))
    assert again.state == JobState.READY


def test_unit_slips_are_asked_once_a_column(drop: Drop, actor: Actor) -> None:
    """人 in a column of 人次: one question for all of its cells; the answer decides what is written."""
    rows = [
        HEAD,
        ["2017-05-03", "区司法局", "宪法讲座", "300人"],
        ["2017-05-04", "区司法局", "民法讲座", "200余人"],
    ]
    [job] = drop(("讲座.xlsx", xlsx(rows)))
    asked = question(job, "unit")
    assert (asked["row_count"], list(dict(asked["answers"]))) == (2, ["as-column", "leave"])
    assert job.findings["counts"]["waiting"] == 2
    job = answer_questions(actor, job.pk, {asked["key"]: "as-column"}, now=NOW)
    assert job.state == JobState.READY
    job = answer_questions(actor, job.pk, {asked["key"]: "leave"}, now=NOW)
    write_job(actor, job.pk, now=NOW)
    assert [e.facts["times"] for e in Entry.objects.filter(subject_kind=offering.KIND)] == [None, None]


def test_a_heading_of_another_unit_is_asked_too(drop: Drop, actor: Actor) -> None:
    """参加人数 over bare numbers is the same slip; 万人次 scales."""
    [job] = drop(
        (
            "讲座.xlsx",
            xlsx([["日期", "单位", "题目", "参加人数"], ["2017-05-03", "区司法局", "宪法讲座", 300]]),
        )
    )
    assert "单位是人" in question(job, "unit")["what"]
    [scaled] = drop(
        (
            "万.xlsx",
            xlsx([["日期", "单位", "题目", "参与人次（万人次）"], ["2017-05-03", "区司法局", "宪法", 1.2]]),
        )
    )
    write_job(actor, scaled.pk, now=NOW)
    assert Entry.objects.get(subject_kind=offering.KIND).facts["times"] == "12000"


def test_years_are_asked(drop: Drop, actor: Actor) -> None:
    """A missing year, with the title's as the suggestion; a year unlike the title's."""
    rows = [
        ["2017年讲座"],
        HEAD,
        ["5月3日", "区司法局", "宪法讲座", 1],
        ["2016-05-04", "区司法局", "民法讲座", 2],
    ]
    [job] = drop(("讲座.xlsx", xlsx(rows, ["A1:D1"])))
    missing, other = question(job, "no-year"), question(job, "other-year")
    assert (missing["suggested"], other["suggested"]) == ("2017", "2017")
    answer_questions(actor, job.pk, {missing["key"]: "2017", other["key"]: "keep"}, now=NOW)
    write_job(actor, job.pk, now=NOW)
    assert [key.split("|")[0] for key in written()] == ["2017-05-03", "2016-05-04"]
    [nameless] = drop(("讲座.xlsx", xlsx([HEAD, ["5月3日", "区司法局", "刑法讲座", 1]])))
    assert list(dict(question(nameless, "no-year")["answers"])) == ["2018", "2017", "2016"]


def test_doubles_are_questions(drop: Drop, actor: Actor) -> None:
    """Twins in one file, and what an earlier file of the same drop has brought."""
    [one, two] = drop(
        ("一.xlsx", xlsx([*GOOD, GOOD[1]])),
        ("二.xlsx", xlsx([GOOD[0], GOOD[1], ["2017-06-01", "区司法局", "禁毒", 9]])),
    )
    twin = question(one, "twin")
    assert twin["against"] == "Sheet1第 2 行"
    assert (one.state, two.state) == (JobState.OPEN, JobState.READY)
    one = answer_questions(actor, one.pk, {twin["key"]: "skip"}, now=NOW)
    assert one.findings["counts"]["left_out"] == 1
    outcomes = write_drop(actor, one.drop, now=NOW)
    assert [outcome.written for outcome in outcomes] == [2, None]
    held = outcomes[1].job
    asked = question(held, "|ask|")
    assert (held.state, asked["against"]) == (JobState.OPEN, "2017-05-03|U01|宪法讲座")
    answer_questions(actor, held.pk, {asked["key"]: "skip"}, now=NOW)
    assert write_job(actor, held.pk, now=NOW).written == 1
    assert len(written()) == 3


def test_the_same_file_again_is_asked(drop: Drop, actor: Actor) -> None:
    """Twice in one drop it is refused; written before it is a question; 不再导入 puts it aside."""
    data = xlsx(GOOD)
    [first, second] = drop(("一.xlsx", data), ("二.xlsx", data))
    assert (first.state, second.state) == (JobState.READY, JobState.REFUSED)
    write_job(actor, first.pk, now=NOW)
    [again] = drop(("又.xlsx", data))
    assert again.state == JobState.OPEN
    assert write_job(actor, again.pk, only_good=True, now=NOW).written is None
    again = answer_questions(actor, again.pk, {"file": "stop"}, now=NOW)
    assert again.state == JobState.DISCARDED
    assert not ImportFile.objects.filter(job=again).exists()


def test_columns_are_mapped_once_and_remembered_for_the_unit(drop: Drop, actor: Actor) -> None:
    """Unknown headings wait for a person; the same head is then read without asking, for this unit alone."""
    rows = [
        ["哪天", "谁办", "讲的啥", "来了多少"],
        ["2017-05-03", "区司法局", "宪法讲座", 300],
        ["2017-05-04", "区教育局", "民法讲座", 1],
    ]
    [job] = drop(("讲座.xlsx", xlsx(rows)))
    assert job.state == JobState.MAPPING
    with pytest.raises(MappingIncomplete):
        choose_columns(actor, job.pk, {"Sheet1": {"included": True, "mapping": {"day": "c0"}}}, now=NOW)
    mapping = {"day": "c0", "unit": "c1", "title": "c2", "times": "c3"}
    job = choose_columns(actor, job.pk, {"Sheet1": {"included": True, "mapping": mapping}}, now=NOW)
    assert job.state == JobState.READY
    rows.append(["2017-05-05", "区司法局", "刑法讲座", 1])
    assert drop(("下月.xlsx", xlsx(rows)))[0].state == JobState.READY
    other = Actor("account:9", "李四", actor.account_id, ())
    assert drop(("下月.xlsx", xlsx(rows)), who=other)[0].state == JobState.MAPPING
    assert ColumnMemory.objects.get().memory_key == "/U01/"


def test_one_value_for_all_rows_facts_and_groups(drop: Drop, actor: Actor) -> None:
    """The unit may stand above the head, in group lines, or be given for all rows."""
    plain = [["日期", "题目"], ["2017-05-03", "宪法讲座"]]
    [fact] = drop(("一.xlsx", xlsx([["填报单位：区司法局"], *plain], ["A1:B1"])))
    assert fact.state == JobState.READY
    grouped = [
        ["日期", "题目", "备注"],
        ["一、万松街道"],
        ["2017-05-03", "宪法", "x"],
        ["二、民权街道"],
        ["2017-05-04", "民法", "y"],
    ]
    [group] = drop(("二.xlsx", xlsx(grouped)))
    assert group.state == JobState.READY
    [none] = drop(("三.xlsx", xlsx(plain)))
    assert none.state == JobState.MAPPING
    mapping = {"day": "c0", "title": "c1", "unit": "=区教育局"}
    choose_columns(actor, none.pk, {"Sheet1": {"included": True, "mapping": mapping}}, now=NOW)
    for job in (fact, group, none):
        write_job(actor, job.pk, now=NOW)
    assert sorted(key.split("|")[1] for key in written()) == ["U01", "U02", "U03", "U04"]


def test_amounts_of_merged_cells_count_once_and_totals_are_checked(drop: Drop, actor: Actor) -> None:
    """One amount over two rows is not doubled; the sheet's own total is compared."""
    rows = [
        HEAD,
        ["2017-05-03", "区司法局", "上午场", 300],
        ["2017-05-03", "区司法局", "下午场", None],
        ["合计", None, None, 400],
    ]
    [job] = drop(("讲座.xlsx", xlsx(rows, ["D2:D3"])))
    assert job.state == JobState.READY
    assert any("写的是 400，各行相加是 300" in notice for notice in job.findings["notices"])


def test_a_refused_file_does_not_hold_up_the_others(drop: Drop) -> None:
    """It stays in the list with its reason."""
    [broken, good] = drop(("坏.xlsx", b"PK\x03\x04rubbish"), ("好.xlsx", xlsx(GOOD)))
    assert (broken.state, good.state) == (JobState.REFUSED, JobState.READY)
    assert "已损坏" in broken.refusal["what"]
    assert broken.refusal["next_step"]


def test_who_may(drop: Drop, actor: Actor) -> None:
    """Strangers and those whom the target turns away import nothing; a file is its owner's alone."""
    outsider = Actor("account:7", "外人", actor.account_id)
    upload = SimpleUploadedFile("a.xlsx", xlsx(GOOD))
    with pytest.raises(ImportNotAllowed):
        drop_files(outsider, "test-lectures", [upload], now=NOW)
    with pytest.raises(NotFound):
        drop_files(actor, "nothing", [upload], now=NOW)
    with pytest.raises(NoFiles):
        drop_files(actor, "test-lectures", [], now=NOW)
    assert not may_import(STRANGER, offering.LECTURES)
    [job] = drop(("a.xlsx", xlsx(GOOD)))
    with pytest.raises(NotFound):
        job_of(outsider, job.pk)
    with pytest.raises(NotFound):
        write_job(outsider, job.pk, now=NOW)


def test_waiting_files_stand_in_the_inbox(drop: Drop, actor: Actor, django_assert_num_queries: Any) -> None:
    """Until they are written or put aside; one query."""
    [job, _other] = drop(("a.xlsx", xlsx(GOOD)), ("b.xlsx", xlsx([*GOOD, ["明天", "区司法局", "民法", 1]])))
    with django_assert_num_queries(1):
        items = waiting_for(actor, civil_day(NOW))
    assert sorted(item.title for item in items) == [
        "导入“a.xlsx”：检查完毕，还没有写入",
        "导入“b.xlsx”：有错误或问题待处理",
    ]
    discard_job(actor, job.pk, now=NOW)
    assert len(waiting_for(actor, civil_day(NOW))) == 1


def test_answers_must_have_been_asked(drop: Drop, actor: Actor) -> None:
    """Unknown questions and unknown answers are refused; a kept answer survives without a new reading."""
    [job] = drop(("a.xlsx", xlsx([HEAD, ["5月3日", "区司法局", "宪法讲座", 1]])))
    asked = question(job, "no-year")
    with pytest.raises(AnswerUnknown):
        keep_answers(actor, job.pk, {"x": "y"}, now=NOW)
    with pytest.raises(AnswerUnknown):
        keep_answers(actor, job.pk, {asked["key"]: "1999"}, now=NOW)
    job = keep_answers(actor, job.pk, {asked["key"]: "2017"}, now=NOW + timedelta(hours=1))
    assert job.state == JobState.OPEN
    assert write_job(actor, job.pk, now=NOW).written == 1


def test_nothing_to_write(drop: Drop, actor: Actor) -> None:
    """A file without one good row cannot be written in part either."""
    [job] = drop(("a.xlsx", xlsx([HEAD, ["明天", "区司法局", "宪法讲座", 1]])))
    with pytest.raises(NothingToWrite):
        write_job(actor, job.pk, only_good=True, now=NOW)


def test_a_target_that_fails_leaves_nothing(drop: Drop, actor: Actor, monkeypatch: Any) -> None:
    """When the target refuses midway, nothing of the file stands and the job is as before."""
    [job] = drop(("a.xlsx", xlsx(GOOD)))
    real = offering.record

    def failing(*args: Any, **options: Any) -> int:
        if "民法" in args[2].key:
            raise NothingToWrite
        return real(*args, **options)

    monkeypatch.setattr(offering, "record", failing)
    with pytest.raises(NothingToWrite):
        write_job(actor, job.pk, now=NOW)
    assert written() == []
    assert job_of(actor, job.pk).state == JobState.READY


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_rows(drop: Drop, django_assert_num_queries: Any, count: int) -> None:
    """Reading and preview of a file: the same number of queries, each different name resolved once."""
    rows = [HEAD, *(["2017-05-03", "区司法局", f"讲座{n}", n] for n in range(count))]
    with django_assert_num_queries(13):
        drop(("a.xlsx", xlsx(rows)))
    assert offering.asked == ["区司法局"]
