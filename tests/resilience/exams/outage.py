"""Real minutes without a network, and a power cut in them: whoever answers on has the full score in the end.

Three candidates at once, each with a browser behind a proxy that is cut: for a third of the time, then the network is back; for the whole
time with a power cut in it (SIGKILL, a minute later started again on the same profile without a network), then the network is back; the
same in an exam that is shorter than the outage, whose answers come as a hand-in file. A second program counts what was right.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserType, Page

from tests.resilience.exams.browsers import Killed, killable
from tests.resilience.exams.edits import MARK, Editor
from tests.resilience.exams.recorder import Recorder, recount
from tests.resilience.exams.staging import POINTS, QUESTIONS, staged
from tests.running import Zhifa
from tests.tables import ask

BEFORE = 10  # questions answered with a network
PAUSE = 1 / 30  # of the outage between the power cut and the next start
STAND = """
SELECT o.score, o."full", a.ended, a.late,
  (SELECT count(*) FROM sittings_save s WHERE s.attempt_id = a.id AND s.received_at > a.started_at + %s * interval '1 second')
FROM sittings_attempt a JOIN sittings_outcome o ON o.attempt_id = a.id WHERE a.key = %s
"""
CHOOSE = """
([position, letter]) => document.querySelector(`.sit-place[data-position="${position}"] input[value="${letter}"]`).click()
"""


@dataclass(frozen=True)
class Cut:
    """One outage: how long (seconds), how many minutes the exam has, whether the power goes too, whether a file is handed in."""

    words: str
    seconds: float
    minutes: int
    power: bool = False
    file: bool = False


def outages(minutes: float) -> list[Cut]:
    """What is tried for an outage of so many minutes."""
    whole = minutes * 60
    return [
        Cut(f"{minutes / 3:g} minutes without a network, then it is back", whole / 3, 60),
        Cut(f"{minutes:g} minutes, a power cut in them, then the network is back", whole, 60, power=True),
        Cut(
            f"{minutes:g} minutes, a power cut in them, the exam over meanwhile, by a hand-in file",
            whole, max(1, int(minutes * 5 / 6)), power=True, file=True,
        ),
    ]  # fmt: skip


def through(one: Killed, cut: Cut, folder: Path) -> Iterator[float]:
    """What a candidate does, everything right; yields for how many seconds nothing happens."""
    page = one.begin()
    began = time.monotonic()
    for number in range(1, BEFORE + 1):
        answer(page, one, number)
    page.locator(".sit-state", has_text=f"已存服务器 {BEFORE}/{BEFORE}").wait_for()
    one.proxy.cut = True
    went = time.monotonic()
    rest = range(BEFORE + 1, QUESTIONS + 1)
    pace = cut.seconds * 0.7 / len(rest)  # all are answered before the outage ends
    for number in rest:
        if cut.power and number == rest[len(rest) // 2]:
            one.kill()
            yield cut.seconds * PAUSE
            (page,) = one.open(1)
            page.locator(".sit-state", has_text="断网").wait_for()
        answer(page, one, number)
        yield pace
    yield max(0.0, went + cut.seconds - time.monotonic())
    if cut.file:
        file = written(page, folder)
        one.proxy.cut = False
        page.goto(f"{one.proxy.url}/exams/hand-in-file/")
        page.set_input_files("main input[type=file]", file)
        page.click("main form button[type=submit]")
        page.get_by_text("文件里的作答已收下").wait_for()
    else:
        one.proxy.cut = False
        page.locator(".sit-state", has_text=f"已存服务器 {QUESTIONS}/{QUESTIONS}").wait_for(timeout=60_000)
        one.hand_in(page)
    assert time.monotonic() - began >= cut.seconds


def answer(page: Page, one: Killed, number: int) -> None:
    """What is right at a position, until the page calls it kept on the device."""
    place = f'.sit-place[data-position="{number}"]'
    page.evaluate("number => document.querySelectorAll('.sit-dot')[number - 1].click()", number)
    page.locator(place).wait_for()
    for letter in one.seat.right[str(number)]:
        page.evaluate(CHOOSE, [str(number), letter])
    page.locator(f'{place}:is([data-saved="device"], [data-saved="server"])').wait_for()


def written(page: Page, folder: Path) -> Path:
    """The hand-in file that the player writes without a network."""
    page.evaluate("document.querySelector('.sit-map').open = true")
    page.locator(".sit-map").get_by_role("button", name="检查并交卷").click()
    page.locator(".sit-acts").get_by_role("button", name="交卷").click()
    page.get_by_text("还没有交到服务器").wait_for()
    page.locator(".sit-file summary").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="写出离线交卷文件").click()
    file = folder / "hand-in.json"
    coming.value.save_as(file)
    return file


def cut_off(zhifa: Zhifa, chromium: BrowserType, minutes: float, folder: Path) -> tuple[str, bool]:
    """All outages beside each other; the table, and whether every score was full."""
    cuts = outages(minutes)
    names = [f"断{n}" for n in range(len(cuts))]
    seats = [staged(zhifa, 1, name, cut.minutes, grace=60)[0] for name, cut in zip(names, cuts, strict=True)]
    with contextlib.ExitStack() as stack:
        walking = []
        for n, (cut, seat) in enumerate(zip(cuts, seats, strict=True)):
            one = stack.enter_context(killable(zhifa, chromium, seat, n))
            walking.append([time.monotonic(), through(one, cut, folder)])
        while walking:
            due = min(walking, key=lambda one: one[0])
            time.sleep(max(0.0, due[0] - time.monotonic()))
            pause = next(due[1], None)
            if pause is None:
                walking.remove(due)
            else:
                due[0] = time.monotonic() + pause
    rows, sound = [], True
    for name, cut, seat in zip(names, cuts, seats, strict=True):
        editor = Editor(zhifa, name, 0)
        editor.do(MARK)
        editor.close()
        told = recount(zhifa.home, Recorder(), [seat.attempt], {seat.attempt: seat.right}, POINTS)
        ((score, full, ended, late, after),) = ask(zhifa.home, STAND, cut.seconds, seat.attempt)
        sound &= told.is_sound and score == full == POINTS * QUESTIONS
        how = f"{ended}, late" if late else ended
        rows.append(
            f"| {cut.words} | {cut.minutes} min | {after} of {QUESTIONS} | {how} | {score / 100:g} of {full / 100:g} |"
        )
    head = "| outage | exam | answers that reached the server only after it | ended | score |\n|---|---|---|---|---|"
    return "\n".join([head, *rows]) + "\n", sound
