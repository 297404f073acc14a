"""The exam officer: from a spreadsheet of questions to published results. Nobody waits for an hour to pass: once the paper is handed in,
the exam's window is moved back in the database."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import FilePayload

from tests.running import Zhifa
from tests.stories.conftest import NewWalk, Walk
from zhifa.intake.tests.conftest import xlsx
from zhifa.kernel import clock

TOPIC, TITLE = "考务演示", "考务演示考试"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "法律依据", "主题")
STEMS = (
    "甲单位收到群众来信，先做什么？",
    "罚款缴到哪里？",
    "笔录谁签名？",
    "听证由哪个科室组织？",
    "文书几份？",
    "证据怎么存？",
)
GOOD = tuple(
    (
        "单选题",
        f"演示题里，{stem}",
        "这一个",
        "那一个",
        "都不是",
        "另一个",
        "A",
        "《行政处罚法》第五条",
        TOPIC,
    )
    for stem in STEMS
)
SIT = """
from zhifa.kernel import clock
from zhifa.sittings.models import Attempt, Exam
from zhifa.sittings.services.sitting import hand_in_paper, save_answers, start_attempt
from zhifa.sittings.rules.chain import Given
from datetime import timedelta
import json
exam = Exam.objects.get(title=%r)
now = clock.now()
for attempt in Attempt.objects.filter(candidate__exam=exam).order_by("pk")[:2]:
    start_attempt(attempt.key, now=now)
    saves = [Given("a" * 22, turn, str(turn), ("A",), now) for turn in (1, 2, 3)]
    hand_in_paper(attempt.key, saves, now=now)
Exam.objects.filter(pk=exam.pk).update(opens_at=now - timedelta(hours=3), closes_at=now - timedelta(hours=1))
Attempt.objects.filter(candidate__exam=exam, started_at=now).update(started_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
"""


def uploaded(officer: Walk, rows: tuple[tuple[str, ...], ...]) -> None:
    """A spreadsheet of questions; what was read stands on the page."""
    officer.open("/work/exams/import/")
    content: FilePayload = {"name": "题库.xlsx", "mimeType": XLSX, "buffer": xlsx([HEAD, *rows])}
    officer.page.set_input_files("main input[type=file]", content)
    officer.page.click("main form[enctype] button[type=submit]")
    officer.page.wait_for_url(re.compile(r"/work/intake/\d+/$"))


def questions(officer: Walk, other: Walk) -> None:
    """A row without its key is named; then six come in, and another person reads them."""
    page = officer.page
    uploaded(officer, (*GOOD[:5], (*GOOD[5][:6], "", *GOOD[5][7:])))
    assert "没有答案" in officer.text()
    officer.step("a row without a key")
    uploaded(officer, GOOD)
    page.click("main form[action$='/write/'] button")
    page.get_by_text("写入 6 条").wait_for()  # in the bank, where they stand now
    other.sign_in("clerk2")
    other.open(f"/work/exams/?standing=waiting&topic={TOPIC}")
    for box in other.page.locator("main input[name=key]").all():
        box.check()
    other.page.click("main button:has-text('复核通过所选的题')")
    other.page.get_by_text("复核通过 6 道题").wait_for()


def papers(officer: Walk) -> None:
    """Six papers of three of them."""
    page = officer.page
    officer.open("/work/exams/papers/new/")
    page.fill("#id_title", TITLE)
    page.fill("#id_points_single", "10")
    page.select_option("#id_lines-0-kind", "single")
    page.fill("#id_lines-0-count", "3")
    page.select_option("#id_lines-0-topic", TOPIC)
    page.click("main button:has-text('存方案')")
    page.locator("main", has_text="3 题，满分 30 分").wait_for()
    page.fill("#id_count", "6")
    page.click("main button:has-text('出卷并封存')")
    page.locator("main", has_text="期望得分相差").wait_for()
    officer.step("papers of equal difficulty")


def announced(officer: Walk) -> str:
    """An exam over a frozen list, open now; its address."""
    page = officer.page
    officer.open("/work/sittings/new/")
    page.fill("#id_title", TITLE)
    page.fill("#id_source", "考务演示通知")
    page.select_option("#id_organiser", label="区司法局")
    page.select_option("#id_roster", label="试用考试的工作人员（示例）")
    page.select_option("#id_papers_", index=1)
    now = clock.now().astimezone(clock.SHANGHAI)
    page.fill("#id_opens_at", f"{now - timedelta(minutes=2):%Y-%m-%dT%H:%M}")
    page.fill("#id_closes_at", f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    page.fill("#id_minutes", "60")
    page.click("main form button[type=submit]")
    page.locator("main", has_text="发布以前核对").wait_for()
    officer.step("what is frozen")
    page.click("main button:has-text('发布考试，通知考生')")
    page.get_by_text("已发布，名单和试卷已冻结").wait_for()
    here = page.url
    page.click("main a:has-text('考试现场')")
    page.locator("main", has_text="未开始").wait_for()
    officer.step("live view")
    return here


def published(officer: Walk, here: str) -> None:
    """Marked, published, told by unit."""
    page = officer.page
    page.goto(here)
    page.click("main a:has-text('评分和成绩')")
    page.click("main button:has-text('开始评分')")
    page.locator("main", has_text="没有等着评的答案").wait_for()
    page.click("main button:has-text('公布成绩，通知考生')")
    page.locator("main", has_text="考生可以提出异议到").wait_for()
    page.click("main a:has-text('各单位成绩')")
    page.locator("main", has_text="应考 3 人，参考 2 人").wait_for()
    officer.step("results by unit")


def test_from_a_spreadsheet_to_published_results(walk: NewWalk, site: Zhifa) -> None:
    officer = walk()
    officer.sign_in("clerk")
    questions(officer, walk())
    papers(officer)
    here = announced(officer)
    site.manage(SIT % TITLE)
    published(officer, here)
    servant = walk(phone=True)
    servant.sign_in("servant")
    servant.open("/exams/results/")
    assert TITLE in servant.text()
