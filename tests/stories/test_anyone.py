"""Anyone: opens the public site, clicks a number, sees definition, composition, evidence and records; reads the law."""

from __future__ import annotations

import json
import urllib.request

from tests.running import Zhifa
from tests.stories.conftest import NewWalk


def test_a_number_is_a_door(walk: NewWalk) -> None:
    visitor = walk()
    visitor.open("/")
    visitor.step("home")
    visitor.open("/figures/?since=2016-01-01&until=2018-08-24")
    visitor.step("figures")
    visitor.page.click("text=330,590")
    page = visitor.text()
    for words in (
        "怎样算出来",
        "人次",
        "分母或范围",
        "去重规则",
        "口径版本",
        "佐证种类",
        "来自哪些记录",
        "7 条",
    ):
        assert words in page
    for channel in ("现场", "广播", "网站", "微信"):
        assert channel in page
    assert "它不证明活动本身是否发生" in page
    visitor.step("door")
    visitor.page.locator("table a").first.click()
    visitor.step("record")


def test_the_same_number_for_a_program(site: Zhifa) -> None:
    address = f"{site.url}/api/v1/figures/outreach.radio_times?since=2016-01-01&until=2018-08-24"
    with urllib.request.urlopen(address) as answer:
        figure = json.load(answer)
    assert figure["value"] == "330590"
    assert figure["unit"] == "person-times"
    assert sum(int(part["value"]) for part in figure["composition"]) == 330_590


def test_the_public_pages_on_a_phone(walk: NewWalk) -> None:
    visitor = walk(phone=True)
    for name, path in (
        ("home", "/"), ("plans", "/plans/"), ("campaigns", "/campaigns/"), ("activities", "/activities/"),
        ("places", "/places/"), ("figures", "/figures/"), ("laws", "/laws/"), ("about", "/about/"),
        ("complaints", "/complaints/"), ("honours", "/honours/"),
    ):  # fmt: skip
        visitor.open(path)
        assert "示例数据·非公文" in visitor.text()
        visitor.step(name)


def test_reading_the_law(walk: NewWalk) -> None:
    reader = walk()
    reader.open("/laws/")
    reader.page.fill("main form[role=search] input[type=text]", "治安管理处罚法")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_load_state()
    reader.page.locator("main a", has_text="治安管理处罚法").first.click()
    reader.page.wait_for_load_state()
    assert "第一条" in reader.text()
    reader.step("statute")


def test_the_workspace_turns_strangers_away(walk: NewWalk) -> None:
    stranger = walk()
    for path in ("/work/", "/work/deeds/", "/work/reports/", "/work/intake/"):
        stranger.page.goto(stranger.site.url + path)
        assert "/accounts/login/" in stranger.page.url
    stranger.step("sign-in")
