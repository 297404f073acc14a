"""Anyone: opens the public site, clicks a number, sees definition, composition, evidence and records; reads the law."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.running import ROOT, Zhifa
from tests.stories.conftest import NewWalk, Walk


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


def test_a_stranger_checks_a_report_without_us(walk: NewWalk, site: Zhifa, tmp_path: Path) -> None:
    """From a number to its door, to the checker, to the bundle; then the network is cut. A tampered bundle fails."""
    built = tmp_path / "report"
    site.command(
        "report", "build", "--district", "420103", "--from", "2016-01-01", "--until", "2018-08-24",
        "--template", "article", "--out", str(built),
    )  # fmt: skip
    key = site.command("ledger", "key").stdout.strip().splitlines()[-1]
    visitor = walk(phone=True)
    visitor.open("/figures/outreach.radio_times/?since=2016-01-01&until=2018-08-24")
    assert "330,590" in visitor.text()
    visitor.open("/verify/")
    assert key in visitor.text()
    visitor.step("what is proven")
    with visitor.page.expect_download() as saved:
        visitor.page.click("text=下载核对工具")
    checker = tmp_path / "check.html"
    saved.value.save_as(checker)
    assert checker.read_bytes() == (built / "check.html").read_bytes()

    visitor.context.set_offline(True)
    visitor.page.goto(checker.as_uri())
    visitor.step("checker, offline")
    assert check(visitor, built / "bundle.json", key) == "0"
    page = visitor.text()
    assert "【示例数据·非公文】" in page
    assert "✓ 节目参与人次（2016-01-01 至 2018-08-24）：330590 人次，7 条记录" in page
    assert "个数字依据申报的总数" in page
    visitor.step("everything fits")
    assert check(visitor, built / "bundle.json", "") == "2"

    tampered = tmp_path / "tampered.json"
    tampered.write_bytes(
        (built / "bundle.json").read_bytes().replace(b'"value":"330590"', b'"value":"430590"')
    )
    assert check(visitor, tampered, key) == "1"
    wrong = "× 节目参与人次（2016-01-01 至 2018-08-24）：430590 人次，按记录是 330590"
    assert wrong in visitor.text()
    visitor.step("tampered")

    pub = tmp_path / "district.pub"
    pub.write_text(key + "\n")
    for bundle, status in ((built / "bundle.json", 0), (tampered, 1)):
        done = subprocess.run(
            [sys.executable, "-m", "zhifa_verify", "--key", str(pub), str(bundle)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "verify")}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stdout
    assert wrong in done.stdout


def check(visitor: Walk, bundle: Path, key: str) -> str | None:
    """The verdict of the page on a bundle."""
    visitor.page.evaluate("document.getElementById('result').replaceChildren()")
    visitor.page.set_input_files("#bundle", bundle)
    visitor.page.fill("#key", key)
    visitor.page.click("button[type=submit]")
    visitor.page.wait_for_selector("#verdict")
    return visitor.page.get_attribute("#verdict", "data-status")
