"""The liaison of a unit: records a lecture on a phone in a few fields, through a cut network, once; sees what it served."""

from __future__ import annotations

import re

import pytest

from tests.running import until
from tests.stories.conftest import OUT, NewWalk, Walk

RECORD = re.compile(r"/work/activities/[0-9a-f]{16}/$")
TITLE = "宪法进机关专题讲座（断网测试）"


def record(liaison: Walk, title: str) -> None:
    """Fill in what must be said."""
    page = liaison.page
    page.fill("#id_title", title)
    page.fill("#id_occurred_on", "2018-05-10")
    page.fill("#id_counts-0-value", "86")


def sent(liaison: Walk, title: str) -> int:
    """How many records of that title the list shows."""
    liaison.open(f"/work/deeds/?q={title}")
    return liaison.page.locator("main table tbody tr", has_text=title).count()


def test_a_lecture_through_a_cut_network(walk: NewWalk) -> None:
    liaison = walk(phone=True)
    liaison.sign_in("liaison")
    liaison.step("work")
    liaison.open("/work/activities/new/")
    liaison.step("form")
    record(liaison, TITLE)
    liaison.context.set_offline(True)
    liaison.page.click("main form[data-offline-form] button[type=submit]")
    status = liaison.page.locator(".offline-status")
    status.get_by_text("已存在本机").wait_for()
    liaison.page.screenshot(path=str(OUT / "liaison" / "00-cut-off.png"))
    liaison.context.set_offline(False)
    liaison.page.wait_for_url(RECORD)
    assert TITLE in liaison.text()
    assert "它服务了" in liaison.text()
    assert "宪法" in liaison.page.locator("section", has_text="它服务了").inner_text(), (
        "a campaign, by its rule"
    )
    liaison.step("served")
    assert sent(liaison, TITLE) == 1


def test_what_was_typed_survives_a_closed_page(walk: NewWalk) -> None:
    liaison = walk(phone=True)
    liaison.sign_in("liaison")
    liaison.open("/work/activities/new/")
    record(liaison, "写到一半的讲座")
    until(lambda: "已存在本机" in liaison.text(), "the draft on the device", 15)
    liaison.open("/work/")
    liaison.open("/work/activities/new/")
    liaison.page.get_by_text("继续上次没写完的").click()
    assert liaison.page.input_value("#id_title") == "写到一半的讲座"
    liaison.step("taken-up-again")


def test_recording_by_keyboard_alone(walk: NewWalk) -> None:
    liaison = walk()
    liaison.open("/accounts/login/")
    liaison.tab_to('form[action$="/liaison/"] button')
    liaison.page.keyboard.press("Enter")
    liaison.page.wait_for_url("**/work/**")
    liaison.open("/work/activities/new/")
    liaison.tab_to("#id_title")
    liaison.page.keyboard.type("只用键盘记录的讲座")
    liaison.tab_to("#id_counts-0-value")
    liaison.page.keyboard.type("40")
    liaison.tab_to("main form[data-offline-form] .form-actions button")
    liaison.step("ready-to-send")
    liaison.page.keyboard.press("Enter")
    liaison.page.wait_for_url(RECORD)
    assert "只用键盘记录的讲座" in liaison.text()


@pytest.mark.parametrize(
    "path", ["/", "/figures/", "/laws/", "/work/", "/work/activities/new/", "/work/deeds/", "/work/plans/"]
)
def test_at_twice_the_size_nothing_is_lost(walk: NewWalk, path: str) -> None:
    """200 % zoom of a desk halves what fits: 640 pixels of layout."""
    reader = walk(viewport={"width": 640, "height": 450})
    if path.startswith("/work/"):
        reader.sign_in("liaison")
    reader.open(path)
    reader.must_fit()
    heading = reader.page.locator("h1")
    assert heading.is_visible()
