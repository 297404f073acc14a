"""The pages by what they show; a neighbour's file is the row that could leak."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from zhifa.accounts.api import Account
from zhifa.intake.models import ImportJob
from zhifa.intake.terms import JobState
from zhifa.intake.tests.conftest import xlsx
from zhifa.intake.tests.test_jobs import GOOD, HEAD

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(account: Account, client: Client) -> Client:
    """Someone signed in."""
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(browser: Client, *files: tuple[str, bytes]) -> Any:
    """Hand files in at the upload page and follow."""
    sheets = [SimpleUploadedFile(name, content) for name, content in files]
    return browser.post("/work/intake/new/test-lectures/", {"sheets": sheets}, follow=True)


def text(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_strangers_are_turned_away(client: Client) -> None:
    assert client.get("/work/intake/").status_code == 302


def test_the_list_says_what_can_be_imported(browser: Client) -> None:
    page = text(browser.get("/work/intake/"))
    assert "法治讲座" in page
    assert "还没有文件" in page
    page = text(browser.get("/work/intake/new/test-lectures/"))
    assert "活动时间" in page
    assert browser.get("/work/intake/new/nothing/").status_code == 404


def test_no_file_is_said_beside_the_field(browser: Client) -> None:
    page = text(browser.post("/work/intake/new/test-lectures/", {}))
    assert "请选择一个或几个文件" in page


def test_one_good_file_from_upload_to_written(browser: Client) -> None:
    page = text(upload(browser, ("讲座.xlsx", xlsx(GOOD))))
    assert "写入 2 行" in page
    assert "宪法讲座" in page
    job = ImportJob.objects.get()
    page = text(browser.post(f"/work/intake/{job.pk}/write/", follow=True))
    assert "写入 2 条。" in page
    assert "可以写入" not in page, "what is written is not said to be writable"
    assert "回到工作台，看接下来做什么" in page
    assert "已写入" in text(browser.get("/work/intake/"))


def test_a_file_of_questions_and_faults(browser: Client) -> None:
    rows = [
        ["2017年统计表"],
        HEAD,
        ["5月3日", "区司法局", "宪法讲座", "300人"],
        ["明天", "区教育局", "民法讲座", 1],
        ["2017-05-09", "区司法局", "<b>禁毒</b>", 3],
    ]
    page = text(upload(browser, ("表<1>.xlsx", xlsx(rows))))
    for shown in (
        "2 个问题等您回答",
        "1 处错误",
        "A4",
        "读不成日期",
        "只导入没有问题的 1 行",
        "&lt;b&gt;禁毒",
    ):
        assert shown in page
    job = ImportJob.objects.get()
    first = job.findings["questions"][0]
    kept = browser.post(
        f"/work/intake/{job.pk}/answers/", {first["key"]: first["suggested"]}, headers={"HX-Request": "true"}
    )
    assert kept.status_code == 204
    page = text(browser.get(f"/work/intake/{job.pk}/"))
    assert "还没有重新检查" in page
    page = text(browser.post(f"/work/intake/{job.pk}/answers/", {"suggested": "on"}, follow=True))
    assert "只导入没有问题的 2 行" in page
    assert "已经回答的" in page
    workbook = browser.get(f"/work/intake/{job.pk}/faults.xlsx")
    assert workbook["Content-Type"].endswith("spreadsheetml.sheet")
    page = text(browser.post(f"/work/intake/{job.pk}/write/", {"only_good": "on"}, follow=True))
    assert "写入 2 条。" in page


def test_columns_are_chosen_on_a_page(browser: Client) -> None:
    rows = [["哪天", "谁办", "讲的啥"], ["2017-05-03", "区司法局", "宪法讲座"]]
    page = text(upload(browser, ("讲座.xlsx", xlsx(rows))))
    assert "哪一列是什么" in page
    job = ImportJob.objects.get()
    address = f"/work/intake/{job.pk}/columns/"
    page = text(browser.post(address, {"s0-included": "on", "s0-from-day": "c0", "s0-from-unit": "="}))
    assert "请填写对所有行都一样的值" in page
    assert "这是必填的列" in page
    filled = {
        "s0-included": "on",
        "s0-from-day": "c0",
        "s0-from-unit": "=",
        "s0-value-unit": "区教育局",
        "s0-from-title": "c2",
    }
    page = text(browser.post(address, filled, follow=True))
    assert "写入 1 行" in page
    assert "没有导入的列：谁办" in page


def test_ten_files_at_once(browser: Client) -> None:
    """Listed with their states; one button writes the ready ones, one leads through the others."""
    files = [
        (f"{n}.xlsx", xlsx([HEAD, [f"2017-05-{n + 1:02}", "区司法局", f"讲座{n}", n]])) for n in range(8)
    ]
    files += [("坏.xlsx", b"PK\x03\x04"), ("问.xlsx", xlsx([HEAD, ["5月3日", "区司法局", "宪法讲座", 3]]))]
    page = text(upload(browser, *files))
    for shown in ("10 个文件", "写入 8 个可以写入的文件", "1 个还要您看一下", "已损坏"):
        assert shown in page
    drop = ImportJob.objects.first().drop  # type: ignore[union-attr]
    page = text(browser.get(f"/work/intake/drops/{drop}/next/", follow=True))
    assert "问.xlsx" in page
    page = text(browser.post(f"/work/intake/drops/{drop}/write/", follow=True))
    assert "写入 8 个文件，共 8 条。" in page
    broken = ImportJob.objects.get(state=JobState.REFUSED)
    assert "怎么办：" in text(browser.get(f"/work/intake/{broken.pk}/"))


def test_a_neighbours_file_does_not_exist(browser: Client) -> None:
    upload(browser, ("讲座.xlsx", xlsx(GOOD)))
    job = ImportJob.objects.get()
    other = Client()
    other.force_login(
        Account.objects.create_user(username="li", password="x", display_name="李四"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for address in ("", "columns/", "rows/", "faults.xlsx"):
        assert other.get(f"/work/intake/{job.pk}/{address}").status_code == 404
    for address in ("write/", "discard/", "answers/", "again/"):
        assert other.post(f"/work/intake/{job.pk}/{address}").status_code == 404
    assert other.get(f"/work/intake/drops/{job.drop}/").status_code == 404
    assert "讲座.xlsx" not in text(other.get("/work/intake/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_fixed_number_of_questions(
    browser: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        upload(browser, (f"{number}.xlsx", xlsx([*GOOD, ["2017-05-06", "区司法局", f"讲座{number}", 1]])))
    with django_assert_num_queries(7):
        browser.get("/work/intake/")


def test_rows_page_by_page_and_putting_aside(browser: Client) -> None:
    rows = [HEAD, *(["2017-05-03", "区司法局", f"讲座第{n}讲", n] for n in range(150))]
    upload(browser, ("讲座.xlsx", xlsx(rows)))
    job = ImportJob.objects.get()
    assert "讲座第149讲" not in text(browser.get(f"/work/intake/{job.pk}/rows/"))
    assert "讲座第149讲" in text(browser.get(f"/work/intake/{job.pk}/rows/?page=2"))
    assert "没有写入任何内容" in text(browser.post(f"/work/intake/{job.pk}/discard/", follow=True))
    assert "已经放弃" in text(browser.get(f"/work/intake/{job.pk}/"))


def test_the_blank_sheet_reads_back(browser: Client) -> None:
    """Its headings are known without asking."""
    data = b"".join(browser.get("/work/intake/new/test-lectures/blank.xlsx"))  # type: ignore[arg-type]
    assert data.startswith(b"PK")


def test_a_sheet_may_be_left_out(browser: Client) -> None:
    """Whatever its columns, a sheet that does not come in holds nothing up."""
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(["2017-05-03", "区司法局", "宪法讲座", 3])
    other = book.create_sheet("另一张")
    other.append(["日期", "单位", "题目"])
    other.append(["明天", "不存在", "x"])
    file = io.BytesIO()
    book.save(file)
    page = text(upload(browser, ("两张.xlsx", file.getvalue())))
    assert "读不成日期" in page
    job = ImportJob.objects.get()
    filled = {"s0-included": "on", "s0-from-day": "c0", "s0-from-unit": "c1", "s0-from-title": "c2"}
    page = text(browser.post(f"/work/intake/{job.pk}/columns/", filled, follow=True))
    assert "写入 1 行" in page
    assert "“另一张”没有导入" in page
