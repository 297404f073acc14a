"""A sheet of exemptions and extra time: read row by row, written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zhifa.intake.models import ImportFile, ImportJob
from zhifa.kernel import clock
from zhifa.ledger.api import entries_of
from zhifa.sittings.models import Exam
from zhifa.sittings.services.exams import cancel_exam, subject_of
from zhifa.sittings.services.sitting import start_attempt
from zhifa.sittings.tests.world import actor, attempt_of

HEAD = "编号,姓名,单位,免考原因,延长分钟,依据\n"


def given(client: Client, exam: Exam, rows: str) -> str:
    """The page that says what is wrong with the sheet, after which it was tried to be written."""
    file = SimpleUploadedFile("表.csv", (HEAD + rows).encode(), "text/csv")
    page = client.post(reverse("sittings_candidate_sheet", args=[exam.key]), {"sheet": file}, follow=True)
    client.post(f"/work/intake/{ImportJob.objects.latest('pk').pk}/write/")
    return page.content.decode()


def decided(exam: Exam) -> dict[str, tuple[str, int, str]]:
    rows = exam.candidates.values_list("person__code", "exempt", "extra_minutes", "exempt_why", "extra_why")
    return {
        code: (exempt, minutes, why or more) for code, exempt, minutes, why, more in rows if exempt or minutes
    }


def test_a_sheet_decides_of_candidates(exam: Exam, signed_in: Callable[[str], Client]) -> None:
    """By number, and by name with unit; a row that only names somebody is passed over; again, nothing changes."""
    clerk = signed_in("clerk")
    rows = "anna,anna某,区教育局,病假,,请假单一号\n,dora某,区民政局,,20,本人申请\n,emil某,区民政局,,,\n"
    given(clerk, exam, rows)
    assert decided(exam) == {"anna": ("leave", 0, "请假单一号"), "dora": ("", 20, "本人申请")}
    acts = [one.act for one in entries_of(subject_of(exam))]
    assert sorted(acts)[-2:] == ["sittings.excuse", "sittings.give_extra_time"]
    assert not ImportFile.objects.exists(), "the sheet speaks of persons and is forgotten"
    given(clerk, exam, rows)
    assert [one.act for one in entries_of(subject_of(exam))] == acts
    page = clerk.get(reverse("sittings_candidates", args=[exam.key])).content.decode()
    assert reverse("sittings_candidate_sheet", args=[exam.key]) in page


def test_what_is_wrong_is_said_row_by_row_and_nothing_is_written(
    exam: Exam, signed_in: Callable[[str], Client]
) -> None:
    """Whoever has begun is not excused and may still have more time: the rules of the single act."""
    clerk = signed_in("clerk")
    start_attempt(attempt_of(exam, "bea").key, now=clock.now())
    page = given(
        clerk, exam,
        "anna,,,病假,,请假单\n,孙悟空,区教育局,病假,,请假单\ncarl,bea某,,病假,,请假单\nbea,,,借调,,借调函\ndora,,,病假,10,请假单\n"
        "emil,,,病假,,\nhead3,,,,900,申请\nanna,,,其他,,又一次\n",
    )  # fmt: skip
    for words in (
        "不在这场考试的名单上", "编号和姓名不是同一个人", "已经开始答题，不能再免考", "同一行又免考又延长时间", "没有写依据",
        "延长从 1 到 300 分钟",
        "第 2 行已经有了",
    ):  # fmt: skip
        assert words in page, words
    assert decided(exam) == {}
    given(clerk, exam, "bea,,,,15,设备故障\n")
    assert decided(exam) == {"bea": ("", 15, "设备故障")}


def test_only_the_office_gives_it_and_only_for_an_announced_exam(
    exam: Exam, signed_in: Callable[[str], Client]
) -> None:
    address = reverse("sittings_candidate_sheet", args=[exam.key])
    assert [signed_in(name).get(address).status_code for name in ("lead", "head2", "anna")] == [404] * 3
    assert "能认的列" in signed_in("clerk").get(address).content.decode()
    cancel_exam(actor("clerk"), exam.key, "停电", now=clock.now())
    assert signed_in("clerk").get(address).status_code == 404
