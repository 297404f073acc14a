"""The minute that wins an office over, as far as it is built: ugly workbooks in, merged with every doubt asked, the
year's report in the office's own outline, and where a number comes from."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.running import Zhifa
from tests.stories.conftest import NewWalk, Walk

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

    # 3. three units have nothing for a node that has passed: one click drafts the 普法提示, citing Article 57
    draft_prompts(clerk)

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


def draft_prompts(clerk: Walk) -> None:
    """The node's misses stand together; one click drafts for all three, and nothing is sent."""
    clerk.open("/work/duties/prompts/?year=2018")  # other stories issue later years
    node = clerk.page.locator("section", has_text="国家安全教育宣传周").filter(has_text="到期未开展").last
    assert "3 项" in node.inner_text()
    clerk.step("missed-node")
    node.get_by_role("button", name="给这 3 项都拟提示").click()
    assert "已拟 3 份，都还没有发出" in clerk.text()
    clerk.page.locator("li", has_text="区科技和经济信息化局").get_by_role(
        "link", name="全民国家安全教育日集中宣传"
    ).click()
    text = clerk.text()
    assert "依据《中华人民共和国法治宣传教育法》第五十七条" in text
    assert "没有已确认的履职记录" in text
    clerk.step("prompt")


def test_a_prompt_is_answered_and_closed(walk: NewWalk) -> None:
    """The clerk signs and sends; the unit receives, says what it will do and what came of it; the clerk closes it."""
    clerk, unit = walk(), walk(phone=True)
    clerk.sign_in("clerk")
    unit.sign_in("liaison")
    clerk.open("/work/duties/prompts/?year=2018")
    drafted = clerk.page.locator("section[aria-labelledby=prompts-title] li", has_text="区教育局 ")
    if not drafted.count():
        missed = clerk.page.locator(
            "section[aria-labelledby=misses-title] li", has_text="全民国家安全教育日集中宣传"
        )
        missed.filter(has_text="区教育局").get_by_role("button", name="拟提示").click()
    else:
        drafted.get_by_role("link").first.click()
    assert "拟稿，未发出" in clerk.text()
    clerk.page.click("main button:has-text('签发并发给单位')")
    assert "普法提示〔20" in clerk.text()
    clerk.step("sent")

    unit.open("/work/inbox/")
    unit.page.click("main >> text=普法提示待反馈：全民国家安全教育日集中宣传")
    unit.page.get_by_role("button", name="签收").click()
    unit.page.fill("textarea[name=words]", "补办一次国家安全法讲座")
    unit.page.get_by_role("button", name="报改进措施").click()
    unit.page.fill("textarea[name=words]", "已补办，记录已报送")
    unit.step("answers")
    unit.page.get_by_role("button", name="反馈结果").click()

    clerk.page.reload()
    assert "补办一次国家安全法讲座" in clerk.text()
    closing = clerk.page.locator("form", has=clerk.page.locator("input[value=close]"))
    closing.locator("textarea").fill("同意办结")
    closing.get_by_role("button").click()
    assert "已办结" in clerk.text()
    assert "错过到反馈" in clerk.text()
    clerk.step("closed")
