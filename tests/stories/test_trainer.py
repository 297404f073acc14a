"""The organiser of a training class: opens it, units sign up, two phones without a network check people in, the counts merge, the
class becomes one record and stands in the figure."""

from __future__ import annotations

import re

from tests.stories.conftest import NewWalk, Walk
from zhifa.kernel import clock

CLASS = re.compile(r"/work/training/[0-9a-f]{16}/$")
TITLE = "法治轮训班（断网签到）"


def planned(organiser: Walk) -> str:
    """A class with one session today, open; its address."""
    page = organiser.page
    organiser.open("/work/training/new/")
    page.fill("#id_title", TITLE)
    page.fill("#id_capacity", "40")
    page.click("main form button[type=submit]")
    page.wait_for_url(CLASS)
    address = page.url.removeprefix(organiser.site.url)
    page.click("main a:has-text('排一课')")
    page.fill("#id_topic", "行政处罚法的新规定")
    page.fill("#id_day", clock.today().isoformat())
    page.fill("#id_starts", "09:00")
    page.fill("#id_ends", "11:00")
    page.click("main form button[type=submit]")
    page.wait_for_url(CLASS)
    page.click("main button:has-text('开放报名')")
    page.get_by_text("已开放报名。").first.wait_for()
    return address


def ticked_without_a_network(phone: Walk, door: str, names: tuple[str, ...], others: str = "") -> None:
    """Names ticked on a phone that has no network any more; handed in, they wait on it."""
    phone.open(door)
    phone.context.set_offline(True)
    for name in names:
        phone.page.get_by_label(name).check()
    if others:
        phone.page.fill("#id_others", others)
    phone.page.click("main form[data-offline-form] button[type=submit]")
    phone.page.locator(".offline-status").get_by_text("已存在本机").wait_for()


def test_two_phones_without_a_network_and_one_record(walk: NewWalk) -> None:
    organiser = walk()
    organiser.sign_in("liaison")
    here = planned(organiser)
    door, session = f"{here}sessions/1/check-in/", f"{here}sessions/1/"
    organiser.open(f"{here}sign-up/")
    for name in ("何建", "吴倩"):
        organiser.page.get_by_label(name).check()
    organiser.page.click("main form button[type=submit]")
    organiser.page.wait_for_url(CLASS)
    other = walk()
    other.sign_in("finance")
    other.open(here)
    other.page.click("main button:has-text('我要报名')")
    other.page.get_by_text("您的报名：已报名").wait_for()
    assert "吴倩" not in other.page.inner_text("main"), "the people of another unit do not show"

    phones = [walk(phone=True), walk(phone=True)]
    for phone in phones:
        phone.sign_in("liaison")
    phones[0].open(door)
    phones[0].step("door")
    ticked_without_a_network(phones[0], door, ("何建", "吴倩"))
    ticked_without_a_network(phones[1], door, ("何建",), "田静 常青街第一社区")
    for phone in phones:
        phone.context.set_offline(False)
        phone.page.wait_for_url(f"**{session}")

    organiser.open(session)
    told = organiser.page.inner_text("main .summary-list")
    assert re.search(r"报名\s+3 人", told)
    assert re.search(r"到课\s+3 人次", told), "何建 stood on both phones and is one"
    assert re.search(r"报了名没有来\s+1 人", told)
    organiser.step("merged")
    organiser.open(here)
    organiser.page.click("main button:has-text('结班')")
    organiser.page.get_by_text("已结班，履职记录已提交").first.wait_for()
    organiser.step("closed")
    record = organiser.page.get_attribute("main .summary-list a[href*='/work/deeds/']", "href") or ""
    for who in ("head", "clerk"):
        judge = walk()
        judge.sign_in(who)
        judge.open(record)
        judge.page.click("main button[name=confirm]")
        judge.page.wait_for_load_state()
    today = clock.today().isoformat()
    judge.open(f"/figures/learning.attendances/?since={today}&until={today}")
    assert re.search(r"\b3\s*人次", judge.text())
    judge.step("figure")
