"""The leaders' study: what the list names, what was studied, what is missing by a hand count; the cycle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhifa.deeds.api import CiteDraft, Deed, DeedDraft, record_deed, withdraw_deed
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.laws.api import (
    DocumentDraft,
    ShouldKnowDraft,
    add_document,
    issue_should_know,
    parse_citations,
    should_know_on,
)
from zhifa.learning.selectors.coverage import cycle_on
from zhifa.learning.selectors.studies import study_of
from zhifa.learning.services import set_cycle
from zhifa.learning.tests.conftest import NOW, SINCE, SYSTEM, Here
from zhifa.ledger.api import Subject, entries_of
from zhifa.people.api import Unit

MARCH = date(2018, 3, 1)
YEAR = (date(2018, 1, 1), date(2018, 12, 31))


@pytest.fixture
def library(here: Here) -> None:
    for title in ("文件甲", "文件乙", "文件丙"):
        add_document(SYSTEM, DocumentDraft("policy_document", title, "某区委", SINCE, source="公报"), NOW)
    for day, titles in (
        (SINCE, ("《文件甲》", "《文件乙》")),
        (date(2018, 7, 1), ("《文件甲》", "《文件乙》", "《文件丙》")),
    ):
        draft = ShouldKnowDraft("leader", day, "某办发〔2016〕3号", parse_citations(list(titles), day))
        issue_should_know(SYSTEM, draft, now=NOW)


def study(unit: str, day: date, *titles: str) -> Deed:
    refs = parse_citations(list(titles), day)
    cites = tuple(CiteDraft(ref.version_id, ref.provision_text_id, ref.label) for ref in refs)
    return record_deed(
        SYSTEM,
        DeedDraft("group_study", "中心组学法", day, unit, "leaders", cites=cites),
        submit=True,
        now=NOW,
    )


def told(here: Here, until: date) -> dict[str, list[date]]:
    found = study_of(here.clerk, Unit.objects.get(code="U01"), YEAR[0], until)
    return {one.line.label: [deed.occurred_on for deed in one.studies] for one in found.lines}


def test_what_was_studied_and_what_is_missing_by_a_hand_count(library: None, here: Here) -> None:
    """U01 studied 甲 twice; 乙 was taken back, and by another unit; 丙 stands on the list since July."""
    study("U01", MARCH, "《文件甲》")
    study("U01", date(2018, 5, 1), "《文件甲》")
    study("U02", MARCH, "《文件乙》")
    withdraw_deed(SYSTEM, study("U01", MARCH, "《文件乙》").key, "没有开成", now=NOW)
    assert told(here, date(2018, 6, 30)) == {"《文件甲》": [MARCH, date(2018, 5, 1)], "《文件乙》": []}
    found = study_of(here.clerk, Unit.objects.get(code="U01"), *YEAR)
    assert [one.line.label for one in found.missing] == ["《文件乙》", "《文件丙》"]
    page = (
        here.client("head")
        .get("/work/training/study/?unit=U01&since=2018-01-01&until=2018-12-31")
        .content.decode()
    )
    assert "区教育局：清单共 3 项，还没有学 2 项" in page
    assert "U02" not in page
    assert "区民政局" not in page, "another unit's leadership"
    assert "2018-03-01" in page
    listed = here.client("head").get("/work/laws/should-know/").content.decode()
    assert ("现行" in listed, "已被新版替代" in listed, "下发一版" in listed) == (True, True, False)
    assert here.client("head").get("/work/laws/should-know/new/").status_code == 404


def test_an_edition_is_never_changed(library: None, here: Here) -> None:
    refs = parse_citations(["《文件甲》"], MARCH)
    with pytest.raises(BadInput, match="已经有一版"):
        issue_should_know(SYSTEM, ShouldKnowDraft("leader", SINCE, "某文", refs), now=NOW)
    with pytest.raises(BadInput, match="还没有法律"):
        issue_should_know(SYSTEM, ShouldKnowDraft("staff", SINCE, "某文", ()), now=NOW)
    assert should_know_on("leader", SINCE - timedelta(days=1)) is None
    assert should_know_on("staff", MARCH) is None
    (entry,) = entries_of(Subject("should-know", f"leader-{SINCE}"))
    assert entry.facts == {"document": "某办发〔2016〕3号", "lines": ["《文件甲》", "《文件乙》"]}
    clerk = here.client("clerk")
    sent = {"post_class": "staff", "effective_on": "2018-01-01", "document": "某文", "refs": "《文件乙》"}
    assert clerk.post("/work/laws/should-know/new/", sent).status_code == 302
    assert should_know_on("staff", MARCH) is not None


def test_cycles_follow_each_other(here: Here) -> None:
    assert cycle_on(MARCH) == YEAR, "without any, the year"
    set_cycle(here.clerk, date(2016, 1, 1), date(2018, 12, 31), "某文", now=NOW)
    assert cycle_on(MARCH) == (date(2016, 1, 1), date(2018, 12, 31))
    assert cycle_on(date(2020, 1, 1)) == (date(2016, 1, 1), date(2018, 12, 31)), "the last one"
    with pytest.raises(BadInput, match="另一个周期"):
        set_cycle(here.clerk, date(2018, 12, 31), date(2020, 1, 1), "某文", now=NOW)
    with pytest.raises(NotAllowed):
        set_cycle(here.liaison, date(2019, 1, 1), date(2020, 1, 1), "某文", now=NOW)
    answer = here.client("clerk").post(
        "/work/training/cycle/", {"since": "2019-01-01", "until": "2021-12-31", "document": "某文"}
    )
    assert answer.status_code == 302
