"""Words that the office no longer writes: planted slips are found, right words are not, 定稿 waits for a reason (F140)."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.kernel import clock
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, entries_of
from zhifa.reports.errors import WordingUnresolved, WordRuleTaken
from zhifa.reports.models import Report, WordRule
from zhifa.reports.rules.outline import from_text
from zhifa.reports.rules.wording import Rule, findings
from zhifa.reports.services import (
    WordDraft,
    drop_word_rule,
    finalise_report,
    keep_word_rule,
    revise_report,
    start_report,
)
from zhifa.reports.tests.conftest import SINCE, UNTIL, Here

RULES = [
    Rule("法制宣传", "法治宣传", "提法已改"),
    Rule("区质监局", "区市场监管局", "机构改革", since=date(2019, 1, 1)),
    Rule("街道办", "街道办事处"),
    Rule("普法", "", unless=("普法办", "谁执法谁普法")),
]


@pytest.mark.parametrize(
    ("text", "on", "phrases"),
    [
        ("开展法制宣传和法治宣传", date(2018, 1, 1), ["法制宣传"]),
        ("区质监局参加", date(2018, 12, 31), []),
        ("区质监局参加，区质监局总结", date(2019, 1, 1), ["区质监局", "区质监局"]),
        ("各街道办事处和街道办", date(2018, 1, 1), ["街道办"]),
        ("普法办推进“谁执法谁普法”，普法工作", date(2018, 1, 1), ["普法"]),
        ("没有问题的一句话", date(2018, 1, 1), []),
    ],
)
def test_planted_slips_are_found(text: str, on: date, phrases: list[str]) -> None:
    assert [one.phrase for one in findings([text], RULES, on)] == phrases


def test_a_report_is_not_final_past_a_slip_without_a_reason(here: Here) -> None:
    keep_word_rule(here.clerk, WordDraft("法制宣传", "法治宣传", "提法已改"), now=clock.now())
    report = start_report(
        here.clerk, outline="quarter", title="通报", since=SINCE, until=UNTIL, now=clock.now()
    )
    revise_report(
        here.clerk, report.pk, blocks=from_text("开展法制宣传{{法治讲座}}。"), revision=1, now=clock.now()
    )
    page = here.client("clerk").get(f"/work/reports/{report.pk}/").content.decode()
    assert "用语检查" in page
    with pytest.raises(WordingUnresolved) as refusal:
        finalise_report(here.clerk, report.pk, now=clock.now())
    assert "法制宣传" in refusal.value.faults[0].what
    assert refusal.value.faults[0].mend == "法治宣传"
    assert not Report.objects.get().is_final
    finalise_report(here.clerk, report.pk, reason="引用旧文件原文", now=clock.now())
    entry = entries_of(Subject("report", str(report.pk)))[-1]
    assert (entry.facts["wording_left"], entry.facts["reason"]) == (["法制宣传"], "引用旧文件原文")


def test_the_office_keeps_the_list(here: Here) -> None:
    clerk = here.client("clerk")
    clerk.post("/work/reports/words/", {"phrase": "法制宣传", "instead": "法治宣传"})
    assert "法治宣传" in clerk.get("/work/reports/words/").content.decode()
    again = clerk.post("/work/reports/words/", {"phrase": "法制宣传", "instead": "别的"}).content.decode()
    assert "已经有一条" in again
    assert "别的" in again, "what was typed is still there"
    with pytest.raises(WordRuleTaken):
        keep_word_rule(here.clerk, WordDraft("法制宣传"), now=clock.now())
    with pytest.raises(NotAllowed):
        keep_word_rule(here.auditor, WordDraft("别词"), now=clock.now())
    assert here.client("liaison").get("/work/reports/words/").status_code == 404
    kept = WordRule.objects.get().pk
    clerk.post(f"/work/reports/words/{kept}/drop/")
    assert not WordRule.objects.exists()
    acts = [one.act for one in entries_of(Subject("word-rule", str(kept)))]
    assert acts == ["reports.keep_word_rule", "reports.drop_word_rule"]


def test_a_rule_whose_days_are_out_of_order_is_refused(here: Here) -> None:
    answer = here.client("clerk").post(
        "/work/reports/words/", {"phrase": "旧称", "since": "2020-01-01", "until": "2019-01-01"}
    )
    assert "结束日期早于开始日期" in answer.content.decode()
    with pytest.raises(NotFound, match="没有这一条"):
        drop_word_rule(here.clerk, 999, now=clock.now())
