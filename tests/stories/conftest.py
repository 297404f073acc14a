"""What every story stands on: the founding district served as an administrator serves it, and a real browser.

Each step leaves a screenshot under tests/out/stories/, is checked for accessibility, and must not scroll sideways.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.running import ROOT, Zhifa

OUT = ROOT / "tests" / "out" / "stories"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a story."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.story)


@pytest.fixture(scope="session")
def site(demonstration: Zhifa) -> Zhifa:
    """The founding district; the pictures of the last run are gone."""
    shutil.rmtree(OUT, ignore_errors=True)
    return demonstration


@pytest.fixture(scope="module")  # its event loop must be gone before other tests ask the database
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM:
        pytest.skip("no Chromium is installed; `make test` as root installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Walk:
    """One person's way through the site, step by step."""

    page: Page
    site: Zhifa
    story: str

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def open(self, path: str) -> None:
        """Go to an address of the site; it must answer 200."""
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def sign_in(self, username: str) -> None:
        """The one-click sign-in of the demonstration."""
        self.open("/accounts/login/")
        self.page.click(f'form[action$="/{username}/"] button')
        self.page.wait_for_url("**/work/**")

    def step(self, name: str) -> None:
        """A screenshot; no serious fault for people who use assistive technology; nothing wider than the screen."""
        folder = OUT / self.story
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.iterdir())) + 1
        self.page.screenshot(path=str(folder / f"{number:02d}-{name}.png"), full_page=True)
        self.must_fit()
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], f"{self.page.url} ({name})"

    def must_fit(self) -> None:
        """Nothing is wider than the screen."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{self.page.url} scrolls {wide} px sideways"

    def tab_to(self, selector: str) -> None:
        """Press Tab until the first such element has the focus; the focus can be seen there."""
        wanted = self.page.query_selector(selector)
        assert wanted is not None, selector
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("element => element === document.activeElement", wanted):
                assert self.page.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement);"
                    " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
                ), "the focus can be seen"
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def text(self) -> str:
        """What stands on the page."""
        return self.page.inner_text("body")


NewWalk = Callable[..., Walk]


def gate_step(who: Walk, address: str, words: str, *, look: bool = True, **fill: str) -> None:
    """One step of a publication at its address, signed by whoever takes it, looked at unless another story did."""
    who.open(address)
    who.page.locator(".quiet-panel a", has_text=words).first.click()
    for name, value in fill.items():
        who.page.fill(f"[name={name}]", value)
    if who.page.locator("input[name=asked]").count():
        who.page.click("main form button[type=submit]")
    if look:
        who.step(f"sign-{words}")
    who.page.click(".signature-box button[type=submit]")
    who.page.wait_for_url(f"**{address}")


@pytest.fixture
def walk(site: Zhifa, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[NewWalk]:
    """Begins a way: `walk()` at a desk, `walk(phone=True)` on a phone; no page may raise an error in the browser."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    story = request.node.path.stem.removeprefix("test_")

    def begin(
        *, phone: bool = False, at: Zhifa | None = None, viewport: dict[str, int] | None = None
    ) -> Walk:
        context = chromium.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport=viewport or (PHONE if phone else DESK),  # type: ignore[arg-type]
            has_touch=phone, is_mobile=phone, accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return Walk(page, at or site, story)

    yield begin
    for context in contexts:
        context.close()
    assert errors == []
