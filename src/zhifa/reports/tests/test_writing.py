"""The acts: outlines taken in, prose revised, 定稿 frozen and compared; who may do what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from zhifa_verify.check import check

from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import entries_of, verifier_key
from zhifa.reports.errors import (
    ReportAlreadyFinal,
    ReportChangedMeanwhile,
    ReportNotBuildable,
    ReportNotSealed,
)
from zhifa.reports.models import Outline, Report
from zhifa.reports.rules.comparing import changed_figures
from zhifa.reports.rules.outline import from_data, from_text
from zhifa.reports.services import (
    compose,
    ensure_outlines,
    finalise_report,
    revise_report,
    start_report,
    take_outline,
)
from zhifa.reports.services.writing import frozen_of
from zhifa.reports.tests.conftest import SINCE, UNTIL, Here, add_activities


@pytest.fixture
def started(here: Here) -> Report:
    report = start_report(
        here.clerk, outline="quarter", title="上半年通报", since=SINCE, until=UNTIL, now=clock.now()
    )
    text = from_text("= 通报\n\n讲座{{法治讲座}}。\n")
    return revise_report(here.clerk, report.pk, blocks=text, revision=1, now=clock.now())


def acts(report: Report) -> list[str]:
    from zhifa.ledger.api import Subject

    return [entry.act for entry in entries_of(Subject("report", str(report.pk)))]


def test_the_offices_outline_is_taken_in_and_replaced(here: Here, word: Callable[..., bytes]) -> None:
    def write(words: str) -> Callable[[Any], None]:
        return lambda document: document.add_paragraph(words)

    first = take_outline(
        here.clerk,
        title="总结",
        file_name="总结.docx",
        content=word(write("共{{法治讲座}}")),
        now=clock.now(),
    )
    second = take_outline(
        here.clerk,
        title="总结",
        file_name="总结2.docx",
        content=word(write("改为{{法治讲座}}")),
        code=first.code,
        now=clock.now(),
    )
    assert (second.code, second.version) == (first.code, 2)
    assert from_data(Outline.objects.get(pk=first.pk).blocks)[0].text == "共{{法治讲座}}"


def test_shipped_outlines_are_taken_over_once(here: Here) -> None:
    assert ensure_outlines(now=clock.now()) == []
    assert set(Outline.objects.filter(is_shipped=True).values_list("code", flat=True)) == {
        "article",
        "congress",
        "quarter",
    }


def test_a_report_is_written_by_the_office_only(here: Here) -> None:
    with pytest.raises(NotFound):
        start_report_as(here.liaison)
    with pytest.raises(NotAllowed):
        start_report_as(here.auditor)


def start_report_as(actor: Any) -> None:
    from zhifa.reports.selectors import outline_by_code

    outline_by_code(actor, "quarter")
    start_report(actor, outline="quarter", title="通报", since=SINCE, until=UNTIL, now=clock.now())


def test_days_out_of_order_are_refused(here: Here) -> None:
    with pytest.raises(BadInput):
        start_report(here.clerk, outline="quarter", title="通报", since=UNTIL, until=SINCE, now=clock.now())


def test_two_writers_do_not_overwrite_each_other(here: Here, started: Report) -> None:
    with pytest.raises(ReportChangedMeanwhile) as refusal:
        revise_report(here.clerk, started.pk, blocks=from_text("别的文字"), revision=1, now=clock.now())
    assert refusal.value.next_step
    assert from_data(Report.objects.get(pk=started.pk).blocks)[1].text == "讲座{{法治讲座}}。"


def test_final_text_is_frozen_with_its_files(here: Here, started: Report) -> None:
    final = finalise_report(here.clerk, started.pk, now=clock.now())
    assert final.frozen is not None
    assert final.frozen["lines"] == ["通报", "讲座3场。"]
    files = {one.form: one for one in final.files.all()}
    assert set(files) == {"html", "docx", "pdf", "json"}
    assert all(hashlib.sha256(bytes(one.content)).hexdigest() == one.sha256 for one in files.values())
    assert acts(started) == ["reports.start_report", "reports.revise_report", "reports.finalise_report"]
    with pytest.raises(ReportAlreadyFinal):
        revise_report(here.clerk, started.pk, blocks=from_text("改"), revision=2, now=clock.now())


def test_no_final_text_without_its_proof(here: Here, started: Report, settings: Any, tmp_path: Path) -> None:
    """What was recorded a moment ago is sealed first; where that is held up (here: a rehearsal seals nothing) it stays a draft."""
    environment = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(environment, home=tmp_path)
    (tmp_path / "rehearsal").write_text("", "ascii")
    with pytest.raises(ReportNotSealed) as refusal:
        finalise_report(here.clerk, started.pk, now=clock.now())
    assert refusal.value.next_step
    assert not Report.objects.get(pk=started.pk).is_final
    settings.ENVIRONMENT = environment
    final = finalise_report(here.clerk, started.pk, now=clock.now())
    assert check(bytes(final.files.get(form="json").content), verifier_key()).status == 0


def test_final_text_beside_what_the_records_say_later(here: Here, started: Report) -> None:
    final = finalise_report(here.clerk, started.pk, now=clock.now())
    add_activities([("lecture", "补办的讲座", date(2018, 6, 2), 40)])
    today = frozen_of(
        compose(here.clerk, from_data(final.blocks), title=final.title, since=final.since, until=final.until)
    )
    assert final.frozen is not None
    (change,) = changed_figures(final.frozen["figures"], today["figures"])
    assert (change.name, change.before, change.after, change.why) == ("法治讲座", "3场", "4场", "records")


def test_an_incomplete_report_cannot_be_final(here: Here, started: Report) -> None:
    revise_report(here.clerk, started.pk, blocks=from_text("{{没有的数}}"), revision=2, now=clock.now())
    with pytest.raises(ReportNotBuildable):
        finalise_report(here.clerk, started.pk, now=clock.now())
    assert not Report.objects.get(pk=started.pk).is_final
    assert not Report.objects.get(pk=started.pk).files.exists()
