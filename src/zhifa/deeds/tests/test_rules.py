"""The rules of deeds as tables that a lawyer can read."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.deeds.rules.confirming import level_after, levels_of, levels_passed, may_move
from zhifa.deeds.rules.counting import CountDraft, faults_of, weakest
from zhifa.deeds.rules.doubles import Likeness, alike, likely_doubles
from zhifa.deeds.rules.timing import is_late
from zhifa.deeds.terms import State

DAY = date(2018, 3, 1)


@pytest.mark.parametrize(
    ("reported_on", "late"),
    [(date(2018, 3, 1), False), (date(2018, 3, 31), False), (date(2018, 4, 1), True)],
)
def test_the_thirty_first_day_is_late(reported_on: date, late: bool) -> None:
    assert is_late(DAY, reported_on) is late


def test_a_community_passes_the_street() -> None:
    assert [str(level) for level in levels_of(by_community=True)] == ["unit", "area", "district"]
    assert [str(level) for level in levels_of(by_community=False)] == ["unit", "district"]
    assert level_after("unit", by_community=False) == "district"
    assert level_after("district", by_community=True) is None
    assert levels_passed("unit", "area", by_community=True) == ("unit", "area")
    assert levels_passed("unit", "area", by_community=False) == ("unit",)
    assert levels_passed("district", "area", by_community=True) == ()


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (State.DRAFT, State.SUBMITTED, True),
        (State.DRAFT, State.CONFIRMED, False),
        (State.SUBMITTED, State.RETURNED, True),
        (State.RETURNED, State.CONFIRMED, False),
        (State.CONFIRMED, State.WITHDRAWN, True),
        (State.WITHDRAWN, State.SUBMITTED, False),
    ],
)
def test_moves(before: State, after: State, allowed: bool) -> None:
    assert may_move(before, after) is allowed


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ([CountDraft("attendances", "onsite", "estimate", 300)], "估算方法"),
        ([CountDraft("attendances", "onsite", "given", -1)], "负数"),
        (
            [
                CountDraft("attendances", "onsite", "given", 100),
                CountDraft("distinct", "onsite", "given", 120),
            ],
            "写反",
        ),
        (
            [
                CountDraft("attendances", "onsite", "given", 1),
                CountDraft("attendances", "onsite", "given", 2),
            ],
            "两次",
        ),
        ([CountDraft("views", "live", "export", 5, read_on=date(2018, 2, 1))], "读数日期"),
    ],
)
def test_counts_that_cannot_stand(counts: list[CountDraft], word: str) -> None:
    (fault,) = faults_of(counts, occurred_on=DAY)
    assert word in fault.what + fault.mend


def test_sound_counts_have_no_fault() -> None:
    counts = [
        CountDraft("attendances", "onsite", "sign_in", 120),
        CountDraft("distinct", "onsite", "sign_in", 110),
        CountDraft("views", "live", "export", 20_000),
        CountDraft("copies", "onsite", "estimate", 300, "按箱数"),
    ]
    assert faults_of(counts, occurred_on=DAY) == []


def test_a_composed_figure_is_labelled_by_its_weakest_source() -> None:
    assert weakest(["sign_in", "estimate", "export"]) == "estimate"
    assert weakest([]) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("宪法进社区讲座", "开展宪法进社区讲座活动", True),
        ("宪法进社区讲座", "宪法进社区 讲座", True),
        ("防范非法集资宣传", "防范非法集资宣传（第二场）", True),
        ("宪法进社区讲座", "扫黑除恶街头宣传", False),
    ],
)
def test_titles_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_doubles_need_the_same_day_and_unit() -> None:
    held = [Likeness("old", "U01", DAY, "宪法进社区讲座")]
    new = [
        Likeness(0, "U01", DAY, "举办宪法进社区讲座"),
        Likeness(1, "U02", DAY, "宪法进社区讲座"),
        Likeness(2, "U01", date(2018, 3, 2), "宪法进社区讲座"),
    ]
    assert [(one.ref, other.ref) for one, other in likely_doubles(new, held)] == [(0, "old")]
