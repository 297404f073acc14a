"""The secretary of the joint meeting: agenda, attendance, minutes that units agree to, decisions that return until they are proven."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from docx import Document

from tests.stories.conftest import NewWalk, Walk
from zhifa.kernel import clock


def test_a_meeting_from_its_agenda_to_issued_minutes(walk: NewWalk) -> None:
    clerk, liaison = walk(), walk(phone=True)
    clerk.sign_in("clerk")
    prepare(clerk)
    liaison.sign_in("liaison")
    answer(liaison)
    clerk.page.reload()
    minute(clerk)
    agree_and_issue(walk(), walk())
    liaison.open("/work/inbox/")
    liaison.page.click("main >> text=送法治课进校园 200 次")
    liaison.page.fill("textarea[name=text]", "都办完了")
    liaison.page.check("input[name=claims_done]")
    liaison.page.click("main button:has-text('报告')")
    assert "单位的说明不作证明" in liaison.text()
    assert "办理中" in liaison.text()
    liaison.step("said-done-without-proof")


def prepare(clerk: Walk) -> None:
    """A matter, a meeting of one unit today, its invitation."""
    clerk.open("/work/meetings/")
    assert "江汉区普法工作联席会议" in clerk.text()
    assert "待议题" in clerk.text()
    clerk.step("conference")

    clerk.page.click("main >> text=提出议题")
    clerk.page.fill("input[name=title]", "宪法宣传周活动方案")
    clerk.page.click("main button[type=submit]")
    clerk.page.click("main >> text=安排会议")
    clerk.page.fill("input[name=held_on]", clock.today().isoformat())
    clerk.page.fill("input[name=place]", "区政府三楼会议室")
    clerk.page.fill("input[name=chair]", "肖某（副区长）")
    clerk.page.check("input[name=kind][value=partial]")
    clerk.page.get_by_label("区教育局", exact=True).check()
    clerk.step("plan")
    clerk.page.click("main button[type=submit]")
    clerk.page.wait_for_url(re.compile(r"/meetings/pufa/11/$"))
    clerk.page.click("text=通知 1 个参会单位")
    clerk.step("called")


def answer(liaison: Walk) -> None:
    """On a phone: a delegate with authority, and checked in."""
    liaison.open("/work/inbox/")
    liaison.page.click("main >> text=请答复是否参会")
    liaison.page.check("input[name$=state][value=delegate]")
    liaison.page.fill("input[name$=name]", "吴倩")
    liaison.page.fill("input[name$=post]", "普法联络员")
    liaison.page.fill("input[name$=authority]", "分管负责人书面委托")
    liaison.step("answer")
    liaison.page.click("main button:has-text('答复')")
    liaison.page.click("main button:has-text('签到')")
    assert "已签到" in liaison.text()
    liaison.step("checked-in")


def minute(clerk: Walk) -> None:
    """A decision with its proof rule, and the minutes sent round."""
    clerk.page.click("text=会议已召开，转入纪要")
    clerk.page.locator("li", has_text="宪法宣传周活动方案").get_by_role(
        "link", name=re.compile("记结果")
    ).click()
    clerk.page.check("input[name=outcome][value=decided]")
    clerk.page.fill("textarea[name=decision]", "会议同意活动方案。")
    clerk.page.click("main button[type=submit]")
    clerk.page.fill("textarea[name=text]", "送法治课进校园 200 次")
    clerk.page.select_option("select[name=unit]", label="区教育局")
    clerk.page.fill("input[name=due_on]", (clock.today() + timedelta(days=60)).isoformat())
    clerk.page.check("input[name=proof][value=deeds]")
    clerk.page.select_option("select[name=deed_kind]", "campus")
    clerk.page.fill("input[name=at_least]", "200")
    clerk.step("proof-rule")
    clerk.page.click("main button[type=submit]")
    clerk.page.click("text=送参会单位会签")
    assert "委托出席：区教育局 吴倩（普法联络员），委托依据：分管负责人书面委托。" in clerk.text()
    clerk.step("circulated")


def agree_and_issue(head: Walk, lead: Walk) -> None:
    """The unit that attended agrees, the lead issues; the minutes in Word."""
    head.sign_in("head")
    head.open("/work/inbox/")
    head.page.click("main >> text=请会签纪要")
    head.page.click("text=读纪要并会签")
    head.step("countersign")
    head.page.click("main button:has-text('同意，签署')")
    lead.sign_in("lead")
    lead.open("/work/inbox/")
    lead.page.click("main >> text=请签发纪要")
    lead.page.click("main button:has-text('签发纪要')")
    assert "纪要已签发" in lead.text()
    lead.step("issued")
    with lead.page.expect_download() as coming:
        lead.page.click("text=纪要 Word")
    paper = Document(io.BytesIO(coming.value.path().read_bytes()))
    assert any("（一）送法治课进校园 200 次" in paragraph.text for paragraph in paper.paragraphs)


def test_a_false_done_went_back_and_a_true_one_did_not(walk: NewWalk) -> None:
    clerk = walk()
    clerk.sign_in("clerk")
    clerk.open("/work/actions/")
    clerk.step("items")
    clerk.page.click("main >> text=组织反家庭暴力法治讲座 90 场")
    assert "区妇联报办结：讲座已全部办完。单位的说明不作证明。" in clerk.text()
    assert "时限已过，没有证明，退回议程。" in clerk.text()
    clerk.step("false-done")
    clerk.page.click("main .summary-list a:text-is('组织反家庭暴力法治讲座')")
    assert "达到规则，办结" in clerk.text()
    clerk.step("true-done")

    anyone = walk()
    anyone.open("/meetings/")
    anyone.page.click("main >> text=第7次会议纪要")
    assert "督办事项退回：组织反家庭暴力法治讲座 90 场" in anyone.text()
    assert "公开信息" in anyone.text()
    anyone.step("public-minutes")
    anyone.open("/figures/meetings.actions_proven/?since=2016-01-01&until=2018-08-24")
    assert "8" in anyone.text()
    anyone.step("figure")


def test_the_meeting_on_a_phone(walk: NewWalk) -> None:
    clerk = walk(phone=True)
    clerk.sign_in("clerk")
    for name, path in (
        ("conference", "/work/meetings/"), ("meeting", "/meetings/pufa/10/"), ("items", "/work/actions/"),
        ("new-meeting", "/work/meetings/pufa/meetings/new/"),
    ):  # fmt: skip
        clerk.open(path)
        clerk.step(f"phone-{name}")
