"""The minute that wins an office over, as far as it is built: ugly workbooks in, merged with every doubt asked, the
year's report in the office's own outline, and where a number comes from."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.running import Zhifa
from tests.stories.conftest import NewWalk

YEAR = 2019


def test_the_minute(site: Zhifa, walk: NewWalk, tmp_path: Path) -> None:
    books = tmp_path / "books"
    told = site.manage(
        "from pathlib import Path\nfrom zhifa.founding.api import ugly_workbooks\n"
        f"paths, planted = ugly_workbooks(Path({str(books)!r}), year={YEAR})\n"
        "print(len(paths), planted.good, planted.times, planted.slips['both_sides'])"
    )
    count, good, times, shared = (int(word) for word in told.split())

    # 1. last year's workbooks of sixty units, ten different ugly shapes, are dropped in
    clerk = walk()
    clerk.sign_in("clerk")
    clerk.open("/work/intake/new/activities/")
    clerk.step("drop-in")
    clerk.page.set_input_files("main input[type=file]", [str(path) for path in sorted(books.iterdir())])
    clerk.page.click("main form[enctype] button[type=submit]")
    clerk.page.wait_for_url("**/work/intake/drops/*/")
    assert f"{count} 个文件" in clerk.text()

    # 2. they are merged: doubles asked, unit slips shown, everything right kept
    for words in ("系统这一列按人次记", "是不是写错了", "好像已经有了"):
        assert words in clerk.text()
    clerk.step("asked")
    clerk.page.get_by_role("button", name="都按建议").click()
    clerk.page.get_by_role("button", name="个可以写入的文件").click()
    assert f"{shared} 个文件与刚写入的内容可能重复" in clerk.text()
    clerk.step("doubles-between-units")
    clerk.page.get_by_role("button", name="都按建议").click()
    clerk.page.get_by_role("button", name="个可以写入的文件").click()
    assert f"已写入 {count} 个文件，共 {good} 条" in clerk.text()
    clerk.step("merged")
    held = site.manage(
        "from zhifa.deeds.api import Count, Deed\nfrom django.db.models import Sum\n"
        f"rows = Deed.objects.filter(occurred_on__year={YEAR})\n"
        "counts = Count.objects.filter(deed__in=rows, measure='attendances')\n"
        "print(rows.count(), counts.aggregate(total=Sum('value'))['total'])"
    )
    assert held == f"{good} {times}", "everything right was kept"

    # 4. the year's report stands in the office's own Word outline
    outline = tmp_path / "我区的提纲.docx"
    document = Document()
    document.add_heading("一、我区法治宣传的做法", level=1)
    document.add_paragraph(
        "三年来，我区举办法治讲座{{法治讲座}}，广播节目《听说法》播出{{法治广播节目}}，线上线下参与{{节目参与人次 | 万}}。"
    )
    document.add_heading("二、下一步打算", level=1)
    document.add_paragraph("再办 12 场。")
    document.save(str(outline))
    clerk.open("/work/reports/outlines/new/")
    clerk.page.fill("input[name=title]", "我区的提纲")
    clerk.page.set_input_files("main input[type=file]", str(outline))
    clerk.page.click("main form[enctype] button[type=submit]")
    clerk.page.get_by_role("link", name="用它写报告").click()
    clerk.page.fill("input[name=title]", "年度报告")
    clerk.page.fill("input[name=since]", "2016-01-01")
    clerk.page.fill("input[name=until]", "2018-08-24")
    clerk.page.click("main button[type=submit]")
    clerk.page.wait_for_url("**/work/reports/*/")
    assert "线上线下参与33.06万人次" in clerk.text()
    assert clerk.page.locator("u.typed-number", has_text="12 场").count() >= 1, "a typed number is underlined"
    clerk.step("own-outline")

    # 5. "33万怎么来的?" → a click: seven episodes, four sources, what was not added and why, sealed since when
    clerk.page.locator("a.figure-link", has_text="33.06").click()
    clerk.page.wait_for_url("**/figures/outreach.radio_times/**")
    page = clerk.text()
    for words in ("330,590", "7 条", "现场", "广播", "网站", "微信", "同一来源未计入", "未确认", "自 20"):
        assert words in page, words
    clerk.step("where-it-comes-from")
