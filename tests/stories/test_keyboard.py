"""An exam by keyboard alone, from the list of own exams to the receipt: every step passes WCAG 2.2 AA as far as a program can tell, says
to a screen reader what it shows, and holds in high contrast and large type."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.stories.conftest import NewWalk, Walk
from tests.stories.test_anyone import check

EXAM = "学法考试试用"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def passes(walk: Walk, name: str) -> None:
    """No criterion of WCAG 2.2 A and AA is failed, of whatever impact, and nothing is wider than the screen."""
    walk.must_fit()
    told = Axe().run(walk.page, options={"runOnly": {"type": "tag", "values": list(WCAG)}}).response
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in told["violations"]] == [], name


def press(walk: Walk, wanted: Locator, key: str = "Enter") -> None:
    """Tab to it and press a key."""
    wanted.evaluate("element => element.dataset.wanted = ''")
    walk.tab_to("[data-wanted]")
    wanted.evaluate("element => delete element.dataset.wanted")
    walk.page.keyboard.press(key)


def can_be_installed(page: Page) -> bool:
    """Chromium names nothing that keeps the page from the home screen, but that this window keeps nothing."""
    told = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    return [one["errorId"] for one in told["installabilityErrors"] if one["errorId"] != "in-incognito"] == []


def test_an_exam_by_keyboard_alone(walk: NewWalk, tmp_path: Path) -> None:
    servant = walk()
    page = servant.page
    servant.sign_in("servant3")
    servant.open("/exams/mine/")
    passes(servant, "list")
    press(servant, page.locator("section", has_text=EXAM).get_by_role("link", name="考试").first)
    page.get_by_role("button", name="开始答题").wait_for()
    assert can_be_installed(page)
    passes(servant, "before")
    press(servant, page.get_by_role("button", name="开始答题"))
    page.locator(".sit-question h2", has_text="第 1 题").wait_for()
    passes(servant, "question")
    answer_and_flag(servant)
    look_otherwise(servant)
    press(servant, page.locator(".sit-map").get_by_role("button", name="检查并交卷"))
    page.get_by_text("题没有答完").first.wait_for()
    passes(servant, "review")
    press(servant, page.locator(".sit-acts").get_by_role("button", name="交卷"))
    page.get_by_text("回执已存在本机").wait_for()
    passes(servant, "handed-in")
    receipt = tmp_path / "receipt.json"
    with page.expect_download() as coming:
        press(servant, page.get_by_role("button", name="下载回执"))
    coming.value.save_as(receipt)
    check_in_flight_mode(servant, receipt, tmp_path / "check.html")


def answer_and_flag(servant: Walk) -> None:
    """The options are one group named by the question; the overview says what is answered and flagged."""
    page = servant.page
    group = page.locator(".sit-place").first
    assert group.get_by_role("radio").or_(group.get_by_role("checkbox")).count() > 1
    press(servant, page.locator(".sit-option input").first, "Space")
    page.locator(".sit-saved", has_text="已存服务器 1/1").wait_for()
    flag = page.get_by_role("button", name="标记").first
    press(servant, flag)
    page.locator("button[aria-pressed=true]", has_text="标记").wait_for()
    assert page.locator(".sit-map [aria-label*='标记']").count() == 1


def look_otherwise(servant: Walk) -> None:
    """In the largest type and in high contrast everything is still there."""
    page, size = servant.page, "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(size)
    for _press in range(2):
        press(servant, page.get_by_role("button", name="字号").first)
    assert page.evaluate(size) > before * 1.4
    page.emulate_media(forced_colors="active")
    passes(servant, "large-in-high-contrast")
    page.emulate_media(forced_colors="none")


def check_in_flight_mode(servant: Walk, receipt: Path, checker: Path) -> None:
    """The checker that was downloaded takes the receipt without a network."""
    servant.open("/verify/")
    with servant.page.expect_download() as coming:
        servant.page.click("text=下载核对工具")
    coming.value.save_as(checker)
    servant.context.set_offline(True)
    servant.page.goto(checker.as_uri())
    assert (
        check(servant, receipt, servant.site.command("ledger", "key").stdout.strip().splitlines()[-1]) == "0"
    )
    assert "保存作答 1 次" in servant.text()
    passes(servant, "receipt-in-flight-mode")
