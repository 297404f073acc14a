"""Who came to one deed: sign-in sheets and platforms' logs become event rows, and the counts follow from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from zhifa.deeds.api import (
    Attendance,
    CountDraft,
    Deed,
    DeedDraft,
    DeedIncomplete,
    Participation,
    ReasonMissing,
    close_counts,
    confirm_deeds,
    record_deed,
    revise_deed,
    take_attendance,
)
from zhifa.deeds.models import Correction
from zhifa.deeds.rules.attending import Signed, identity_of, people_of, seconds_of
from zhifa.deeds.services import check_events
from zhifa.deeds.tests.conftest import SYSTEM, District
from zhifa.figures.api import Range, as_json, ensure_definitions, rebuild_all, values
from zhifa.intake.models import ImportFile, ImportJob, ImportPage
from zhifa.intake.tests.conftest import xlsx
from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of, seal_pending
from zhifa.ledger.models import Entry

Draft = Callable[..., DeedDraft]
NOW = clock.now()
DAY = date(2018, 3, 1)
SHEET = [
    ["宪法讲座签到表", None, None, None],
    ["序号", "姓名", "单位", "联系电话"],
    [1, "张三", "甲科", "13800000001"],
    [2, "李四", "甲科", "138 0000 0002"],
    [3, "王五", "乙科", None],
    [4, "王 五", "乙科", None],
    [5, "张三丰", "乙科", "+8613800000001"],
]
LOG = (
    "用户ID,昵称,进入时间,观看时长（秒）\n"
    "u1,阿甲,2018-03-01 09:00,75\nu1,阿甲,2018-03-02 09:00,12\nu2,阿乙,2018-03-01 10:00,1分15秒\n"
)


def counts(deed: Deed) -> dict[tuple[str, str], tuple[int, str]]:
    return {(one.measure, one.channel): (one.value, one.source) for one in deed.counts.all()}


def signed_in(here: District, name: str) -> Client:
    client = Client()
    client.force_login(here.accounts[name])
    return client


def upload(client: Client, deed: Deed, name: str, content: bytes, **fields: str) -> ImportJob:
    data = {"source": "sign_in", "channel": "onsite", **fields, "sheet": SimpleUploadedFile(name, content)}
    answer = client.post(f"/work/deeds/{deed.key}/attendance/", data)
    assert answer.status_code == 302, answer.content.decode()
    return ImportJob.objects.latest("pk")


def both() -> tuple[list[str], list[str]]:
    """All figures brought up to date, and computed anew."""

    def told() -> list[str]:
        return [
            as_json(one) for one in values(SYSTEM, district="999901", since=None, until=date(2018, 12, 31))
        ]

    incremental = told()
    rebuild_all(SYSTEM)
    return incremental, told()


def test_a_sign_in_sheet_becomes_rows_and_nothing_else_is_kept(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    job = upload(client, deed, "签到.xlsx", xlsx(SHEET, ["A1:D1"]))
    page = client.get(f"/work/intake/{job.pk}/").content.decode()
    assert "2 个问题等您回答" in page, "two 王五 of one section, and one telephone signed twice"
    assert "只导入没有问题的" not in page, "all or nothing"
    client.post(f"/work/intake/{job.pk}/answers/", {"suggested": "on"})
    answer = client.post(f"/work/intake/{job.pk}/write/")
    assert answer["Location"] == f"/work/deeds/{deed.key}/"
    assert counts(deed) == {("attendances", "onsite"): (3, "sign_in"), ("distinct", "onsite"): (3, "sign_in")}
    job.refresh_from_db()
    kept = [*Participation.objects.values_list("token", flat=True), str(job.findings), str(job.answers)]
    kept += [str(entry.facts) for entry in Entry.objects.all()]
    assert not any(word in text for text in kept for word in ("张三", "王五", "13800000001"))
    assert not ImportFile.objects.exists()
    assert not ImportPage.objects.exists()
    assert bytes(job.salt) == b""
    assert client.get(f"/work/intake/{job.pk}/").status_code == 200
    assert "3 行（签到表）" in client.get(f"/work/deeds/{deed.key}/").content.decode()
    assert [entry.act for entry in entries_of(Subject("deed", deed.key))][-1] == "deeds.load_participations"


def test_who_signs_once_with_a_number_and_once_without_is_asked_about(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    rows = [
        ["姓名", "单位", "联系电话"],
        ["张三", "甲科", "13800000001"],
        ["李四", "甲科", None],
        ["张三", "甲科", None],
        ["李四", "甲科", "13800000002"],
        ["张三", "乙科", None],
    ]
    job = upload(client, deed, "签到.xlsx", xlsx(rows))
    page = client.get(f"/work/intake/{job.pk}/").content.decode()
    assert page.count("一行有号码、一行没有") == 2, "张三 of another section is somebody else"
    client.post(f"/work/intake/{job.pk}/answers/", {"suggested": "on"})
    client.post(f"/work/intake/{job.pk}/write/")
    assert counts(deed) == {("attendances", "onsite"): (3, "sign_in"), ("distinct", "onsite"): (3, "sign_in")}


def test_a_person_on_several_sheets_of_one_deed_counts_once_and_an_unsure_one_makes_a_range(
    here: District, draft: Draft
) -> None:
    """Two days, two sheets of a workbook: 张三 and 李四 came on both, 李四 once without a number; nobody can say which 王五 it was."""
    ensure_definitions(now=NOW)
    deed = record_deed(here.liaison, draft(counts=()), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    head = ["姓名", "单位", "联系电话", "日期"]
    first, second = "2018-03-01", "2018-03-02"
    book = Workbook()
    for title, rows in {
        "第一天": [
            ["张三", "甲科", "13800000001", first], ["李四", "甲科", "13800000002", first],
            ["王五", "乙科", "13800000003", first], ["王五", "乙科", "13800000004", first],
        ],
        "第二天": [["张三", "甲科", "13800000001", second], ["李四", "甲科", None, second], ["王五", "乙科", None, second]],
    }.items():  # fmt: skip
        sheet = book.create_sheet(title)
        for row in [head, *rows]:
            sheet.append(row)
    book.remove(book.worksheets[0])
    content = BytesIO()
    book.save(content)
    job = upload(client, deed, "两天签到.xlsx", content.getvalue())
    client.post(f"/work/intake/{job.pk}/write/")
    assert counts(deed)["attendances", "onsite"] == (7, "sign_in")
    assert (counts(deed)["distinct", "onsite"], deed.counts.get(measure="distinct").at_least) == (
        (5, "sign_in"),
        4,
    )
    assert "4–5 人" in client.get(f"/work/deeds/{deed.key}/").content.decode()
    confirm_deeds(SYSTEM, now=NOW)
    told = {one.code: one for one in values(SYSTEM, district="999901", since=None, until=date(2018, 12, 31))}
    assert told["deeds.people_stated"].value == Range(Decimal(4), Decimal(5))
    while seal_pending(now=NOW):
        pass
    assert check_events(lambda line: None) == ("参加记录：逐行重算 1 张表 7 行", [])
    deed.counts.filter(measure="distinct").update(at_least=2)
    assert len(check_events(lambda line: None)[1]) == 1, "the least was sealed too"


@pytest.mark.parametrize(
    ("lines", "least", "most"),
    [
        ([("张三", "138", "甲科"), ("张三", "139", "甲科"), ("张三", "", "甲科"), ("李四", "", "甲科"), ("李四", "", "")], 3, 5),
        ([("张三", "138", "甲科"), ("张三", "", "甲科")], 1, 1),
        ([("张三", "138", ""), ("张三", "", "甲科")], 1, 2),
        ([("张三", "138", "乙科"), ("张三", "", "甲科")], 2, 2),
        ([("张三", "", "甲科"), ("张三", "", "乙科"), ("张三", "", "")], 2, 3),
        ([("", "138", ""), ("", "139", ""), ("张三", "", "甲科"), ("李四", "", ""), ("王五", "", "")], 3, 5),
        ([("", "138", ""), ("张三", "138", "甲科"), ("李四", "", "")], 2, 2),
    ],
)  # fmt: skip
def test_how_many_people_signed(lines: list[tuple[str, str, str]], least: int, most: int) -> None:
    found = people_of([Signed(*line) for line in lines])
    assert (found.at_least, len(set(found.known_by))) == (least, most)
    assert people_of([Signed(*line) for line in reversed(lines)]).at_least == least, "in whatever order"


def test_a_bad_sheet_says_what_is_wrong_and_writes_nothing(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    before = counts(deed)
    broken = upload(client, deed, "坏.xlsx", b"PK\x03\x04 no workbook")
    page = client.get(f"/work/intake/{broken.pk}/").content.decode()
    assert "怎么办" in page
    assert f"/work/deeds/{deed.key}/attendance/" in page, "the way back to bring another"
    nobody = upload(client, deed, "空名.xlsx", xlsx([["姓名", "单位"], [None, "甲科"], ["李四", "甲科"]]))
    page = client.get(f"/work/intake/{nobody.pk}/").content.decode()
    assert "没有姓名" in page
    assert "只导入没有问题的" not in page
    client.post(f"/work/intake/{nobody.pk}/write/", {"only_good": "on"})
    assert counts(deed) == before
    assert not Participation.objects.exists()


def test_a_platforms_log_counts_every_visit_and_is_replaced_before_closing(
    here: District, draft: Draft
) -> None:
    deed = record_deed(here.liaison, draft(counts=()), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    for content, expected in ((LOG, (3, 2, 2)), (LOG + "u3,阿丙,2018-03-02,00:00:59\n", (4, 3, 2))):
        job = upload(client, deed, "直播.csv", content.encode("gb18030"), source="export", channel="live")
        client.post(f"/work/intake/{job.pk}/write/")
        found = counts(deed)
        named = tuple(found[measure, "live"][0] for measure in ("attendances", "distinct", "stayed"))
        assert named == expected
    assert Participation.objects.count() == 4
    acts = [entry.act for entry in entries_of(Subject("deed", deed.key))]
    assert acts[-2:] == ["deeds.load_participations", "deeds.replace_participations"]
    while seal_pending(now=NOW):
        pass
    assert check_events(lambda line: None) == ("参加记录：逐行重算 1 张表 4 行", []), "the sheet that holds"
    with pytest.raises(DeedIncomplete):
        revise_deed(
            here.liaison, deed.key, draft(counts=(CountDraft("attendances", "live", "given", 9),)), now=NOW
        )


def test_after_closing_it_is_a_correction_with_a_reason(here: District, draft: Draft) -> None:
    ensure_definitions(now=NOW)
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    assert both()[0] == both()[1]
    before = both()[1]
    assert signed_in(here, "liaison").get(f"/work/deeds/{deed.key}/attendance/").status_code == 403
    rows = [Attendance("a", DAY), Attendance("b", DAY), Attendance("a", DAY)]
    with pytest.raises(ReasonMissing):
        take_attendance(here.head, deed.key, "onsite", "sign_in", rows, now=NOW)
    head = signed_in(here, "head")
    job = upload(head, deed, "签到.xlsx", xlsx(SHEET), reason="原来报的是估数")
    head.post(f"/work/intake/{job.pk}/answers/", {"suggested": "on"})
    head.post(f"/work/intake/{job.pk}/write/")
    kept = Correction.objects.get(deed=deed)
    assert kept.reason == "原来报的是估数"
    assert (kept.before["counts"], len(kept.after["counts"])) == (
        [["attendances", "onsite", "sign_in", 120, ""]],
        2,
    )
    incremental, anew = both()
    assert incremental == anew, "bit for bit"
    assert incremental != before, "the figures moved"


def test_who_may_not(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    rows = [Attendance("a", DAY)]
    with pytest.raises(NotFound):
        take_attendance(here.other, deed.key, "onsite", "sign_in", rows, now=NOW)
    assert signed_in(here, "other").get(f"/work/deeds/{deed.key}/attendance/").status_code == 404
    client = signed_in(here, "liaison")
    job = upload(client, deed, "签到.csv", "姓名\n甲\n乙\n".encode())
    close_counts(SYSTEM, now=NOW)
    assert client.post(f"/work/intake/{job.pk}/write/").status_code == 403, (
        "closed between looking and writing"
    )
    with pytest.raises(NotAllowed):
        take_attendance(here.liaison, deed.key, "onsite", "sign_in", rows, "改", now=NOW)
    assert not Participation.objects.exists()


def test_faults_stand_by_row_and_nothing_is_written(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    text = "姓名,签到时间,停留时长\n甲,2018-02-28,\n,2018-03-01,\n丙,2018-03-01,很久\n丁,2027-03-01,\n"
    job = upload(client, deed, "签到.csv", text.encode())
    page = client.get(f"/work/intake/{job.pk}/").content.decode()
    for words in ("早于活动日期", "这一行没有姓名，也没有号码", "“很久”读不成停留时长", "还没有到"):
        assert words in page
    client.post(f"/work/intake/{job.pk}/write/", {"only_good": "on"})
    assert not Participation.objects.exists()
    assert counts(deed)["attendances", "onsite"] == (120, "sign_in")


@pytest.mark.parametrize(
    ("name", "mark", "unit", "who"),
    [
        ("张三", "138-0000-0001", "", "mark:13800000001"), ("", "+86 13800000001", "", "mark:13800000001"),
        ("张三", "13800000001.0", "", "mark:13800000001"), ("张 三", "", "甲 科", "name:张三|甲科"),
        ("甲", "oX_12", "", "mark:oX_12"), (" ", "", "甲科", ""),
    ],
)  # fmt: skip
def test_by_what_a_person_is_known(name: str, mark: str, unit: str, who: str) -> None:
    assert identity_of(name, mark, unit) == who


@pytest.mark.parametrize(
    ("text", "bare_is", "seconds"),
    [
        ("75秒", 0, 75), ("1分15秒", 60, 75), ("2小时", 1, 7200), ("00:01:15", 0, 75), ("1:15", 60, 75), ("很久", 1, None),
        ("75", 1, 75), ("12.5", 1, 12), ("75", 60, 4500), ("1.5", 60, 90), ("75", 0, None),
    ],
)  # fmt: skip
def test_how_long_a_person_stayed(text: str, bare_is: int, seconds: int | None) -> None:
    assert seconds_of(text, bare_is) == seconds


@pytest.mark.parametrize(
    ("heading", "stayed"),
    [("观看时长（分钟）", 2), ("停留时长(秒)", 0), ("在线时长（分）", 2), ("停留秒数", 0)],
)
def test_the_heading_says_whether_a_bare_number_is_seconds_or_minutes(
    here: District, draft: Draft, heading: str, stayed: int
) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    job = upload(
        client, deed, "记录.csv", f"用户ID,{heading}\nu1,45\nu2,3\n".encode(), channel="live", source="export"
    )
    client.post(f"/work/intake/{job.pk}/write/")
    assert counts(deed)["attendances", "live"] == (2, "export")
    assert counts(deed).get(("stayed", "live"), (0, ""))[0] == stayed


def test_a_bare_number_under_a_heading_without_a_unit_is_refused(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    client = signed_in(here, "liaison")
    job = upload(
        client, deed, "记录.csv", "用户ID,停留时长\nu1,45\n".encode(), channel="live", source="export"
    )
    page = client.get(f"/work/intake/{job.pk}/").content.decode()
    assert "“45”没有单位，不知道是秒还是分钟" in page
    assert "停留分钟" in page
    client.post(f"/work/intake/{job.pk}/write/", {"only_good": "on"})
    assert not Participation.objects.exists()
