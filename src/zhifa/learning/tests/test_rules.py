"""The rules of learning as tables of cases."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from zhifa.learning.rules.clashes import Kind, Slot, clashes_of
from zhifa.learning.rules.places import Room, placed
from zhifa.learning.rules.rolls import Member, Roll, Why
from zhifa.learning.rules.studies import Named
from zhifa.sittings.api import Tally, share

DAY = date(2018, 3, 1)


def test_who_waits_moves_up_by_the_worked_example() -> None:
    """docs/mechanisms/learning.md: 3 places, 2 of unit 1. A1 left, so A3 moves up before B2."""
    room = Room(3, {1: 2})
    assert room.takes(1, {1: 1})
    assert not room.takes(1, {1: 2}), "the unit is full"
    assert room.takes(2, {1: 2})
    assert not room.takes(2, {1: 2, 2: 1}), "the class is full"
    assert placed(room, {1: 1, 2: 1}, [(13, 1), (22, 2)]) == [13]
    assert placed(room, {1: 2}, [(13, 1), (22, 2)]) == [22], "unit 1 is full: the one behind moves up"
    assert placed(Room(None, {}), {}, [(1, 1), (2, 2)]) == [1, 2]


def slot(starts: str, ends: str, room: str = "", speaker: str = "", day: date = DAY) -> Slot:
    return Slot(day, time.fromisoformat(starts), time.fromisoformat(ends), room, speaker)


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (slot("10:30", "12:00", "３号 教室", ""), [Kind.ROOM]),
        (slot("10:30", "12:00", "", "李 明、王芳"), [Kind.SPEAKER]),
        (slot("08:00", "12:00", "3号教室", "王芳"), [Kind.ROOM, Kind.SPEAKER]),
        (slot("11:00", "12:00", "3号教室", "王芳"), []),
        (slot("10:00", "10:30", "4号教室", "赵某"), []),
        (slot("09:00", "11:00", "3号教室", "王芳", date(2018, 3, 2)), []),
    ],
)
def test_every_planted_clash_is_found_and_no_other(other: Slot, kinds: list[Kind]) -> None:
    assert [one.kind for one in clashes_of(slot("09:00", "11:00", "3号教室", "王芳，李某"), [other])] == kinds


def test_a_session_without_room_and_speaker_clashes_with_nothing() -> None:
    assert clashes_of(slot("09:00", "11:00"), [slot("09:00", "11:00")]) == []


def test_a_name_leads_to_one_person_or_says_why_not() -> None:
    one = Member(1, "P1", "王芳", 10, "/A/", "甲", "科长", "staff", "m1")
    other = Member(2, "P2", "王芳", 20, "/B/", "乙", "科员", "staff", "m2")
    again = Member(1, "P1", "王芳", 10, "/A/", "甲", "兼职", "staff", "m1")
    roll = Roll([one, other, again])
    assert roll.find("王 芳", 10) == one, "two posts are one person"
    assert roll.find("王芳") is Why.SEVERAL
    assert roll.find("王芳", 10, "m2") == other, "the number decides"
    assert roll.find("李某") is Why.UNKNOWN
    assert roll.find("王芳", 30) is Why.UNKNOWN
    assert roll.find(" ") is Why.BLANK


@pytest.mark.parametrize(
    ("named", "cited", "studied"),
    [
        (Named(1), Named(1, 5), True), (Named(1), Named(2), False), (Named(1, 5), Named(1, 5), True),
        (Named(1, 5), Named(1), True), (Named(1, 5), Named(1, 6), False),
    ],
)  # fmt: skip
def test_when_a_law_of_the_list_is_studied(named: Named, cited: Named, studied: bool) -> None:
    assert named.studied_by(cited) is studied


def test_rates_of_the_worked_example() -> None:
    told = Tally(20, 18, 17, 5)
    assert (told.sat_share, told.passed_share, told.excellent_share) == (
        Decimal("90.00"), Decimal("94.44"), Decimal("27.78"),
    )  # fmt: skip
    assert share(0, 0) is None
    assert not Tally(1, 2, 0, 0).is_sound
