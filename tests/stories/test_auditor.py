"""The auditor: searches the access log, follows the log with nothing but the page of rules, and checks a correction."""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request

from tests.running import Zhifa, until
from tests.stories.conftest import NewWalk
from zhifa.ledger.tests.follower import Follower

CORRECT = """
from zhifa.accounts.api import Account
from zhifa.deeds.api import correct_deed
from zhifa.deeds.api.deed_form import initial_of
from zhifa.deeds.rules.drafts import CountDraft, DeedDraft
from zhifa.deeds.selectors import published_deeds
from zhifa.kernel import clock
from zhifa.people.selectors import actor_of
deed = published_deeds().filter(closed_at__isnull=False, kind="lecture").order_by("-occurred_on").first()
clerk = actor_of(Account.objects.get(username="clerk"), clock.today())
draft = DeedDraft(
    kind=deed.kind, title=deed.title, occurred_on=deed.occurred_on, unit=deed.unit.code, audience=deed.audience,
    area=deed.area.code if deed.area else "",
    counts=tuple(CountDraft(c.measure, c.channel, c.source, c.value + 5, c.method) for c in deed.counts.all()),
)
correct_deed(clerk, deed.key, draft, "签到表漏数五人", now=clock.now())
print(deed.key)
"""


def fetch_from(site: Zhifa):
    def fetch(path: str) -> bytes | None:
        try:
            with urllib.request.urlopen(f"{site.url}/log/{path}") as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            return None

    return fetch


def test_who_looked_at_whom(walk: NewWalk) -> None:
    clerk = walk()
    clerk.sign_in("clerk")
    clerk.open("/work/people/")
    clerk.page.locator("main table a").first.click()
    clerk.page.wait_for_load_state()
    name = clerk.page.inner_text("h1")
    auditor = walk()
    auditor.sign_in("auditor")
    auditor.open("/work/")
    auditor.page.locator("nav a:visible", has_text="查阅记录").first.click()
    auditor.page.wait_for_load_state()
    auditor.step("access-log")
    auditor.page.fill("[name=about]", name)
    auditor.page.select_option("[name=what]", "person")
    auditor.page.click("main form.filters button")
    auditor.page.wait_for_load_state()
    assert "打开人员页面" in auditor.text()
    assert name in auditor.text()
    auditor.step("narrowed")
    auditor.page.fill("[name=about]", "没有这样的人")
    auditor.page.click("main form.filters button")
    auditor.page.wait_for_load_state()
    assert "没有符合条件的查阅记录" in auditor.text()
    auditor.step("nothing-fits")
    clerk.page.goto(clerk.site.url + "/work/lookups/")
    assert "没有这个页面" in clerk.text()
    phone = walk(phone=True)
    phone.sign_in("auditor")
    phone.open("/work/lookups/")
    phone.step("access-log-on-a-phone")
    phone.open("/work/lookups/keeping/")
    phone.step("keeping")


def test_the_log_is_followed_and_a_correction_checked(site: Zhifa) -> None:
    follower = Follower(fetch_from(site), site.command("ledger", "key").stdout.strip())
    before, leaves, _entries = follower.whole_log()
    key = site.manage(CORRECT)
    until(lambda: follower.head().size > before.size, "the correction to be sealed")
    after, grown, entries = follower.whole_log()
    assert follower.extends(before, grown)
    assert grown[: before.size] == leaves
    (index, correction), *_more = [
        (place, entry)
        for place, entry in enumerate(entries)
        if entry and entry["act"] == "deeds.correct_deed" and entry["subject"] == ["deed", key]
    ]
    assert correction["facts"]["reason"] == "签到表漏数五人"
    assert correction["facts"]["before"] != correction["facts"]["after"]
    content = json.dumps(correction, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert follower.includes(after, index, hashlib.sha256(b"\x00" + content).digest())
    withheld = [place for place, entry in enumerate(entries) if entry is None]
    assert withheld, "accounts and people are there by their hashes only"
    assert site.command("ledger", "verify").returncode == 0
