"""A stranger checks a certificate: its holder shows it, the public page says whether it holds, a phone in flight mode checks it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.running import Zhifa
from tests.stories.conftest import NewWalk
from tests.stories.test_anyone import check


def test_a_stranger_checks_a_certificate(walk: NewWalk, site: Zhifa, tmp_path: Path) -> None:
    holder = walk(phone=True)
    holder.sign_in("servant")
    holder.open("/exams/results/")
    holder.step("own-results")
    found = re.search(r"20\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", holder.text())
    assert found is not None, "whoever passed has a certificate"
    holder.page.locator("main h2 a").first.click()
    holder.page.locator("main", has_text="您的回答").first.wait_for()
    holder.step("own-result")
    with holder.page.expect_download() as saved:
        holder.page.click('a[href$="certificate.pdf"]')
    file, edited = tmp_path / "certificate.pdf", tmp_path / "edited.pdf"
    saved.value.save_as(file)
    stranger = walk(phone=True)
    stranger.open("/certificates/")
    stranger.step("check")
    for name, answer in (("无此", "没有查到"), ("许宁", "有效")):
        stranger.page.fill("[name=number]", found.group().lower())
        stranger.page.fill("[name=name]", name)
        stranger.page.click("main button[type=submit]")
        stranger.page.locator("[role=status]", has_text=answer).wait_for()
        stranger.step("known" if answer == "有效" else "unknown")
    assert "国家工作人员学法考试" in stranger.text()
    stranger.open("/verify/")
    with stranger.page.expect_download() as saved:
        stranger.page.click("text=下载核对工具")
    saved.value.save_as(tmp_path / "check.html")
    stranger.context.set_offline(True)
    stranger.page.goto((tmp_path / "check.html").as_uri())
    key = site.command("ledger", "key").stdout.strip().splitlines()[-1]
    assert check(stranger, file, key) == "0"
    assert f"编号（number）：{found.group()}" in stranger.text()
    stranger.step("in flight mode")
    edited.write_bytes(file.read_bytes().replace(b"%PDF-1.", b"%PDF-2.", 1))
    assert check(stranger, edited, key) == "1"
