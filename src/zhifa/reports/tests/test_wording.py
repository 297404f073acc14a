"""A report's words are checked against the office's list before it is 定稿 (F140)."""

from __future__ import annotations

import pytest

from zhifa.kernel import clock
from zhifa.ledger.api import Subject, entries_of
from zhifa.publishing.api import WordDraft, WordingUnresolved, keep_word_rule
from zhifa.reports.models import Report
from zhifa.reports.rules.outline import from_text
from zhifa.reports.services import finalise_report, revise_report, start_report
from zhifa.reports.tests.conftest import SINCE, UNTIL, Here


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
