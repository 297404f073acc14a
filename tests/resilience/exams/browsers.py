"""A real browser that is killed in mid-answer (SIGKILL), in several tabs, behind the fault proxy; then a second program counts.

A claim is what the page said of a place at the moment at which it was looked at: its answer is on the device, or on the server. Counted
are claims that the tables do not bear out, answers that stand more often than they were given, and positions whose counting answer in the
end is another than the last that the page called kept. All must be 0. `soak` strikes it among its other faults.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page
from playwright.sync_api import Error as BrowserGone

from tests.resilience.exams.proxy import FaultProxy
from tests.resilience.exams.recorder import counting
from tests.resilience.exams.staging import Seat
from tests.running import Zhifa, until
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
    hand_ins_wrong: int = 0

    @property
    def is_sound(self) -> bool:
        """Nothing lost, nothing doubled, one hand-in."""
        return not (self.lost or self.doubled or self.otherwise or self.hand_ins_wrong)

    def __add__(self, other: Told) -> Told:
        return Told(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    def lines(self) -> list[str]:
        """As rows of a table in Markdown."""
        return [
            f"| in the browser: times that the page called an answer saved on the server | {self.claims} |",
            f"| of these lost | {self.lost} |",
            f"| answers that stand more often than they were given | {self.doubled} |",
            f"| answers that stand | {self.rows} |",
            f"| positions whose counting answer is another than the last that the page called kept | {self.otherwise} |",
            f"| hand-ins by a double click with another number of entries than one | {self.hand_ins_wrong} |",
        ]


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

    def begin(self) -> Page:
        """Begin the attempt without faults; the page is kept on the device from then on."""
        page = self.open(1)[0]
        page.get_by_role("button", name="开始答题").click()
        page.locator(".sit-place").wait_for()
        until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), "the page to be kept", 20)
        return page

    def strike(self) -> None:
        """Kill it; it is started again on the same profile, behind another share of faults, and answered in."""
        self.kill()
        self.claims.started_again()
        self.proxy.rate = self.random.choice(RATES)
        self._answer(self.open(self.random.choice((1, 1, 2, 3))))

    def finished(self) -> Told:
        """Once more killed; hand in without faults, count."""
        self.kill()
        self.proxy.rate = 0.0
        self.hand_in(self.open(1)[0])
        return self._counted()

    def close(self) -> None:
        """Nothing of it is left."""
        self.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    def by_the_way(self) -> Counter[str]:
        """What else happened to the browser's requests."""
        told = Counter({f"request of the browser {kind}": many for kind, many in self.proxy.faults.items()})
        return told + Counter({"a second or third tab of the browser": self.tabs})

    def open(self, tabs: int) -> list[Page]:
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

    def kill(self) -> None:
        """SIGKILL to every process of the browser."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None
        (self.profile / "SingletonLock").unlink(missing_ok=True)

    @staticmethod
    def hand_in(page: Page) -> None:
        """By a double click, until the receipt is on the device."""
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
            hand_ins_wrong=int(not handed or entries != 1),
        )  # fmt: skip


@contextlib.contextmanager
def killable(zhifa: Zhifa, chromium: BrowserType, seat: Seat, seed: int) -> Iterator[Killed]:
    """One candidate's browser behind a proxy of its own, to be killed."""
    with FaultProxy(zhifa.port, seed) as proxy:
        one = Killed(zhifa, chromium, seat, proxy, seed)
        try:
            yield one
        finally:
            one.close()
