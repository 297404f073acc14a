"""A resident on a phone asks in plain words and sees the law in force, a case like it, and what to do next; nothing is kept."""

from __future__ import annotations

from tests.stories.conftest import NewWalk

QUESTION = "同事借我钱不还怎么办"


def test_a_resident_asks_on_a_phone(walk: NewWalk) -> None:
    resident = walk(phone=True)
    resident.site.command("search", "--rebuild")
    resident.open("/")
    resident.step("the box on the home")
    resident.tab_to("#ask")
    resident.page.keyboard.type(QUESTION)
    resident.page.keyboard.press("Enter")
    resident.page.wait_for_selector("#provisions")
    assert resident.page.url == f"{resident.site.url}/ask/", "the question stands in no address"
    page = resident.text()
    assert "《民法典》第六百" in page, "the code's chapter on loans is among them"
    for words in ("可能适用的条文", "现行有效", "主要涉及", "接下来可以怎么办", "12348"):
        assert words in page
    assert "借给同事的钱没有约定何时还" in page, "a case like it"
    assert "还" in "".join(resident.page.locator("mark").all_inner_texts())
    resident.step("provisions")
    resident.page.click("button:has-text('没解决')")
    resident.page.wait_for_selector("text=谢谢，已经记下")
    resident.page.locator("#provisions ~ ol a").first.click()
    resident.page.wait_for_url("**/laws/**")
    resident.step("the article in its law")


def test_an_article_by_its_number_while_typing(walk: NewWalk) -> None:
    resident = walk(phone=True)
    resident.open("/ask/")
    resident.page.locator("#ask").press_sequentially("mfd1254", delay=40)
    # Every key asks again: what three letters suggest stands there before what the whole word does.
    resident.page.wait_for_selector("#suggested a:has-text('《民法典》第一千二百五十四条')")
    resident.step("suggestions")
    resident.page.locator("#suggested a").first.click()
    resident.page.wait_for_url("**/laws/**")
    assert "从建筑物中抛掷物品" in resident.text()
