"""The pages: money is for the office and the finance post; one entry form; nothing public before the gate."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhifa.funding.api import CorrectionDraft, correct_posting, open_item, release_money
from zhifa.funding.models import Posting, Year
from zhifa.funding.tests.conftest import ITEM, NOW, SYSTEM, TODAY, closed, item, paper, worked, year_with
from zhifa.publishing.tests.passing import publish_all

SignedIn = Callable[[str], Client]
DESKS = ("/work/funding/", "/work/funding/2016/", "/work/funding/2016/1/", "/work/funding/2016/1/1/")


def test_who_sees_money(money: Year, browser_of: SignedIn, client: Client) -> None:
    """The district's roles and the finance bureau; another bureau finds neither pages nor figures."""
    for who in ("clerk", "lead", "auditor", "finance"):
        browser = browser_of(who)
        assert [browser.get(page).status_code for page in DESKS] == [200] * 4, who
        assert browser.get("/figures/funding.budget/").status_code == 200
    outsider = browser_of("outsider")
    assert [outsider.get(page).status_code for page in DESKS] == [404] * 4
    assert outsider.get("/figures/funding.budget/").status_code == 404
    assert "普法经费预算" not in outsider.get("/figures/").content.decode()
    assert client.get("/figures/funding.budget/").status_code == 404
    assert client.get("/work/funding/2016/").status_code == 302
    for who in ("lead", "auditor"):
        assert browser_of(who).get("/work/funding/2016/1/new/").status_code == 404
    for page in ("new/", "standard/", "2016/close/", "2016/items/new/"):
        assert browser_of("finance").get(f"/work/funding/{page}").status_code == 404


def test_the_office_opens_a_year_and_the_finance_post_enters_with_a_voucher(
    here: None, browser_of: SignedIn
) -> None:
    office, finance = browser_of("clerk"), browser_of("finance")
    assert "还没有开账" in office.get("/work/funding/").content.decode()
    opened = office.post("/work/funding/new/", {"year": "2016", "finance": "U02"}, follow=True)
    assert "还没有预算项目" in opened.content.decode()
    assert (
        office.post(
            "/work/funding/standard/", {"since": "2016", "per_head": "1", "document": "某办发〔2016〕1号"}
        ).status_code
        == 302
    )
    told = {
        "kind": "publicity", "source": "local", "unit": "U01", "title": "普法宣传专项", "budget": "700000", "control": "stop",
        "document": "某财预〔2016〕8号", "approved_on": "2016-01-20", "aim": "",
    }  # fmt: skip
    assert office.post("/work/funding/2016/items/new/", told).status_code == 302
    page = finance.get("/work/funding/2016/").content.decode()
    for words in ("0.9594", "1.0804", "低于标准", "729,600", "年末户籍人口", "2015-12-31", "统计公报甲"):
        assert words in page, words
    there = "/work/funding/2016/1/new/"
    spent = {
        "stage": "spending",
        "amount": "5000",
        "day": "2016-03-01",
        "paper": "凭证7",
        "purpose": "印制宣传册",
    }
    refused = finance.post(there, spent).content.decode()
    assert "先登记拨付" in refused
    assert "凭证7" in refused
    finance.post(there, {**spent, "stage": "release", "amount": "350000"})
    voucher = SimpleUploadedFile("发票.txt", "发票".encode(), "text/plain")
    assert finance.post(there, {**spent, "uploads": voucher}).status_code == 302
    page = finance.get("/work/funding/2016/1/").content.decode()
    assert "有凭证" in page
    assert "发票.txt" in finance.get("/work/funding/2016/1/3/").content.decode()
    (posting,) = Posting.objects.filter(stage="spending")
    file = finance.get(posting.get_absolute_url()).context["files"][0].url
    fetched = finance.get(file)
    assert fetched.status_code == 200
    assert b"".join(fetched) == "发票".encode()  # type: ignore[arg-type]
    assert browser_of("outsider").get(file).status_code == 404
    finance.post(f"{posting.get_absolute_url()}correct/", {"amount": "4000", "reason": "退回"})
    assert "退回" in finance.get(posting.get_absolute_url()).content.decode()
    assert "没有附" not in finance.get(posting.get_absolute_url()).content.decode()
    assert finance.get("/work/funding/2016/1/?format=xlsx").status_code == 200


def test_a_budget_of_zero_says_so(here: None, browser_of: SignedIn) -> None:
    year_with(2016, "0")
    page = browser_of("clerk").get("/work/funding/2016/").content.decode()
    assert "预算为零" in page
    assert "0.0000" in page


def test_the_rival_definition_stands_beside_growth(here: None, browser_of: SignedIn) -> None:
    for year, budget in ((2015, "600000"), (2016, "700000"), (2017, "1061340")):
        year_with(year, budget)
    page = browser_of("finance").get("/work/funding/").content.decode()
    growth = page[page.index('id="growth"') :]
    assert growth.index("采用") < growth.index("33") < growth.index("不采用") < growth.index("38.45")


def test_money_goes_out_through_the_gate_only(money: Year, client: Client) -> None:
    worked()
    year_with(2017, "800000")
    closed()
    public = ("/funding/2016/", "/api/v1/funding/2016")
    assert [client.get(page).status_code for page in public] == [404, 404]
    assert client.get("/api/v1/funding").json() == []
    publish_all("funding-year")
    page = client.get("/funding/2016/").content.decode()
    for words in ("700,000", "0.9594", "1.0804"):
        assert words in page, words
    for words in ("某印务公司", "普法宣传专项", "第7号", "240,000"):
        assert words not in page, "no item, party, paper or promise"
    told = client.get("/api/v1/funding/2016").json()
    assert [(one["basis"], one["per_head"], one["is_met"]) for one in told["floors"]] == [
        ("年末户籍人口", "1.0804", True), ("年末常住人口", "0.9594", False),
    ]  # fmt: skip
    assert (told["kinds"][0]["budget"], told["kinds"][0]["execution"]) == ("700000.00", "27.14")
    assert "2016" in client.get("/funding/").content.decode()
    assert [client.get(f"/funding/{year}/").status_code for year in (2017, 2018)] == [404, 404]
    correct_posting(SYSTEM, ITEM, 7, CorrectionDraft(Decimal(39_000), "退回一千"), now=NOW)
    page = client.get("/funding/2016/").content.decode()
    assert "退回一千" in page, "a correction that readers see leaves it public"
    assert "189,000" in page


def test_the_inbox_says_what_is_below_the_standard_and_what_is_to_be_closed(
    money: Year, browser_of: SignedIn
) -> None:
    page = browser_of("clerk").get("/work/inbox/").content.decode()
    assert "2016 年普法经费低于人均标准" in page
    assert "0.9594" in page
    assert "请核对并封账：2016 年经费" in page
    closed()
    assert "2016 年" not in browser_of("clerk").get("/work/inbox/").content.decode()


def test_the_pages_cost_the_same_for_one_and_for_three(money: Year, browser_of: SignedIn) -> None:
    browser = browser_of("clerk")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    release_money(SYSTEM, ITEM, paper("10"), now=NOW)
    year_with(2017, "5")
    pages = DESKS[:3]
    for page in pages:
        cost(page)
    before = [cost(page) for page in pages]
    for number in range(3):
        open_item(SYSTEM, 2016, item("100", title=f"项目{number}"), now=NOW)
        release_money(SYSTEM, ITEM, paper("10"), now=NOW)
    year_with(TODAY.year, "5")
    for page in pages:
        cost(page)
    assert [cost(page) for page in pages] == before
