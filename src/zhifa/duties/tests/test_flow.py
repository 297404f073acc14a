"""A year from call to issue: who does what, what is refused, what the list says on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhifa.documents.api import Document, NumberTaken
from zhifa.duties.errors import (
    LineIncomplete,
    LineNotReviewed,
    MoveNotPossible,
    VersionOutOfOrder,
    YearAlreadyCalled,
)
from zhifa.duties.models import Duty, ListVersion, UnitList
from zhifa.duties.rules.content import difference, read, table
from zhifa.duties.rules.lines import LineDraft
from zhifa.duties.selectors import proposals_for, text_to_sign, version_on
from zhifa.duties.services import (
    CallDraft,
    PowerDraft,
    adopt_proposals,
    call_year,
    finish_review,
    hand_on,
    keep_line,
    load_powers,
    reopen_list,
    review_lines,
)
from zhifa.duties.services.document import docx
from zhifa.duties.tests.conftest import LAW, NOW, SINCE, SYSTEM, account_of, called, issued, law, line, merged
from zhifa.kernel.actor import STRANGER
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.laws.api import DocumentDraft, add_document
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import UnitDraft, load_units, rename_unit


def test_a_line_with_an_empty_field_is_kept_and_not_handed_on(home: None) -> None:
    found, liaison = called(), account_of("liaison")
    keep_line(liaison, found.pk, LineDraft(measure="校园法治讲座"), now=NOW)
    with pytest.raises(LineIncomplete) as refused:
        hand_on(liaison, found.pk, now=NOW)
    (fault,) = refused.value.faults
    for words in ("宣传的法律", "普法对象", "数量", "时间节点", "责任科室", "责任人", "完成凭据", "预期效果"):
        assert words in fault.what
    assert Duty.objects.get().measure == "校园法治讲座"


@pytest.mark.parametrize(
    "empty",
    [
        {"laws": ()}, {"audiences": ()}, {"since": None}, {"until": None}, {"measure": " "}, {"kinds": ()}, {"quantity": None},
        {"node_on": None}, {"section": ""}, {"person": ""}, {"evidence": ()}, {"effect": ""}, {"node_on": date(2019, 1, 1)},
        {"until": date(2019, 1, 1)},
    ],
)  # fmt: skip
def test_each_field_is_wanted(home: None, empty: dict[str, object]) -> None:
    found, liaison = called(), account_of("liaison")
    keep_line(liaison, found.pk, line(**empty), now=NOW)
    with pytest.raises(LineIncomplete):
        hand_on(liaison, found.pk, now=NOW)


def test_a_year_goes_its_way(home: None) -> None:
    found = merged(line())
    version = issued()
    assert [entry.act for entry in entries_of(Subject("duty-list", str(found.pk)))] == [
        "duties.keep_line", "duties.hand_on", "duties.pass_legal", "accounts.sign", "duties.sign_list", "duties.review_lines",
        "duties.merge",
    ]  # fmt: skip
    assert "李某" not in str([entry.facts for entry in entries_of(Subject("duty-list", str(found.pk)))])
    duty = Duty.objects.get(is_current=True)
    assert (duty.unit and duty.unit.code, duty.version, duty.measure) == ("U2", version, "校园法治专题讲座")
    (row,) = table(read(version.content))
    assert row[1:7] == (
        "区教育局",
        "个性责任",
        "《校园法治条例》",
        "青少年",
        "校园法治专题讲座",
        "法治讲座 2 场",
    )


def test_who_may_do_what(home: None) -> None:
    found, other = called(), account_of("other")
    with pytest.raises(YearAlreadyCalled):
        call_year(account_of("clerk"), CallDraft(2018, "又一次", date(2018, 1, 5), date(2018, 2, 5)), now=NOW)
    with pytest.raises(NotAllowed):
        call_year(other, CallDraft(2019, "不行", date(2019, 1, 5), date(2019, 2, 5)), now=NOW)
    with pytest.raises(NotFound):  # another unit's list does not exist for it
        keep_line(other, found.pk, line(), now=NOW)
    keep_line(account_of("liaison"), found.pk, line(), now=NOW)
    with pytest.raises(NotAllowed):
        keep_line(account_of("clerk"), found.pk, line(), now=NOW)
    with pytest.raises(MoveNotPossible):  # nobody reviews what is not signed
        finish_review(account_of("clerk"), found.pk, now=NOW)


def test_of_two_officers_the_second_is_told(home: None) -> None:
    found = merged(line())
    with pytest.raises(MoveNotPossible) as refused:
        finish_review(account_of("second"), found.pk, now=NOW)
    assert "别人" in refused.value.why


def test_what_is_sent_back_says_why_and_comes_back(home: None) -> None:
    found = merged(line())
    reopen_list(account_of("clerk"), found.pk, "条例要修改", now=NOW)
    merged()
    UnitList.objects.filter(pk=found.pk).update(state="review")
    key, clerk = Duty.objects.get(version=None).key, account_of("clerk")
    with pytest.raises(LineNotReviewed):
        review_lines(clerk, found.pk, {key: ("returned", " ")}, now=NOW)
    review_lines(clerk, found.pk, {key: ("returned", "写到条")}, now=NOW)
    assert finish_review(clerk, found.pk, now=NOW).state == "drafting"
    assert UnitList.objects.get(pk=found.pk).signed_text == ""


def test_any_day_gives_the_same_bytes(home: None) -> None:
    found = merged(line())
    first = issued()
    before = (first.content, docx(read(first.content), ""))
    reopen_list(account_of("clerk"), found.pk, "数量调整", now=NOW)
    rename_unit(SYSTEM, "U2", "区教育和体育局", on=date(2018, 6, 1), document="某编〔2018〕2号", now=NOW)
    key = Duty.objects.get(version=None).key
    keep_line(account_of("liaison"), found.pk, line(quantity=3), key=key, now=NOW)
    merged(line(measure="进社区宣讲", node_words=""))
    with pytest.raises(VersionOutOfOrder):
        issued(on=date(2018, 3, 1))
    ListVersion.objects.filter(issued_on=None).delete()
    with pytest.raises(NumberTaken):
        issued(on=date(2018, 7, 1))
    ListVersion.objects.filter(issued_on=None).delete()
    second = issued(on=date(2018, 7, 1), number="测普法〔2018〕9号")
    clerk = account_of("clerk")
    registered = Document.objects.filter(kind="list").order_by("valid_from")
    assert [(one.number, one.valid_until) for one in registered] == [
        ("测普法〔2018〕1号", date(2018, 6, 30)), ("测普法〔2018〕9号", date(2018, 12, 31)),
    ]  # fmt: skip
    assert registered[0].superseded_by == registered[1]
    then, now_ = version_on(clerk, date(2018, 6, 30)), version_on(clerk, date(2018, 7, 1))
    assert then
    assert (then.content, docx(read(then.content), "")) == before
    assert now_ == second
    assert version_on(clerk, date(2018, 2, 28)) is None
    changes = difference(read(first.content), read(second.content))
    assert [(one.how, one.measure) for one in changes] == [
        ("changed", "校园法治专题讲座"),
        ("added", "进社区宣讲"),
    ]
    assert ("数量", "2", "3") in changes[0].fields
    assert ("责任单位", "区教育局", "区教育和体育局") in changes[0].fields
    assert version_on(STRANGER, date(2018, 7, 1)) is None


def test_a_list_proposes_last_years_lines_and_the_common_ones(home: None) -> None:
    merged(line(), line(category="common", measure="宪法学习"))
    issued()
    clerk = account_of("clerk")
    call_year(clerk, CallDraft(2019, "2019年清单", date(2019, 1, 5), date(2019, 2, 5)), now=NOW)
    common = UnitList.objects.get(duty_year__year=2019, unit=None)
    days = {"since": date(2019, 1, 1), "until": date(2019, 12, 31), "node_on": date(2019, 12, 4)}
    keep_line(clerk, common.pk, line(measure="国家安全法宣传", person="", **days), now=NOW)
    mine = UnitList.objects.get(duty_year__year=2019, unit__code="U2")
    proposed = proposals_for(mine, date(2019, 1, 6))
    assert [(one.draft.measure, one.why) for one in proposed] == [
        ("国家安全法宣传", "本年共性责任"), ("校园法治专题讲座", "上一年清单里有"),
    ]  # fmt: skip
    liaison = account_of("liaison")
    made = adopt_proposals(
        liaison, mine.pk, [one.source for one in proposed], today=date(2019, 1, 6), now=NOW
    )
    assert [(one.node_on, one.category) for one in made] == [
        (date(2019, 12, 4), "common"),
        (date(2019, 12, 4), "own"),
    ]
    assert proposals_for(mine, date(2019, 1, 6)) == []


def test_a_list_proposes_the_law_that_the_unit_enforces_and_of_which_it_does_not_speak(home: None) -> None:
    powers = [
        PowerDraft("U2", "校园安全检查", "行政检查", (LAW,)), PowerDraft("U2", "办学许可", "行政许可", ("《民办学校条例》",)),
        PowerDraft("U3", "低保审核", "行政确认", ("《民办学校条例》",)),
    ]  # fmt: skip
    add_document(
        SYSTEM, DocumentDraft("policy_document", "民办学校条例", "某市人大", SINCE, source="公报"), NOW
    )
    load_powers(SYSTEM, powers, now=NOW)
    mine = called()
    [first, second] = proposals_for(mine, date(2018, 1, 6))
    liaison = account_of("liaison")
    [made] = adopt_proposals(liaison, mine.pk, [first.source], today=date(2018, 1, 6), now=NOW)
    assert (made.measure, made.category, [law.label for law in made.laws.all()]) == (
        "宣传《校园法治条例》", "own", [LAW],
    )  # fmt: skip
    assert proposals_for(mine, date(2018, 1, 6)) == [second]
    assert second.draft.measure == "宣传《民办学校条例》"


def test_a_text_changed_while_the_head_reads_is_not_signed(home: None) -> None:
    found = called()
    keep_line(account_of("liaison"), found.pk, line(), now=NOW)
    assert "1．《校园法治条例》。对象：青少年；措施：校园法治专题讲座（法治讲座 2 场）" in text_to_sign(found)
    assert replace(line(), laws=law()).laws[0].label == "《校园法治条例》"
    load_units(SYSTEM, [UnitDraft("U9", "区新局", "government", date(2018, 1, 1))], now=NOW)
