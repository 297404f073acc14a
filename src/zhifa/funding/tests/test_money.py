"""Acts on the real database: what is posted, refused, corrected, closed; two at once; figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from zhifa.figures.api import FigureValue, Range, State, values
from zhifa.funding.api import (
    Control,
    CorrectionDraft,
    ItemDraft,
    Kind,
    Source,
    commit_money,
    correct_posting,
    open_item,
    open_year,
    release_money,
    revise_budget,
    set_standard,
    spend_money,
)
from zhifa.funding.errors import MoneyNotThere, PostingUnclear, YearClosed, YearStands
from zhifa.funding.models import Item, Posting, Year
from zhifa.funding.selectors import effective, sheet_of, standings
from zhifa.funding.tests.conftest import (
    HERE,
    ITEM,
    NOW,
    SYSTEM,
    TODAY,
    account_of,
    closed,
    item,
    paper,
    worked,
    year_with,
)
from zhifa.kernel.errors import NotAllowed, NotFound, Refusal
from zhifa.kernel.registry import ImportTarget, offered
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import PopulationDraft, load_populations
from zhifa.people.models import Population
from zhifa.people.services import correct_population


def figures(*codes: str, until: date = date(2018, 8, 24)) -> dict[str, FigureValue]:
    found = values(SYSTEM, district=HERE, until=until, codes=[f"funding.{code}" for code in codes])
    return {one.code.partition(".")[2]: one for one in found}


def test_the_worked_year(money: Year) -> None:
    worked()
    standing = standings(Item.objects.all())[Item.objects.get().pk]
    assert (standing.budget, standing.released, standing.committed) == (700_000, 350_000, 200_000)
    assert (standing.spent, standing.left, standing.rate) == (190_000, 460_000, Decimal("27.14"))
    acts = [entry.act for entry in entries_of(Subject("funding-item", "2016-1"))]
    assert sorted(acts) == sorted(
        ["funding.open_item", "funding.revise_budget", "funding.revise_budget", "funding.release_money", "funding.commit_money",
         "funding.spend_money", "funding.spend_money"]
    )  # fmt: skip
    told = figures("budget", "released", "committed", "spent", "execution")
    assert {code: one.value for code, one in told.items()} == {
        "budget": Decimal("700000.00"), "released": Decimal("350000.00"), "committed": Decimal("200000.00"),
        "spent": Decimal("190000.00"), "execution": Decimal("27.14"),
    }  # fmt: skip


REFUSED = [
    ("约定超出预算", lambda: commit_money(SYSTEM, ITEM, paper("700000.01"), now=NOW), MoneyNotThere, "超出预算", "多出 0.01 元"),
    ("没有拨就支出", lambda: spend_money(SYSTEM, ITEM, paper("1"), now=NOW), MoneyNotThere, "已拨付", "多出 1.00 元"),
    ("拨付超出预算", lambda: release_money(SYSTEM, ITEM, paper("700001"), now=NOW), MoneyNotThere, "拨付超出预算", ""),
    ("调成负数", lambda: revise_budget(SYSTEM, ITEM, paper("-700001"), now=NOW), MoneyNotThere, "预算不能小于零", ""),
    ("写到厘", lambda: commit_money(SYSTEM, ITEM, paper("1.005"), now=NOW), PostingUnclear, "写到分", ""),
    ("不是数", lambda: commit_money(SYSTEM, ITEM, paper("NaN"), now=NOW), PostingUnclear, "写到分", ""),
    ("为零", lambda: commit_money(SYSTEM, ITEM, paper("0"), now=NOW), PostingUnclear, "不能为零", ""),
    ("负的约定", lambda: commit_money(SYSTEM, ITEM, paper("-5"), now=NOW), PostingUnclear, "大于零", ""),
    ("没有对方", lambda: commit_money(SYSTEM, ITEM, paper("5", party=" "), now=NOW), PostingUnclear, "对方", ""),
    ("没有用途", lambda: spend_money(SYSTEM, ITEM, paper("5", purpose=""), now=NOW), PostingUnclear, "用在什么上", ""),
    ("日子没到", lambda: release_money(SYSTEM, ITEM, paper("5", date(2999, 1, 1)), now=NOW), PostingUnclear, "还没有到", ""),
    ("没有这份合同", lambda: spend_money(SYSTEM, ITEM, paper("5", contract=9), now=NOW), PostingUnclear, "没有这份合同", ""),
    ("没有这个项目", lambda: commit_money(SYSTEM, (2016, 9), paper("5"), now=NOW), NotFound, "没有", ""),
    ("没有这一年", lambda: commit_money(SYSTEM, (2017, 1), paper("5"), now=NOW), NotFound, "没有", ""),
    ("年度再开", lambda: open_year(SYSTEM, 2016, "U02", now=NOW), YearStands, "已经开账", ""),
    ("项目再开", lambda: open_item(SYSTEM, 2016, item("5"), now=NOW), YearStands, "已经有了", ""),
    ("负的预算", lambda: open_item(SYSTEM, 2016, item("-5", title="乙"), now=NOW), PostingUnclear, "不能小于零", ""),
    ("标准为零", lambda: set_standard(SYSTEM, 2016, Decimal(0), "文件", now=NOW), PostingUnclear, "大于零", ""),
]  # fmt: skip


def test_refusals_leave_nothing_behind(money: Year) -> None:
    for says, act, kind, what, why in REFUSED:
        with pytest.raises(kind, match=what) as refused:
            act()
        assert why in refused.value.why, says
    assert Posting.objects.count() == 1


def test_spending_stays_within_its_contract_also_when_either_is_corrected(money: Year) -> None:
    release_money(SYSTEM, ITEM, paper("300000"), now=NOW)
    contract = commit_money(SYSTEM, ITEM, paper("200000"), now=NOW)
    paid = spend_money(SYSTEM, ITEM, paper("150000", contract=contract.number), now=NOW)
    with pytest.raises(MoneyNotThere, match="合同约定"):
        spend_money(SYSTEM, ITEM, paper("50000.01", contract=contract.number), now=NOW)
    with pytest.raises(MoneyNotThere, match="合同约定"):
        correct_posting(SYSTEM, ITEM, paid.number, CorrectionDraft(Decimal(200_001), "记错"), now=NOW)
    with pytest.raises(MoneyNotThere, match="合同约定"):
        correct_posting(SYSTEM, ITEM, contract.number, CorrectionDraft(Decimal(149_999), "合同终止"), now=NOW)
    correct_posting(SYSTEM, ITEM, contract.number, CorrectionDraft(Decimal(150_000), "合同终止"), now=NOW)
    assert standings(Item.objects.all())[contract.item_id].left == 550_000


def test_a_correction_is_a_posting_and_nothing_is_edited(money: Year) -> None:
    wrong = release_money(SYSTEM, ITEM, paper("350000"), now=NOW)
    made = correct_posting(
        SYSTEM, ITEM, wrong.number, CorrectionDraft(Decimal(35_000), "多写一个零"), now=NOW
    )
    wrong.refresh_from_db()
    assert (wrong.amount, made.amount, effective(wrong)) == (350_000, Decimal("-315000.00"), 35_000)
    again = correct_posting(SYSTEM, ITEM, wrong.number, CorrectionDraft(Decimal(0), "没有这笔"), now=NOW)
    assert (again.amount, effective(wrong)) == (Decimal("-35000.00"), 0)
    entry = entries_of(Subject("funding-item", "2016-1"))[-1]
    assert {"act": entry.act, "corrects": entry.facts["corrects"], "reason": entry.facts["reason"]} == {
        "act": "funding.correct_posting", "corrects": wrong.number, "reason": "没有这笔",
    }  # fmt: skip
    for draft, words in (
        (CorrectionDraft(Decimal(5), " "), "理由"),
        (CorrectionDraft(Decimal(0), "再来"), "没有变"),
        (CorrectionDraft(Decimal(-1), "负的"), "小于零"),
    ):
        with pytest.raises(PostingUnclear, match=words):
            correct_posting(SYSTEM, ITEM, wrong.number, draft, now=NOW)
    with pytest.raises(PostingUnclear, match="更正本身"):
        correct_posting(SYSTEM, ITEM, made.number, CorrectionDraft(Decimal(1), "又错"), now=NOW)


def test_control_lets_go_beyond_with_a_reason_or_always(money: Year) -> None:
    for number, control in ((2, Control.WARN), (3, Control.IGNORE)):
        draft = item("100", title=control.value)
        told = ItemDraft(**(vars(draft) | {"control": control}))
        open_item(SYSTEM, 2016, told, now=NOW)
        if control == Control.WARN:
            with pytest.raises(MoneyNotThere, match="须写明理由") as refused:
                commit_money(SYSTEM, (2016, number), paper("101"), now=NOW)
            assert refused.value.field == "reason"
        commit_money(SYSTEM, (2016, number), paper("101", reason="急用"), now=NOW)
    assert [one.is_over for one in standings(Item.objects.order_by("number")).values()].count(True) == 2


def test_a_budget_of_zero_answers_clearly(here: None) -> None:
    year_with(2016, "0")
    year_with(2017, "800000")
    with pytest.raises(MoneyNotThere, match="预算为零") as refused:
        commit_money(SYSTEM, ITEM, paper("5"), now=NOW)
    assert "预算调整" in refused.value.next_step
    told = figures("budget", "execution", "growth", "per_head")
    assert told["growth"].state is State.REFUSED
    assert "基期数值为零" in told["growth"].why
    assert dict(told["per_head"].composition)["2016年 · 年末常住人口 2015-12-31（统计公报甲）"] == 0
    (first,) = [one for one in Year.objects.all() if one.year == 2016]
    assert sheet_of(first).publicity.whole.rate is None  # type: ignore[union-attr]


def test_the_floor_under_two_populations(money: Year) -> None:
    told = figures("per_head")["per_head"]
    assert told.composition == (
        ("2016年 · 年末常住人口 2015-12-31（统计公报甲）", Decimal("0.9594")),
        ("2016年 · 年末户籍人口 2015-12-31（统计公报甲）", Decimal("1.0804")),
    )
    assert told.value == Range(Decimal("0.9594"), Decimal("1.0804"))
    assert [(one.per_head.value, one.is_met) for one in sheet_of(money).floors] == [
        (Decimal("1.0804"), True), (Decimal("0.9594"), False),
    ]  # fmt: skip


def test_a_late_edit_of_a_population_changes_no_closed_year(money: Year) -> None:
    """2016 is closed, 2017 is open; then the population is corrected and another one of 2016 comes in late."""
    year_with(2017, "700000")
    closed()
    before = figures("per_head")["per_head"]
    resident = Population.objects.get(basis="resident")
    correct_population(SYSTEM, resident.pk, 700_000, reason="录入错误", now=NOW)
    late = PopulationDraft(HERE, "census", date(2010, 11, 1), date(2011, 5, 1), 500_000, "普查公报")
    load_populations(SYSTEM, [late], now=NOW)
    set_standard(SYSTEM, 2016, Decimal(2), "新文件", now=NOW)
    after = figures("per_head")["per_head"]

    def of(value: FigureValue, year: int) -> dict[str, object]:
        return {label: part for label, part in value.composition if label.startswith(str(year))}

    assert of(after, 2016) == of(before, 2016)
    assert of(after, 2017) == {
        "2017年 · 人口普查常住人口 2010-11-01（普查公报）": Decimal("1.4000"),
        "2017年 · 年末常住人口 2015-12-31（统计公报甲）": Decimal("1.0000"),
        "2017年 · 年末户籍人口 2015-12-31（统计公报甲）": Decimal("1.0804"),
    }
    money.refresh_from_db()
    sheet = sheet_of(money)
    assert (len(sheet.floors), sheet.per_head, sheet.document) == (2, Decimal(1), "某办发〔2016〕1号")


def test_a_closed_year_takes_corrections_only(money: Year) -> None:
    worked()
    closed()
    for act in (
        lambda: spend_money(SYSTEM, ITEM, paper("5"), now=NOW),
        lambda: open_item(SYSTEM, 2016, item("5", title="乙"), now=NOW),
    ):
        with pytest.raises(YearClosed):
            act()
    with pytest.raises(YearStands, match="已经封账"):
        closed()
    made = correct_posting(SYSTEM, ITEM, 7, CorrectionDraft(Decimal(39_000), "退回一千"), now=NOW)
    assert made.is_after_closing
    with pytest.raises(MoneyNotThere):
        correct_posting(SYSTEM, ITEM, 7, CorrectionDraft(Decimal(400_000), "太多"), now=NOW)


def test_a_year_is_closed_when_it_is_over(money: Year) -> None:
    year_with(TODAY.year, "5")
    with pytest.raises(YearStands, match="还没有过完"):
        closed(TODAY.year)


def test_growth_on_one_definition_and_the_rival_beside_it(here: None) -> None:
    for year, budget in ((2015, "600000"), (2016, "700000"), (2017, "1061340")):
        year_with(year, budget)
    told = figures("growth", "growth_simple")
    assert (told["growth"].value, told["growth_simple"].value) == (Decimal("33.00"), Decimal("38.45"))
    assert told["growth"].composition == (
        ("基期 2015年（元）", Decimal("600000.00")), ("末期 2017年（元）", Decimal("1061340.00")),
    )  # fmt: skip


def test_other_kinds_never_mix_in(money: Year) -> None:
    before = figures("budget", "per_head", "growth")
    for kind in (Kind.LEGAL_AID, Kind.LAWYERS):
        made = open_item(SYSTEM, 2016, item("5000000", kind=kind), now=NOW)
        key = (2016, made.number)
        release_money(SYSTEM, key, paper("90000"), now=NOW)
        spend_money(SYSTEM, key, paper("80000"), now=NOW)
    open_year(SYSTEM, 2017, "U02", now=NOW)
    open_item(SYSTEM, 2017, item("5000000", 2017, Kind.LAWYERS), now=NOW)
    after = figures("budget", "per_head", "growth", "legal_aid", "lawyers")
    for code, was in before.items():
        assert (after[code].value, after[code].composition) == (was.value, was.composition), code
    assert (after["legal_aid"].value, after["lawyers"].value) == (80_000, 80_000)
    sheet = sheet_of(money)
    assert sheet.publicity is not None
    assert sheet.publicity.whole.budget == 700_000
    assert [(one.kind, one.whole.spent) for one in sheet.others] == [
        (Kind.LEGAL_AID, 80_000),
        (Kind.LAWYERS, 80_000),
    ]


def test_by_source(money: Year) -> None:
    open_item(SYSTEM, 2016, item("50000", title="乙", source=Source.HIGHER), now=NOW)
    assert [(source, one.budget) for source, one in sheet_of(money).publicity.by_source] == [  # type: ignore[union-attr]
        (Source.LOCAL, 700_000), (Source.HIGHER, 50_000),
    ]  # fmt: skip
    assert dict(figures("budget")["budget"].composition) == {"本级财政": 700_000, "上级补助": 50_000}


def test_who_may_post(money: Year) -> None:
    for who in ("clerk", "finance"):
        release_money(account_of(who), ITEM, paper("10"), now=NOW)
    for who, refusal in (("lead", NotAllowed), ("auditor", NotAllowed), ("outsider", NotFound)):
        with pytest.raises(refusal):
            release_money(account_of(who), ITEM, paper("10"), now=NOW)
    for act in (
        lambda actor: open_year(actor, 2017, "U02", now=NOW),
        lambda actor: open_item(actor, 2016, item("5", title="乙"), now=NOW),
        lambda actor: set_standard(actor, 2017, Decimal(1), "文件", now=NOW),
    ):
        with pytest.raises(Refusal):
            act(account_of("finance"))


def test_a_population_without_a_date_comes_into_no_register(here: None) -> None:
    """Neither by a sheet, whose column must be filled, nor past it."""
    (sheet,) = [one for one in offered(ImportTarget) if one.code == "populations"]
    assert {"area", "basis", "as_of", "published_on", "source"} <= {
        one.code for one in sheet.columns if one.required
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Population.objects.update(as_of=None)
