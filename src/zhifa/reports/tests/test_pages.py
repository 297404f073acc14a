"""The pages of reports, as their reader and their writer see them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from docx import Document

from zhifa.reports.models import Outline, Report
from zhifa.reports.tests.conftest import Here


@pytest.fixture
def clerk(here: Here) -> Client:
    return here.client("clerk")


@pytest.fixture
def report(clerk: Client) -> Report:
    answer = clerk.post(
        "/work/reports/new/",
        {"outline": "article", "title": "上半年报告", "since": "2018-01-01", "until": "2018-06-30"},
    )
    found = Report.objects.get()
    assert answer["Location"] == f"/work/reports/{found.pk}/"
    return found


def test_every_figure_on_the_page_leads_to_its_door(clerk: Client, report: Report) -> None:
    page = clerk.get(f"/work/reports/{report.pk}/").content.decode()
    assert (
        "/figures/outreach.lectures?since=2018-01-01&amp;until=2018-06-30".replace("lectures?", "lectures/?")
        in page
    )
    assert ">3</data>场" in page
    assert "本报告未涵盖" in page


def test_the_office_works_the_unit_is_not_told(here: Here, report: Report) -> None:
    for address in (
        "/work/reports/",
        f"/work/reports/{report.pk}/",
        f"/work/reports/{report.pk}/report.docx",
    ):
        assert here.client("liaison").get(address).status_code == 404
        assert here.client("auditor").get(address).status_code == 200
        assert Client().get(address).status_code == 302
    assert here.client("auditor").get(f"/work/reports/{report.pk}/prose/").status_code == 403


def test_files_in_three_forms(clerk: Client, report: Report) -> None:
    starts = {"html": b"<!doctype html>", "docx": b"PK", "pdf": b"%PDF"}
    for form, start in starts.items():
        answer = clerk.get(f"/work/reports/{report.pk}/report.{form}")
        assert answer.content.startswith(start)
        assert "%E4%B8%8A%E5%8D%8A%E5%B9%B4" in answer["Content-Disposition"]
    assert clerk.get(f"/work/reports/{report.pk}/report.exe").status_code == 404


def test_prose_with_a_wrong_field_is_kept_and_told(clerk: Client, report: Report) -> None:
    clerk.post(f"/work/reports/{report.pk}/prose/", {"text": "讲座{{法制讲座}}，办班12期。", "revision": 1})
    page = clerk.get(f"/work/reports/{report.pk}/").content.decode()
    assert "没有名为“法制讲座”的数字" in page
    assert "12期</u>" in page
    assert clerk.get(f"/work/reports/{report.pk}/report.docx").status_code == 422


def test_what_was_typed_stays_when_somebody_else_saved(clerk: Client, report: Report) -> None:
    clerk.post(f"/work/reports/{report.pk}/prose/", {"text": "甲的文字", "revision": 1})
    answer = clerk.post(f"/work/reports/{report.pk}/prose/", {"text": "乙的文字", "revision": 1})
    assert answer.status_code == 200
    assert "乙的文字" in answer.content.decode()
    assert "刚被" in answer.content.decode()


def test_word_goes_out_and_comes_back(clerk: Client, report: Report) -> None:
    document = Document(io.BytesIO(clerk.get(f"/work/reports/{report.pk}/report.docx").content))
    document.paragraphs[2].insert_paragraph_before("在 Word 里加的一段，{{法治讲座}}。")
    buffer = io.BytesIO()
    document.save(buffer)
    answer = clerk.post(
        f"/work/reports/{report.pk}/word/",
        {"file": SimpleUploadedFile("改过.docx", buffer.getvalue()), "revision": 1},
        follow=True,
    )
    page = answer.content.decode()
    assert "在 Word 里加的一段" in page
    assert "已换成 Word 里的文字" in page


def test_a_broken_file_is_refused_in_words(clerk: Client, report: Report) -> None:
    answer = clerk.post(
        f"/work/reports/{report.pk}/word/",
        {"file": SimpleUploadedFile("坏.docx", b"\x00\x01nothing"), "revision": 1},
    )
    assert answer.status_code == 422
    assert "文档打不开" in answer.content.decode()
    answer = clerk.post(
        "/work/reports/outlines/new/",
        {"title": "坏", "file": SimpleUploadedFile("坏.doc", b"\xd0\xcf\x11\xe0" * 9)},
    )
    assert "另存为 .docx" in answer.content.decode()
    assert Outline.objects.filter(is_shipped=False).count() == 0


def test_a_final_report_and_its_comparison(clerk: Client, report: Report) -> None:
    clerk.post(f"/work/reports/{report.pk}/final/")
    page = clerk.get(f"/work/reports/{report.pk}/").content.decode()
    assert "定稿" in page
    first = clerk.get(f"/work/reports/{report.pk}/report.docx").content
    assert first == clerk.get(f"/work/reports/{report.pk}/report.docx").content
    assert "没有变化" in clerk.get(f"/work/reports/{report.pk}/comparison/").content.decode()
    assert clerk.post(f"/work/reports/{report.pk}/prose/", {"text": "改", "revision": 1}).status_code == 200
    assert Report.objects.get().revision == 1


def test_the_offices_outline_from_upload_to_report(clerk: Client, word: Callable[..., bytes]) -> None:
    def write(document: Any) -> None:
        document.add_heading("一、讲座", level=1)
        document.add_paragraph("共{{法治讲座}}，参加300人次。")

    upload = SimpleUploadedFile("总结.docx", word(write))
    answer = clerk.post("/work/reports/outlines/new/", {"title": "年度总结", "file": upload}, follow=True)
    page = answer.content.decode()
    assert "{{法治讲座}}" in page
    assert "300人次" in page
    code = Outline.objects.get(is_shipped=False).code
    assert clerk.get(f"/work/reports/outlines/{code}/outline.docx").content.startswith(b"PK")
    assert f'value="{code}"' in clerk.get(f"/work/reports/new/?outline={code}").content.decode()


def test_the_names_that_a_field_may_use(clerk: Client) -> None:
    page = clerk.get("/work/reports/fields/").content.decode()
    assert "{{法治讲座}}" in page
    assert "{{ one" not in page


def test_the_list_asks_as_much_for_three_reports_as_for_one(
    clerk: Client, report: Report, django_assert_num_queries: Any
) -> None:
    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            clerk.get("/work/reports/")
        return len(seen)

    count()
    one = count()
    for number in range(2):
        clerk.post(
            "/work/reports/new/",
            {"outline": "quarter", "title": f"报告{number}", "since": "2018-01-01", "until": "2018-06-30"},
        )
    assert count() == one


def test_the_command_writes_three_files(
    here: Here, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(
        "report", "build", "--district", "999901", "--from", "2018-01-01", "--until", "2018-06-30",
        "--template", "quarter", "--out", str(tmp_path),
    )  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {
        "report.html", "report.docx", "report.pdf", "bundle.json", "check.html",
    }  # fmt: skip
    assert "本报告未涵盖：四、存在问题" in capsys.readouterr().out
    assert "增长" in (tmp_path / "report.html").read_text("utf-8")


def test_the_command_refuses_another_district(here: Here, tmp_path: Any) -> None:
    from zhifa.kernel.errors import NotFound

    with pytest.raises(NotFound, match="999901"):
        call_command("report", "build", "--district", "420199", "--from", "2018-01-01", "--until", "2018-06-30",
                     "--out", str(tmp_path))  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_about_the_latest_year_with_records(clerk: Client, here: Here) -> None:
    page = clerk.get("/work/reports/new/").content.decode()
    assert 'value="2018-01-01"' in page
    assert 'value="2018-12-31"' in page
    fields = clerk.get("/work/reports/fields/").content.decode()
    assert ">4场<" not in fields
    assert ">3场<" in fields
    assert ">无记录<" in fields  # nothing was recorded of it: not the same as 0
    outline = clerk.get("/work/reports/outlines/quarter/").content.decode()
    assert "这些字段要改" not in outline


def test_a_table_of_two_columns_stays_a_table_on_a_phone(clerk: Client, report: Report) -> None:
    clerk.post(
        f"/work/reports/{report.pk}/prose/",
        {"text": "{{表：活动参加人次}}\n\n| 甲 | 乙 | 丙 |\n| 讲座 | {{法治讲座}} | 场 |", "revision": 1},
    )
    page = clerk.get(f"/work/reports/{report.pk}/").content.decode()
    assert page.count("report-table is-narrow") == 1
    assert page.count('<th scope="col" class="number">') == 2  # the head of each column of figures
