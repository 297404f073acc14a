"""The library's keeper takes in a revised statute, sees beforehand whom it touches, and each owner clears the ripple."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.stories.conftest import NewWalk, Walk
from zhifa.kernel import clock

LAW = "renmintiaojiefa"
# Three campaigns of next year's that make known an article each: two of the office, one of a unit.
CITING = """
from datetime import timedelta
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.laws.api import parse_citations
from zhifa.people.api import Unit
from zhifa.plans.api import CampaignDraft, open_campaign
today, now = clock.today(), clock.now()
lead = Unit.objects.get(name="区教育局").code
for number, title, unit in (("二", "调解自愿宣传", ""), ("四", "调解不收费宣传", ""), ("十", "校园纠纷调解宣传", lead)):
    open_campaign(Actor.system("story"), CampaignDraft(
        f"keeper-{number}", "special", title, today, today + timedelta(400), words=(title,), lead=unit,
        laws=parse_citations(f"《人民调解法》第{number}条", today),
    ), now=now)
print("ok")
"""


def test_a_revised_statute_comes_in_and_its_ripple_is_cleared(walk: NewWalk, tmp_path: Path) -> None:
    keeper, liaison = walk(), walk(phone=True)
    assert keeper.site.manage(CITING) == "ok"
    keeper.sign_in("clerk")
    since = clock.today() + timedelta(60)
    held = keeper.page.request.get(f"{keeper.site.url}/api/v1/laws/{LAW}").json()

    keeper.open("/work/laws/")
    keeper.step("desk")
    keeper.page.click("main >> text=导入法律文本")
    bring(keeper, revised(held, since, tmp_path, without="15"))
    assert "条号有缺（第十五条）" in keeper.text(), "told before anything is kept"
    bring(keeper, revised(held, since, tmp_path))
    for words in ("新版本", "条号连续，没有缺漏和重号", "收录后会触及的引用", "校园纠纷调解宣传", "区教育局"):
        assert words in keeper.text()
    assert "楼上漏水两家争执" in keeper.text(), "a published case cites article 31"
    keeper.step("preview-with-ripple")
    keeper.page.get_by_role("button", name="收录", exact=True).click()
    keeper.page.wait_for_url(f"**/laws/{LAW}/")
    assert "改过的文字" not in keeper.text(), "today the old text stands"

    keeper.open("/work/inbox/")
    keeper.page.click("main >> text=《人民调解法》修改：2 件引用待复核")
    assert "还没有施行" in keeper.text()
    keeper.step("ripple")
    decide(keeper, "调解自愿宣传", "unchanged", "只改了文字，自愿的意思没有变")
    decide(keeper, "调解不收费宣传", "revise")
    keeper.step("decided")
    keeper.open("/work/inbox/")
    assert "《人民调解法》修改" not in keeper.text()

    liaison.sign_in("liaison")
    liaison.open("/work/inbox/")
    liaison.page.click("main >> text=《人民调解法》修改：1 件引用待复核")
    assert "调解自愿宣传" not in liaison.text(), "what others own is theirs"
    decide(liaison, "校园纠纷调解宣传", "retire")
    liaison.step("retired")
    liaison.open("/work/inbox/")
    assert "《人民调解法》修改" not in liaison.text()
    liaison.open(f"/laws/{LAW}/@{since}/")
    assert "改过的文字" in liaison.text()


def revised(held: dict[str, Any], since: date, folder: Path, *, without: str = "") -> Path:
    """The held text as a revision of today would be sent: four articles with other words, in force from a day to come."""
    today = clock.today()
    lines = [
        f"# {held['instrument']['title']}", "2010年8月28日 第十一届全国人民代表大会常务委员会第十六次会议通过",
        f"{today.year}年{today.month}月{today.day}日 全国人民代表大会常务委员会会议修订（示例）", "<!-- INFO END -->",
    ]  # fmt: skip
    chapter = ""
    for one in held["provisions"]:
        if one["key"] == without:
            continue
        if one["chapter"] != chapter:
            chapter = one["chapter"]
            lines.append(f"## {chapter}")
        words = one["text"]
        if one["key"] in ("2", "4", "10", "31"):
            words += "改过的文字。"
        if one is held["provisions"][-1]:
            words = f"本法自{since.year}年{since.month}月{since.day}日起施行。"
        lines.append(f"{one['label']} {words}")
    file = folder / f"人民调解法({today}).md"
    file.write_text("\n\n".join("\n\n".join(line.split("\n")) for line in lines), encoding="utf-8")
    return file


def bring(keeper: Walk, file: Path) -> None:
    """A file and where it comes from, to the preview."""
    keeper.page.set_input_files("input[name=file]", str(file))
    keeper.page.fill("input[name=source]", "示例公报")
    keeper.page.get_by_role("button", name="预览", exact=True).click()
    keeper.page.wait_for_selector("h2:has-text('预览')")


def decide(owner: Walk, title: str, decision: str, remark: str = "") -> None:
    """One thing ticked, what becomes of it, saved."""
    owner.page.get_by_label(title).check()
    owner.page.check(f"input[name=decision][value={decision}]")
    owner.page.fill("[name=remark]", remark)
    owner.page.click("main button:has-text('保存处理')")
    owner.page.wait_for_selector("text=已保存 1 件的处理")
