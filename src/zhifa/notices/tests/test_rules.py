"""Times, order and wording as tables of cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from zhifa.kernel.clock import SHANGHAI
from zhifa.notices.rules.sorting import urgency_of
from zhifa.notices.rules.times import due_time, is_night, next_try
from zhifa.notices.rules.wording import Saying, chat_text, message_for


def at(text: str) -> datetime:
    """A moment of China time, `23 21:00` in November 2026."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "night"),
    [("23 07:59", True), ("23 08:00", False), ("23 20:59", False), ("23 21:00", True), ("23 00:00", True)],
)
def test_the_night_lasts_from_nine_to_eight(moment: str, night: bool) -> None:
    assert is_night(at(moment)) is night


@pytest.mark.parametrize(
    ("pace", "moment", "due"),
    [
        ("at_once", "23 10:00", "23 10:00"),
        ("at_once", "23 21:00", "24 08:00"),  # held until the morning
        ("at_once", "24 03:30", "24 08:00"),
        (
            "daily",
            "23 07:30",
            "23 08:00",
        ),  # the reminders of half past seven are in the same morning's digest
        ("daily", "23 08:01", "24 08:00"),
        ("daily", "23 22:00", "24 08:00"),
        ("none", "23 10:00", None),
    ],
)
def test_when_a_message_goes_out(pace: str, moment: str, due: str | None) -> None:
    assert due_time(pace, at(moment)) == (at(due) if due else None)


def test_the_waits_grow_and_end() -> None:
    noon = at("23 12:00")
    waits = [next_try(failures, noon) for failures in range(1, 9)]
    minutes = [(wait - noon) // timedelta(minutes=1) for wait in waits[:5] if wait]
    assert minutes == [1, 5, 15, 60, 240]
    assert waits[5] == at("24 08:00")  # twelve hours later would be midnight
    assert waits[6] == at("24 12:00")
    assert waits[7] is None


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (date(2026, 11, 22), "overdue"),
        (date(2026, 11, 23), "soon"),  # the day itself is not late
        (date(2026, 11, 30), "soon"),
        (date(2026, 12, 1), "rest"),
        (None, "rest"),
    ],
)
def test_how_a_thing_stands_to_its_date(due: date | None, urgency: str) -> None:
    assert urgency_of(due, date(2026, 11, 23)) == urgency


SAID = Saying("12月4日前报送总结", "请写明场次和人次。", "https://zhifa.example/work/x/", "您是联络员")


def test_text_for_a_chat_group_says_what_and_where_and_not_why_you() -> None:
    assert chat_text(SAID) == "【12月4日前报送总结】\n请写明场次和人次。\nhttps://zhifa.example/work/x/"


def test_one_notice_is_a_mail_and_several_are_a_digest() -> None:
    one = message_for("a@example.com", [SAID])
    assert one.heading == "知法：12月4日前报送总结"
    assert "为什么发给您：您是联络员" in one.text
    two = message_for("a@example.com", [SAID, SAID])
    assert two.heading == "知法：您有 2 条通知"
    assert two.text.startswith("1. 12月4日前报送总结")
    assert "\n\n2. 12月4日前报送总结" in two.text


def test_a_line_break_cannot_enter_the_heading() -> None:
    said = Saying("第一行\r\nBcc: all@example.com", "", "https://zhifa.example/", "")
    assert message_for("a@example.com", [said]).heading == "知法：第一行 Bcc: all@example.com"
