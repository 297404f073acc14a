"""The finance post: the floor under every dated population, released and spent, growth on one definition; one voucher entered."""

from __future__ import annotations

from tests.stories.conftest import NewWalk


def test_the_floor_under_two_populations(walk: NewWalk) -> None:
    finance = walk()
    finance.sign_in("finance")
    finance.page.click("nav a[href='/work/funding/']:visible")
    finance.page.wait_for_url("**/work/funding/")
    growth = finance.page.inner_text("#growth")
    assert growth.index("33") < growth.index("45.09"), "the definition used, then its rival"
    assert "不采用" in growth
    finance.step("years")

    finance.page.click("main table >> text=2016")
    floors = finance.page.inner_text("#floor")
    for words in ("年末户籍人口", "1.6386", "年末常住人口", "1.1083", "2015-12-31", "720,000", "封账时的"):
        assert words in floors, words
    finance.step("floor")

    finance.open("/work/funding/2018/1/new/")
    finance.page.check("input[name=stage][value=spending]")
    finance.page.fill("input[name=amount]", "300000")
    finance.page.fill("input[name=paper]", "凭证〔2018〕88")
    finance.page.fill("input[name=purpose]", "印制宪法宣传册")
    finance.page.click("main button[type=submit]")
    assert "支出超出已拨付的钱" in finance.text()
    assert finance.page.input_value("input[name=paper]") == "凭证〔2018〕88", "nothing typed is lost"
    finance.step("refused")
    finance.page.fill("input[name=amount]", "12000.50")
    finance.page.click("main button[type=submit]")
    finance.page.wait_for_url("**/work/funding/2018/1/")
    assert "12,000.5" in finance.text()

    phone = walk(phone=True)
    phone.sign_in("finance")
    phone.open("/work/funding/2018/")
    phone.step("phone-year")
    phone.open("/work/funding/2018/1/")
    phone.step("phone-item")
    liaison = walk()
    liaison.sign_in("liaison")
    assert liaison.page.query_selector("nav a[href='/work/funding/']") is None
    assert liaison.context.request.get(f"{liaison.site.url}/work/funding/2018/").status == 404
