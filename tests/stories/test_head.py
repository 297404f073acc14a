"""The head of a unit signs the list that the liaison drafted from last year's; the office takes it on to its publication."""

from __future__ import annotations

from tests.stories.conftest import NewWalk, Walk, gate_step

YEAR = 2020  # between the founding district's last list and today's


def test_the_list_from_call_to_publication(walk: NewWalk) -> None:
    clerk, liaison, head = walk(), walk(phone=True), walk()
    for who, name in ((clerk, "clerk"), (liaison, "liaison"), (head, "head")):
        who.sign_in(name)
    clerk.open(f"/work/duties/call/?year={YEAR}")
    clerk.page.fill("input[name=called_on]", f"{YEAR}-01-06")
    clerk.page.fill("input[name=due_on]", f"{YEAR}-02-20")
    clerk.page.click("main form button[type=submit]")
    clerk.page.wait_for_url(f"**/year/{YEAR}/")

    liaison.open("/work/inbox/")
    liaison.page.click(f"main >> text={YEAR} 年普法责任清单待起草")
    liaison.step("proposals")
    liaison.page.get_by_role("button", name="采用选中的").click()
    assert "上一年清单里有" in liaison.text()
    liaison.step("adopted")
    liaison.page.get_by_role("button", name="送法制审核").click()
    liaison.page.fill("#opinion-words", "法规科李某，无意见")
    liaison.page.get_by_role("button", name="审核通过，送负责人签署").click()
    assert "等本单位负责人签署" in liaison.text()

    head.open("/work/inbox/")
    head.page.click(f"main >> text={YEAR} 年普法责任清单待您签署")
    assert "结合业务宣传《未成年人保护法》" in head.text()
    head.step("reads")
    head.page.click("main button:has-text('签署并报送')")
    assert "已签署并报送区普法办" in head.text()

    clerk.open("/work/inbox/")
    clerk.page.click("main >> text=区教育局报送的责任清单待审核")
    clerk.step("review")
    clerk.page.get_by_role("button", name="审核完毕").click()
    assert "已并入全区清单" in clerk.text()

    lead = walk()
    lead.sign_in("lead")
    issue(clerk, lead)
    publish(clerk, lead, walk)


def issue(clerk: Walk, lead: Walk) -> None:
    """The list was considered; the lead signs it for issue."""
    clerk.open(f"/work/duties/year/{YEAR}/consider/")
    clerk.page.fill("input[name=on]", f"{YEAR}-03-02")
    clerk.page.fill("input[name=record]", "联席会议纪要")
    clerk.step("consider")
    clerk.page.click("main form button[type=submit]")
    clerk.page.wait_for_url(f"**/year/{YEAR}/")
    lead.open("/work/inbox/")
    lead.page.click(f"main >> text={YEAR}年普法责任清单待您签发")
    lead.page.fill("input[name=document_number]", f"江普法〔{YEAR}〕1号")
    lead.page.fill("input[name=issued_on]", f"{YEAR}-03-05")
    lead.page.fill("input[name=effective_on]", f"{YEAR}-03-10")
    lead.page.get_by_role("button", name="看全文并签发").click()
    lead.step("issue")
    lead.page.click(".signature-box button[type=submit]")
    lead.page.wait_for_selector("text=已签发；自生效之日起")


def publish(clerk: Walk, lead: Walk, walk: NewWalk) -> None:
    """Through the gate, until a stranger reads it on a phone."""
    director, deputy, stranger = walk(), walk(), walk(phone=True)
    director.sign_in("clerk2")
    deputy.sign_in("deputy")
    clerk.open("/work/publishing/")
    clerk.page.locator("main a[href*='/publishing/propose/duty-version/']").first.click()
    clerk.page.fill("input[name=title]", f"{YEAR}年责任清单")
    clerk.page.click("main form button[type=submit]")
    clerk.page.wait_for_url("**/work/publishing/*/")
    address = clerk.page.url.removeprefix(clerk.site.url)
    gate_step(clerk, address, "送审", look=False)
    for reviewer in (director, deputy, lead):
        gate_step(reviewer, address, "审核通过", look=False)
    gate_step(director, address, "确定公开", look=False, remarks="责任清单应当主动公开")
    gate_step(clerk, address, "发布", look=False, filing_number=f"示例备〔{YEAR}〕9号")
    stranger.open(f"/duties/?on={YEAR}-06-01")
    assert "结合业务宣传《未成年人保护法》" in stranger.text()
    stranger.step("public-list")
