"""The head of a unit answers for it: signs the list that the liaison drafted from last year's."""

from __future__ import annotations

from tests.stories.conftest import NewWalk

YEAR = 2020  # between the founding district's last list and today's


def test_the_list_from_call_to_merge(walk: NewWalk) -> None:
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
