"""A stranger checks a certificate: its holder shows it, the public page says whether it holds, the file verifies offline."""

from __future__ import annotations

import re

from tests.stories.conftest import NewWalk


def test_a_stranger_checks_a_certificate(walk: NewWalk) -> None:
    holder = walk(phone=True)
    holder.sign_in("servant")
    holder.open("/exams/results/")
    holder.step("own-results")
    found = re.search(r"20\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", holder.text())
    assert found is not None, "whoever passed has a certificate"
    holder.page.locator("main h2 a").first.click()
    holder.page.locator("main", has_text="您的回答").first.wait_for()
    holder.step("own-result")
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
