"""The clerk of the district office: opens the year, sees what is late, confirms, follows a figure, prints the report."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document

from tests.stories.conftest import NewWalk, gate_step


def test_the_year_from_plan_to_printed_report(walk: NewWalk) -> None:
    clerk = walk()
    clerk.sign_in("clerk")
    assert "待" in clerk.text()
    clerk.step("work")

    clerk.open("/work/plans/?year=2018")
    assert "2018" in clerk.text()
    clerk.step("year")

    clerk.open("/work/deeds/?state=submitted")
    clerk.step("waiting")

    clerk.open("/figures/outreach.livestream_times?since=2016-01-01&until=2018-08-24".replace("?", "/?"))
    assert "216,490" in clerk.text()
    clerk.step("figure")

    clerk.open("/work/reports/new/")
    clerk.page.select_option("select[name=outline]", "article")
    clerk.page.fill("input[name=title]", "“七五”普法工作报告")
    clerk.page.fill("input[name=since]", "2016-01-01")
    clerk.page.fill("input[name=until]", "2018-08-24")
    clerk.step("new-report")
    clerk.page.click("main button[type=submit]")
    clerk.page.wait_for_url("**/work/reports/*/")
    for words in ("34场", "13次", "7项", "7场", "21.65万人次", "7期", "33.06万人次", "20.82万人次", "6年"):
        assert words in clerk.text(), words
    assert "本报告未涵盖" in clerk.text()
    clerk.step("report")

    with clerk.page.expect_download() as coming:
        clerk.page.click("text=下载 Word")
    printed = Document(str(coming.value.path()))
    text = "\n".join(paragraph.text for paragraph in printed.paragraphs)
    assert "率先垂范 推进责任落实" in text
    with clerk.page.expect_download() as coming:
        clerk.page.click("text=PDF")
    assert io.BytesIO(coming.value.path().read_bytes()).read(4) == b"%PDF"

    clerk.page.locator("a.figure-link", has_text="33.06").click()
    clerk.page.wait_for_url("**/figures/outreach.radio_times/**")
    assert "330,590" in clerk.text()
    clerk.step("door")


def test_a_record_is_confirmed_and_counts(walk: NewWalk) -> None:
    clerk = walk()
    clerk.sign_in("clerk")
    clerk.open("/work/inbox/")
    clerk.step("inbox")
    waiting = clerk.page.locator("main a[href*='/deeds/'], main a[href*='/activities/']")
    if waiting.count() == 0:
        clerk.open("/work/deeds/?state=submitted")
        waiting = clerk.page.locator("main table a")
    waiting.first.click()
    clerk.page.wait_for_load_state()
    clerk.step("one-record")


def test_the_year_on_a_phone(walk: NewWalk) -> None:
    clerk = walk(phone=True)
    clerk.sign_in("clerk")
    for name, path in (
        ("work", "/work/"), ("inbox", "/work/inbox/"), ("deeds", "/work/deeds/"), ("plans", "/work/plans/"),
        ("reports", "/work/reports/"), ("fields", "/work/reports/fields/"), ("intake", "/work/intake/"),
        ("units", "/work/units/"), ("areas", "/work/areas/"), ("people", "/work/people/"), ("gallery", "/gallery/"),
    ):  # fmt: skip
        clerk.open(path)
        clerk.step(f"phone-{name}")


def test_a_report_from_sign_in_to_the_door_by_keyboard_alone(walk: NewWalk) -> None:
    clerk = walk()
    clerk.open("/accounts/login/")
    clerk.tab_to('form[action$="/clerk/"] button')
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/work/**")
    clerk.tab_to('nav a[href="/work/reports/"]:visible')
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/work/reports/")
    clerk.tab_to('main a[href="/work/reports/new/"]:visible')
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/work/reports/new/")
    clerk.tab_to("#id_title")
    clerk.page.keyboard.type("只用键盘写的报告")
    clerk.tab_to("main form .form-actions button")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url(re.compile(r"/work/reports/\d+/$"))
    assert "只用键盘写的报告" in clerk.text()
    clerk.tab_to("article a.figure-link")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/figures/**")
    assert "怎样算出来" in clerk.text()
    clerk.step("door-by-keyboard")


@pytest.mark.parametrize(
    "path",
    [
        "/work/", "/work/inbox/", "/work/reports/", "/work/reports/new/", "/work/reports/fields/", "/work/publishing/words/",
        "/work/reports/outlines/article/", "/work/reports/outlines/quarter/", "/work/trends/", "/work/units/", "/work/intake/",
    ],
)  # fmt: skip
def test_the_offices_pages_at_twice_the_size(walk: NewWalk, path: str) -> None:
    """200 % zoom of a desk halves what fits; the dark colours are read too."""
    clerk = walk(viewport={"width": 640, "height": 450})
    clerk.page.emulate_media(color_scheme="dark")
    clerk.sign_in("clerk")
    clerk.open(path)
    assert clerk.page.locator("h1").is_visible()
    clerk.step(f"large{path.rstrip('/').replace('/', '-')}")


def test_what_is_published_was_reviewed_and_what_is_taken_back_is_gone(walk: NewWalk) -> None:
    """The clerk proposes, three others review, the office publishes; a stranger reads it, and after the withdrawal the notice."""
    clerk, director, deputy, lead = walk(), walk(), walk(), walk()
    for who, name in ((clerk, "clerk"), (director, "clerk2"), (deputy, "deputy"), (lead, "lead")):
        who.sign_in(name)
    clerk.open("/work/publishing/")
    clerk.step("gate")
    clerk.page.locator("main a[href*='/publishing/propose/deed/']").first.click()
    clerk.page.fill("input[name=title]", "故事里的一份公开")
    boxes = clerk.page.locator("input[name=keys]")
    for number in range(1, boxes.count()):
        boxes.nth(number).uncheck()
    clerk.step("propose")
    clerk.page.click("main form button[type=submit]")
    clerk.page.wait_for_url("**/work/publishing/*/")
    address = clerk.page.url.removeprefix(clerk.site.url)
    clerk.step("draft")

    gate_step(clerk, address, "送审")
    for reviewer in (director, deputy, lead):
        reviewer.open("/work/inbox/")
        assert "故事里的一份公开" in reviewer.text()
        gate_step(reviewer, address, "审核通过")
    gate_step(director, address, "确定公开", remarks="属于应当主动公开的普法工作信息")
    clerk.open(address)
    stranger = walk()
    assert (
        stranger.page.goto(f"{clerk.site.url}/publications/{address.rstrip('/').rpartition('/')[2]}/").status
        == 404
    )  # type: ignore[union-attr]
    gate_step(clerk, address, "发布", filing_number="示例备〔2018〕1号")
    clerk.step("published")
    stranger.open(f"/publications/{address.rstrip('/').rpartition('/')[2]}/")
    stranger.step("publication")
    stranger.page.locator("main .card-list a").first.click()
    stranger.page.wait_for_url("**/deeds/*/")
    for words in ("责任单位", "索引号", "示例备〔2018〕1号", "主动公开", "投诉与建议"):
        assert words in stranger.text(), words
    title = stranger.page.inner_text("h1")
    stranger.step("public-record")
    record = stranger.page.url

    gate_step(clerk, address, "停止公开", remarks="数字有误，核实后再公开")
    gone = stranger.page.goto(record)
    assert gone is not None
    assert gone.status == 410
    assert "数字有误，核实后再公开" in stranger.text()
    assert title not in stranger.text()
    stranger.step("withdrawn")
