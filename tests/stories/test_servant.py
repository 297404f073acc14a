"""The civil servant: sits an exam on a phone whose network is cut in the middle, goes on, opens the page again without a network, hands in
when it is back, and walks away with a receipt that verifies with the server off; by keyboard alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.running import ROOT
from tests.stories.conftest import NewWalk, Walk

EXAM = "学法考试试用"


def enter(servant: Walk) -> None:
    """From "my exams" to the page on which it is sat, which the browser keeps."""
    servant.open("/exams/mine/")
    servant.page.locator("section", has_text=EXAM).get_by_role("link", name="考试").click()
    servant.page.get_by_text("没有网络也能重新打开本页").wait_for()


def answer_here(servant: Walk) -> None:
    """Answer the question on the screen, whatever its kind."""
    page = servant.page
    for place in page.locator(".sit-place").all():
        if place.locator(".sit-option").count():
            place.locator(".sit-option").first.click()
        else:
            place.locator("input, textarea").first.fill("依法办理")
            place.locator("input, textarea").first.blur()


def saved(servant: Walk, words: str) -> None:
    """Wait until the page says where the answers are."""
    servant.page.locator(".sit-state", has_text=words).wait_for()


def test_an_exam_through_a_cut_network(walk: NewWalk, tmp_path: Path) -> None:
    servant = walk(phone=True)
    page = servant.page
    servant.sign_in("servant")
    enter(servant)
    servant.step("before")
    page.get_by_role("button", name="开始答题").click()
    page.locator(".sit-question").wait_for()
    answer_here(servant)
    saved(servant, "已存服务器 1/1")
    servant.step("answered")

    # The network goes; ten minutes pass on the phone.
    servant.context.set_offline(True)
    for _ in range(3):
        page.get_by_role("button", name="下一题").click()
        answer_here(servant)
    saved(servant, "断网")
    page.locator(".sit-saved", has_text="已存服务器 1/").wait_for()
    servant.step("cut-off")
    page.reload()
    page.locator(".sit-question").wait_for()
    saved(servant, "断网")
    assert page.locator(".sit-question h2").inner_text() == "第 4 题", "it opens where it was left"
    assert page.locator(".sit-place").first.get_attribute("data-saved") == "device"
    page.get_by_role("button", name="标记").click()
    page.locator(".sit-map summary").click()
    servant.step("opened-again-without-a-network")

    # It comes back; what is unanswered stands before the hand-in, and a double click hands in once.
    servant.context.set_offline(False)
    saved(servant, "网络正常")
    page.locator(".sit-map").get_by_role("button", name="检查并交卷").click()
    page.get_by_text("题没有答完").first.wait_for()
    servant.step("review")
    page.locator(".sit-acts").get_by_role("button", name="交卷").dblclick()
    page.get_by_text("回执已存在本机").wait_for()
    servant.step("handed-in")
    with page.expect_download() as coming:
        page.get_by_role("button", name="下载回执").click()
    receipt = tmp_path / "receipt.json"
    coming.value.save_as(receipt)
    key = tmp_path / "district.pub"
    key.write_text(servant.site.command("ledger", "key").stdout.strip().splitlines()[-1] + "\n")
    done = subprocess.run(
        [sys.executable, "-m", "zhifa_verify", "receipt", "--key", str(key), str(receipt)], cwd=ROOT / "verify", capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    page.reload()
    page.get_by_text("回执已存在本机").wait_for()


def test_answering_by_keyboard_alone_and_a_file_without_a_network(walk: NewWalk) -> None:
    servant = walk()
    page = servant.page
    servant.sign_in("servant2")
    enter(servant)
    servant.tab_to("main button.btn-primary")
    page.keyboard.press("Enter")
    page.locator(".sit-question").wait_for()
    servant.tab_to(".sit-option input")
    page.keyboard.press("Space")
    saved(servant, "已存服务器 1/1")
    servant.tab_to(".sit-foot .btn-primary")
    page.keyboard.press("Enter")
    page.locator("h2", has_text="第 2 题").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "第 2 题", "the focus goes along"
    second = servant.context.new_page()
    second.goto(page.url)
    second.locator("h2", has_text="第 2 题").wait_for()
    servant.context.set_offline(True)
    answer_here(servant)
    second.locator(".sit-saved", has_text="已存本机 2 项").wait_for()
    second.close()
    page.locator(".sit-map").get_by_role("button", name="检查并交卷").click()
    page.locator(".sit-acts").get_by_role("button", name="交卷").click()
    page.get_by_text("还没有交到服务器").wait_for()
    page.locator(".sit-file summary").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="写出离线交卷文件").click()
    servant.step("hand-in-file")
    file = str(coming.value.path())
    page.get_by_role("button", name="先不交").click()
    servant.context.set_offline(False)
    saved(servant, "网络正常")
    servant.open("/exams/hand-in-file/")
    page.set_input_files(
        "main input[type=file]",
        {"name": "x.json", "mimeType": "application/json", "buffer": Path(file).read_bytes()},
    )
    page.click("main form button[type=submit]")
    page.get_by_text("文件里的作答已收下").wait_for()
    servant.step("file-accepted")
