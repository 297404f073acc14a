"""Counts that still grow reach no figure until their last reading; corrections show what stood before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from zhifa.deeds.api import (
    CountDraft,
    DeedDraft,
    confirm_deeds,
    correct_deed,
    load_deeds,
    load_participations,
    record_deed,
    withdraw_deed,
)
from zhifa.deeds.offers import _arriving
from zhifa.deeds.rules.corrections import changes_of
from zhifa.deeds.services.attending import Attendance
from zhifa.deeds.tests.conftest import SYSTEM, District
from zhifa.figures.api import FigureValue, Range, ensure_definitions, values
from zhifa.kernel import clock
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, entries_of

Draft = Callable[..., DeedDraft]
NOW = clock.now()
GROWING = (
    CountDraft("attendances", "live", "export", 9_000, is_final=False),
    CountDraft("copies", "print", "given", 50),
)


def figure(code: str) -> FigureValue:
    (value,) = values(SYSTEM, district="999901", until=date(2018, 12, 31), codes=[code])
    return value


def test_a_growing_count_waits_outside_the_figures(here: District, draft: Draft) -> None:
    ensure_definitions(now=NOW)
    load_deeds(SYSTEM, [draft(title="直播", counts=GROWING), draft()], sheet="s", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    told = figure("deeds.attendances")
    assert (told.value, told.held_back) == (120, (("provisional", 1),))
    assert figure("deeds.confirmed").held_back == (), "the record itself counts"


def test_its_last_reading_is_a_correction_that_readers_see(here: District, draft: Draft) -> None:
    ensure_definitions(now=NOW)
    (deed,) = load_deeds(SYSTEM, [draft(title="直播", counts=GROWING)], sheet="s", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    assert figure("deeds.attendances").value == 0
    final = (CountDraft("attendances", "live", "export", 12_345), GROWING[1])
    correct_deed(here.head, deed.key, draft(title="直播", counts=final), "到数：平台一周后的最终数", now=NOW)
    told = figure("deeds.attendances")
    assert (told.value, told.held_back) == (12_345, ())
    (correction,) = deed.corrections.all()
    assert changes_of(correction.before, correction.after) == [
        ("参加（人次），网上直播", "9,000 人次（平台导出，仍在到数）", "12,345 人次（平台导出）")
    ]
    client = Client()
    client.force_login(here.accounts["head"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/work/deeds/{deed.key}/").content.decode()
    assert "<del>9,000 人次" in page
    assert "<ins>12,345 人次" in page


def test_the_last_reading_is_asked_of_the_head_after_a_week(here: District, draft: Draft) -> None:
    record_deed(here.liaison, draft(title="直播", counts=GROWING), submit=True, now=NOW)
    day = date(2018, 3, 1)
    assert _arriving(here.head, day + timedelta(days=6)) == []
    (item,) = _arriving(here.head, day + timedelta(days=7))
    assert "直播" in item.title
    assert _arriving(here.other, day + timedelta(days=30)) == []


def test_the_ledger_keeps_growing_counts_apart(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(counts=GROWING), now=NOW)
    facts = entries_of(Subject("deed", deed.key))[0].facts
    assert facts["counts"] == [["copies", "print", "given", 50, ""]]
    assert facts["arriving"] == [["attendances", "live", "export", 9_000, ""]]


def test_the_four_counts_stand_apart_and_say_what_was_not_measured(here: District, draft: Draft) -> None:
    ensure_definitions(now=NOW)
    people = (
        CountDraft("attendances", "onsite", "sign_in", 120),
        CountDraft("distinct", "onsite", "sign_in", 100),
    )
    stated = (CountDraft("distinct", "onsite", "given", 70),)
    drafts = [draft(counts=people), draft(title="又一场", counts=stated), draft(title="有日志", counts=())]
    log = load_deeds(SYSTEM, drafts, sheet="s", now=NOW)[2]
    day = date(2018, 3, 1)
    load_participations(
        SYSTEM, log, "wechat", "export", [Attendance("a", day, True), Attendance("b", day)], now=NOW
    )
    confirm_deeds(SYSTEM, now=NOW)
    assert figure("deeds.attendances").value == 122
    assert figure("deeds.people_stated").value == Range(100, 172)  # type: ignore[arg-type]
    assert figure("deeds.stayed").value == 1
    learned = figure("deeds.learned")
    assert (learned.value, learned.state) == (None, "unmeasured")


def test_the_share_reported_in_time(here: District, draft: Draft) -> None:
    ensure_definitions(now=NOW)
    in_time, late = date(2018, 3, 31), date(2018, 4, 1)
    drafts = [
        draft(reported_on=in_time),
        draft(title="二", reported_on=in_time),
        draft(title="三", reported_on=late),
    ]
    load_deeds(SYSTEM, drafts, sheet="s", now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    assert str(figure("deeds.on_time").value) == "66.67"


def test_what_others_vouched_for_is_withdrawn_by_the_head_or_the_office(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(), submit=True, now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    with pytest.raises(NotAllowed):
        withdraw_deed(here.liaison, deed.key, "不想要了", now=NOW)
    assert withdraw_deed(here.head, deed.key, "重复", now=NOW).state == "withdrawn"


def test_a_correction_does_not_type_over_counted_rows(here: District, draft: Draft) -> None:
    deed = record_deed(here.liaison, draft(counts=()), submit=True, now=NOW)
    load_participations(SYSTEM, deed, "wechat", "export", [Attendance("a", date(2018, 3, 1))], now=NOW)
    confirm_deeds(SYSTEM, now=NOW)
    typed = draft(counts=(CountDraft("attendances", "wechat", "given", 9),))
    with pytest.raises(BadInput):
        correct_deed(here.head, deed.key, typed, "改", now=NOW)


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ({"title": "甲"}, {"title": "乙"}, [("名称", "甲", "乙")]),
        ({"audience": "staff"}, {"audience": "youth"}, [("对象", "国家工作人员", "青少年")]),
        ({"counts": [["copies", "print", "given", 5, ""]]}, {"counts": []}, [("发放资料（份），印发", "5 份（单位报数）", "—")]),
        ({"credits": [["U01", "organiser"]]}, {"credits": [["U01", "organiser"], ["U02", "co_organiser"]]},
         [("主办与协办", "U01（主办）", "U01（主办）、U02（协办）")]),
        ({"title": "甲", "place": ""}, {"title": "甲"}, []),
    ],
)  # fmt: skip
def test_what_changed_in_words(
    before: dict[str, object], after: dict[str, object], lines: list[tuple[str, str, str]]
) -> None:
    assert changes_of(before, after) == lines


def test_two_accounts_never_share_a_key(here: District, draft: Draft) -> None:
    record_deed(here.liaison, draft(client_key="k-1"), now=NOW)
    with pytest.raises(NotAllowed):
        record_deed(here.head, draft(client_key="k-1"), now=NOW)
