"""Real browsers that are killed in mid-answer (SIGKILL), in several tabs, behind the fault proxy; then a second program counts.

`python -m tests.resilience.exams.browsers --kills 200 --seed 7` prints a table and leaves it in tests/out/soak-browsers.md. A claim is what
the page said of a place at the moment at which it was looked at: its answer is on the device, or on the server. Counted are claims that
the tables do not bear out, answers that stand more often than they were given, and positions whose counting answer in the end is
another than the last that the page called kept. All must be 0.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page, sync_playwright
from playwright.sync_api import Error as BrowserGone

from tests.resilience.exams.proxy import FaultProxy
from tests.resilience.exams.recorder import counting
from tests.resilience.exams.staging import Seat, staged
from tests.resilience.soak import OUT
from tests.running import Zhifa, installed, until
from tests.stories.conftest import CHROMIUM
from tests.tables import ask

RATES = (0.0, 0.2, 0.5)  # of the requests that suffer, between two kills
SAVES = """
SELECT s.number, s.device, s.turn, s.position, s.answer FROM sittings_save s JOIN sittings_attempt a ON a.id = s.attempt_id
WHERE a.key = %s ORDER BY s.number
"""
HANDED = """
SELECT handed_at IS NOT NULL, links, (SELECT count(*) FROM ledger_entry WHERE subject_kind = 'exam-attempt' AND subject_key = a.key)
FROM sittings_attempt a WHERE key = %s
"""
SESSION = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
client = Client()
client.force_login(get_user_model().objects.get(pk=%d), backend="django.contrib.auth.backends.ModelBackend")
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
# Choose at a place where one thing is chosen, and say where and what.
CHOOSE = """
share => { const free = [...document.querySelectorAll('.sit-place input[type=radio]:not(:checked)')];
  const box = free[Math.floor(share * free.length)];
  if (!box) return null; box.click(); return [box.closest('.sit-place').dataset.position, box.value] }
"""
# What the page says of the places on the screen where one thing is chosen.
CLAIMS = """
() => [...document.querySelectorAll('.sit-place:has(input[type=radio])')].map(place => [place.dataset.position, place.dataset.saved,
  [...place.querySelectorAll('input:checked')].map(box => box.value)])
"""

GO = """
share => { const all = document.querySelectorAll('.sit-dot'); all[Math.floor(share * Math.min(12, all.length))].click() }
"""


@dataclass
class Claims:
    """What was done and what the page said."""

    given: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # how often an answer was given at a position
    server: Counter[tuple[str, str]] = field(default_factory=Counter)  # the page said: on the server
    kept: dict[str, list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )  # the last kept, then what was given after it
    chosen: set[str] = field(default_factory=set)  # positions answered since the browser was started

    def started_again(self) -> None:
        """The browser was killed; what it shows now is what is kept."""
        self.chosen.clear()

    def chose(self, position: str, letter: str) -> None:
        """An answer is being given; whether it is kept nobody has said."""
        self.given[position, letter] += 1
        self.kept[position].append(letter)
        self.chosen.add(position)

    def heard(self, claims: list[tuple[str, str, list[str]]]) -> None:
        """What a tab says of the places on its screen; another tab may have been answered in since, of which it has not heard."""
        for position, saved, answer in claims:
            if not answer or saved not in ("device", "server"):
                continue
            if saved == "server":
                self.server[position, answer[0]] += 1
            given = self.kept[position]
            if position not in self.chosen:
                self.kept[position] = [answer[0]]
            elif answer[0] in given:
                self.kept[position] = given[len(given) - 1 - given[::-1].index(answer[0]) :]


@dataclass
class Told:
    """What the second program counted."""

    claims: int = 0
    rows: int = 0
    lost: int = 0
    doubled: int = 0
    otherwise: int = 0
    entries: int = 0
    handed: bool = False

    @property
    def is_sound(self) -> bool:
        """Nothing lost, nothing doubled, one hand-in."""
        return not (self.lost or self.doubled or self.otherwise) and self.handed and self.entries == 1


class Killed:
    """One candidate with one browser profile, whose browser is killed again and again."""

    def __init__(self, zhifa: Zhifa, chromium: BrowserType, seat: Seat, proxy: FaultProxy, seed: int) -> None:
        self.zhifa, self.chromium, self.seat, self.proxy = zhifa, chromium, seat, proxy
        self.random = random.Random(seed)
        self.claims = Claims()
        self.profile = Path(tempfile.mkdtemp(prefix="zhifa-profile-"))
        self.process: subprocess.Popen[bytes] | None = None
        self.tabs = 0
        self.cookie = zhifa.manage(SESSION % seat.account)

    def run(self, kills: int) -> Told:
        """Begin without faults, answer and be killed, hand in without faults, count."""
        try:
            page = self._open(1)[0]
            page.get_by_role("button", name="开始答题").click()
            page.locator(".sit-place").wait_for()
            until(
                lambda: page.evaluate("navigator.serviceWorker.controller !== null"),
                "the page to be kept",
                20,
            )
            for _ in range(kills):
                self._kill()
                self.claims.started_again()
                self.proxy.rate = self.random.choice(RATES)
                self._answer(self._open(self.random.choice((1, 1, 2, 3))))
            self._kill()
            self.proxy.rate = 0.0
            self._hand_in()
            return self._counted()
        finally:
            self._kill()
            shutil.rmtree(self.profile, ignore_errors=True)

    def _open(self, tabs: int) -> list[Page]:
        """The browser, started anew on the same profile, at the attempt in so many tabs."""
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={self.profile}",
             "--no-first-run", "--lang=zh-CN", "--accept-lang=zh-CN", "--disable-gpu", "--disable-background-networking", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until(lambda: port_file.exists() and port_file.read_text().strip(), "Chromium", 30)
        port = port_file.read_text().split()[0]
        browser = self.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = browser.contexts[0]
        if (
            self.random.random() < 0.5 or self.proxy.rate == 0
        ):  # else a sign-in that is over, on a page that is kept
            context.add_cookies([{"name": "sessionid", "value": self.cookie, "url": self.proxy.url}])
        self.tabs += tabs - 1
        return [self._tab(context) for _ in range(tabs)]

    def _tab(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(15_000)
        with contextlib.suppress(
            BrowserGone
        ):  # a first navigation may be dropped: the player is then what the profile keeps
            page.goto(f"{self.proxy.url}/exams/sit/{self.seat.attempt}/", wait_until="commit")
        return page

    def _answer(self, pages: list[Page]) -> None:
        """Answer in the tabs until a seeded moment."""
        for page in pages:
            page.locator(".sit-place").wait_for()
        ends = time.monotonic() + self.random.uniform(0.1, 2.0)
        while time.monotonic() < ends:
            page = self.random.choice(pages)
            self.claims.heard(page.evaluate(CLAIMS))
            chosen = page.evaluate(CHOOSE, self.random.random())
            if chosen is not None:
                self.claims.chose(*chosen)
            if self.random.random() < 0.5:
                page.wait_for_timeout(self.random.uniform(0, 120))
                self.claims.heard(page.evaluate(CLAIMS))
            if self.random.random() < 0.4:
                page.evaluate(GO, self.random.random())
                page.wait_for_timeout(30)

    def _kill(self) -> None:
        """SIGKILL to every process of the browser."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None
        (self.profile / "SingletonLock").unlink(missing_ok=True)

    def _hand_in(self) -> None:
        page = self._open(1)[0]
        page.locator(".sit-place").wait_for()
        page.evaluate("document.querySelector('.sit-map').open = true")
        page.locator(".sit-map").get_by_role("button", name="检查并交卷").click()
        page.get_by_role("button", name="交卷").first.dblclick()
        page.locator("h2", has_text="已交卷").wait_for()
        page.get_by_text("回执已存在本机").wait_for()

    def _counted(self) -> Told:
        rows: list[tuple[Any, ...]] = ask(self.zhifa.home, SAVES, self.seat.attempt)
        stand = Counter((position, answer[0]) for _n, _d, _t, position, answer in rows if answer)
        ((handed, links, entries),) = ask(self.zhifa.home, HANDED, self.seat.attempt)
        last = counting(rows)
        return Told(
            claims=self.claims.server.total(),
            rows=len(rows),
            lost=sum(claim not in stand for claim in self.claims.server),
            doubled=sum(max(0, many - self.claims.given[claim]) for claim, many in stand.items()) + abs(links - len(rows)),
            otherwise=sum((last.get(position) or [""])[0] not in letters for position, letters in self.claims.kept.items()),
            entries=entries,
            handed=bool(handed),
        )  # fmt: skip


@dataclass
class Result:
    """One run."""

    seed: int
    seconds: float
    kills: int
    tabs: int
    faults: Counter[str]
    told: Told

    def table(self) -> str:
        """As Markdown."""
        rows = [
            "| fault | times |",
            "|---|---|",
            f"| browser killed (SIGKILL) in mid-answer | {self.kills} |",
            f"| a second or third tab | {self.tabs} |",
        ]
        rows += [f"| request {kind} | {many} |" for kind, many in sorted(self.faults.items())]
        rows += [
            "", f"Seed {self.seed}, {self.kills + sum(self.faults.values())} faults in {self.seconds / 60:.1f} minutes.", "",
            "| counted by the second program | |", "|---|---|",
            f"| times that the page called an answer saved on the server | {self.told.claims} |",
            f"| of these lost | {self.told.lost} |",
            f"| answers that stand more often than they were given | {self.told.doubled} |",
            f"| answers that stand | {self.told.rows} |",
            f"| positions whose counting answer is another than the last that the page called kept | {self.told.otherwise} |",
            f"| entries of the hand-in (a double click) | {self.told.entries} |",
        ]  # fmt: skip
        return "\n".join(rows) + "\n"


def browsers_killed(zhifa: Zhifa, chromium: BrowserType, seat: Seat, kills: int, seed: int) -> Result:
    """One candidate's exam with so many kills."""
    began = time.monotonic()
    with FaultProxy(zhifa.port, seed) as proxy:
        one = Killed(zhifa, chromium, seat, proxy, seed)
        told = one.run(kills)
        return Result(seed, time.monotonic() - began, kills, one.tabs, proxy.faults, told)


def main() -> int:
    """The long form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with installed("browsers") as zhifa, sync_playwright() as playwright:
        words = ("--code", "520199", "--name", "山县", "--admin", "root-zh", "--admin-name", "杨某")
        zhifa.command("init", *words, "--password-stdin", told="Zhi-fa.2026-dudao\n")
        zhifa.start()
        (seat,) = staged(zhifa, 1, "机", minutes=180)
        result = browsers_killed(zhifa, playwright.chromium, seat, chosen.kills, chosen.seed)
    print(result.table())
    (OUT / "soak-browsers.md").write_text(result.table(), "utf-8")
    return 0 if result.told.is_sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
