"""Action items on the real records: a false "done" goes back to the agenda, a true one does not; word counts apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhifa.deeds.api import CountDraft, DeedDraft, confirm_deeds, load_deeds
from zhifa.figures.api import value_of
from zhifa.kernel.clock import Window
from zhifa.kernel.errors import NotAllowed, NotFound, Refusal
from zhifa.kernel.registry import Awaiting, ReminderRule, offered
from zhifa.ledger.api import Subject, entries_of
from zhifa.meetings.api import (
    ActionDraft,
    DecidedDraft,
    HeldDraft,
    evaluate_due,
    load_meetings,
    report_action,
)
from zhifa.meetings.errors import ActionClosed, ActionNotDue, ProofRuleUnclear
from zhifa.meetings.models import ActionItem, Matter, Meeting, Series
from zhifa.meetings.selectors import backlog, rule_of
from zhifa.meetings.services import add_action, decide_line, evaluate_action
from zhifa.meetings.tests.conftest import (
    CODE,
    HERE,
    NOW,
    SYSTEM,
    TODAY,
    account_of,
    held,
    issued,
    key_of,
    matter,
)
from zhifa.publishing.tests.passing import publish_all

DUE = TODAY + timedelta(days=30)
AFTER = DUE + timedelta(days=1)
LECTURES = ActionDraft("办两场法治讲座", "U02", DUE, "deeds", deed_kind="lecture", at_least=Decimal(2))


def action(draft: ActionDraft = LECTURES) -> ActionItem:
    """An action item of issued minutes."""
    matter("宪法宣传")
    meeting = held()
    line = meeting.lines.order_by("-position")[0]
    decide_line(SYSTEM, key_of(meeting), line.pk, "decided", "会议同意。", now=NOW)
    made = add_action(SYSTEM, key_of(meeting), line.pk, draft, now=NOW)
    issued(meeting)
    return made


def lectures(number: int, unit: str = "U02") -> None:
    """Confirmed lectures of a unit, today."""
    counts = (CountDraft("attendances", "onsite", "sign_in", 30),)
    drafts = [
        DeedDraft("lecture", f"宪法讲座{n}", TODAY, unit, "staff", counts=counts) for n in range(number)
    ]
    load_deeds(SYSTEM, drafts, sheet=f"{unit}-{number}", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)


def state_of(made: ActionItem) -> str:
    made.refresh_from_db()
    return str(made.state)


def test_a_false_done_returns_to_the_agenda_and_a_true_one_does_not(conference: str) -> None:
    false, true = action(), action(replace(LECTURES, unit="U03", text="民政两场讲座"))
    lectures(1)
    lectures(2, "U03")
    report_action(account_of("liaison2"), false.pk, "两场都办了", claims_done=True, now=NOW)
    report_action(account_of("liaison3"), true.pk, "两场都办了", claims_done=True, now=NOW)
    assert (state_of(false), state_of(true)) == ("open", "proven")
    assert evaluate_due(SYSTEM, now=NOW, on=AFTER) == 1
    assert evaluate_due(SYSTEM, now=NOW, on=AFTER) == 0
    assert (state_of(false), state_of(true)) == ("returned", "proven")
    back = Matter.objects.get(from_action=false)
    assert list(backlog(Series.objects.get(code=CODE))) == [back]
    assert "报了办结，没有证明" in back.brief
    assert held().lines.get().matter == back
    said = false.evaluations.get(on=AFTER).lines
    assert said[1] == {"say": said[1]["say"], "met": False}
    assert "有 1 条" in said[1]["say"]
    acts = [entry.act for entry in entries_of(Subject("action-item", str(false.pk)))]
    assert acts == ["meetings.report_action", "meetings.evaluate_action", "meetings.evaluate_action"]


def test_what_came_back_is_taken_up_again_and_proof_that_comes_late_closes_it(conference: str) -> None:
    first = action()
    evaluate_due(SYSTEM, now=NOW, on=AFTER)
    meeting = held()
    line = meeting.lines.get()
    decide_line(SYSTEM, key_of(meeting), line.pk, "decided", "继续办理。", now=NOW)
    again = add_action(SYSTEM, key_of(meeting), line.pk, LECTURES, now=NOW)
    issued(meeting)
    assert again.continues == first
    lectures(2)
    evaluate_action(SYSTEM, first.pk, now=NOW, on=AFTER)
    assert state_of(first) == "proven"
    assert "晚于时限" in first.evaluations.latest("pk").lines[-1]["say"]


def test_proof_that_comes_before_the_next_agenda_takes_the_matter_back(conference: str) -> None:
    first = action()
    evaluate_due(SYSTEM, now=NOW, on=AFTER)
    lectures(2)
    report_action(account_of("liaison2"), first.pk, "补办了", claims_done=True, now=NOW)
    assert state_of(first) == "proven"
    assert not backlog(Series.objects.get(code=CODE)).exists()


def test_a_word_is_no_proof_and_is_counted_apart(conference: str) -> None:
    word, silent = (
        action(replace(LECTURES, proof="word")),
        action(replace(LECTURES, proof="word", unit="U03")),
    )
    report_action(account_of("liaison2"), word.pk, "已经转告各校", claims_done=True, now=NOW)
    evaluate_due(SYSTEM, now=NOW, on=AFTER)
    assert (state_of(word), state_of(silent)) == ("word", "returned")
    found = {
        code: value_of(SYSTEM, f"meetings.{code}", district="990001", window=Window(TODAY, TODAY)).value
        for code in (
            "held",
            "actions",
            "actions_proven",
            "actions_word",
            "actions_overdue",
            "actions_open",
            "attended_share",
        )
    }
    assert found == {
        "held": 2, "actions": 2, "actions_proven": 0, "actions_word": 1, "actions_overdue": 1, "actions_open": 0,
        "attended_share": Decimal("66.67"),
    }  # fmt: skip
    with pytest.raises(ActionClosed):
        report_action(account_of("liaison2"), word.pk, "又说一遍", claims_done=True, now=NOW)


def test_a_figure_and_a_published_document_prove(conference: str) -> None:
    figure = action(replace(LECTURES, proof="figure", figure="deeds.attendances", at_least=Decimal(60)))
    paper = action(replace(LECTURES, proof="document", words="第1次会议纪要", unit="U01"))
    lectures(2, "U03")
    publish_all("meeting")
    evaluate_due(SYSTEM, now=NOW, on=AFTER)
    assert (state_of(figure), state_of(paper)) == ("proven", "proven")
    assert "60 人次" in figure.evaluations.get().lines[1]["say"]
    assert "公开 1 条" in paper.evaluations.get().lines[1]["say"]


def test_a_figure_is_asked_of_the_unit_that_owes_the_item(conference: str) -> None:
    rule = replace(LECTURES, proof="figure", figure="outreach.copies", at_least=Decimal(50), of_unit=True)
    of_district, of_unit = action(replace(rule, of_unit=False)), action(rule)
    assert rule_of(of_unit).startswith("测试区教育局的数字“发放普法资料”从会议当日")

    def hand_out(unit: str) -> None:
        copies = (CountDraft("copies", "onsite", "sign_in", 60),)
        load_deeds(
            SYSTEM,
            [DeedDraft("handout", "发资料", TODAY, unit, "residents", counts=copies)],
            sheet=unit,
            now=NOW,
        )
        confirm_deeds(SYSTEM, now=NOW)

    hand_out("U03")
    evaluate_due(SYSTEM, now=NOW, on=AFTER)
    assert (state_of(of_district), state_of(of_unit)) == ("proven", "returned")
    assert "测试区教育局自己的；全区 60。" in of_unit.evaluations.get().lines[1]["say"]
    hand_out("U02")
    report_action(account_of("liaison2"), of_unit.pk, "发了", claims_done=True, now=NOW, on=AFTER)
    assert state_of(of_unit) == "proven"


def test_who_may_report_and_when_it_is_weighed(conference: str) -> None:
    made = action()
    with pytest.raises(NotAllowed):
        report_action(account_of("liaison3"), made.pk, "办了", claims_done=True, now=NOW)
    with pytest.raises(NotFound):
        report_action(account_of("outsider"), made.pk, "办了", claims_done=True, now=NOW)
    with pytest.raises(NotAllowed):
        evaluate_action(account_of("liaison2"), made.pk, now=NOW)
    with pytest.raises(ActionNotDue):
        evaluate_action(account_of("clerk"), made.pk, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"proof": "figure", "figure": "no.such"},
        {"proof": "figure", "figure": "deeds.attendances", "of_unit": True},  # told by source, not by unit
        {"proof": "figure", "figure": "deeds.views"},  # views reach no score, so they prove nothing
        {"deed_kind": "no-such"},
        {"at_least": Decimal(0)},
        {"at_least": None},
        {"proof": "document", "words": "纪"},
        {"proof": "promise"},
    ],
)
def test_a_rule_that_nothing_can_weigh_is_refused(conference: str, wrong: dict[str, object]) -> None:
    matter("甲")
    meeting = held()
    line = meeting.lines.get()
    decide_line(SYSTEM, key_of(meeting), line.pk, "decided", "会议同意。", now=NOW)
    with pytest.raises(ProofRuleUnclear):
        add_action(SYSTEM, key_of(meeting), line.pk, replace(LECTURES, **wrong), now=NOW)  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        add_action(SYSTEM, key_of(meeting), line.pk, replace(LECTURES, due_on=TODAY), now=NOW)


def test_it_waits_for_the_unit_and_is_remembered_before_its_day(conference: str) -> None:
    made = action()
    waiting = {offer.code: offer for offer in offered(Awaiting)}
    items = waiting["actions-to-do"].find(account_of("liaison2"), TODAY)
    assert [(item.title, item.due) for item in items] == [("办两场法治讲座", DUE)]
    assert waiting["actions-to-do"].find(account_of("liaison3"), TODAY) == []
    (rule,) = [one for one in offered(ReminderRule) if one.code == "actions-due"]
    liaison = account_of("liaison2").account_id
    assert [one.account_id for one in rule.find(DUE - timedelta(days=7), 7)] == [liaison]
    evaluate_due(SYSTEM, now=NOW, on=AFTER)
    assert made.returns.count() == 1
    assert waiting["actions-to-do"].find(account_of("liaison2"), TODAY) == []


def test_meetings_of_the_past_are_entered_and_weighed_as_of_their_days(conference: str) -> None:
    old = replace(LECTURES, due_on=date(2018, 6, 30), proof="word")
    past = HeldDraft(
        1,
        date(2018, 3, 30),
        "会议室",
        "赵某",
        (DecidedDraft("甲", "decided", "会议同意。", (old,)),),
        {"U01": HERE},
    )
    (meeting,) = load_meetings(SYSTEM, CODE, [past], now=NOW)
    assert (meeting.state, meeting.is_registered) == ("issued", True)
    assert evaluate_due(SYSTEM, now=NOW, on=date(2018, 7, 1)) == 1
    assert ActionItem.objects.get().closed_on == date(2018, 7, 1)
    assert Meeting.objects.count() == 1
