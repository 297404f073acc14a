"""What waits for someone: everything once, in order, with the reason and for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhifa.kernel import clock
from zhifa.kernel.actor import STRANGER, Actor, Grant, Role
from zhifa.kernel.registry import AwaitingItem
from zhifa.notices.api import inbox_of, settle_day
from zhifa.notices.tests import offering

pytestmark = pytest.mark.django_db  # the home's own days of the calendar
TODAY = date(2026, 11, 23)


def waits(path: str, title: str, due_in: int | None = None, since: date | None = None) -> None:
    due = TODAY + timedelta(days=due_in) if due_in is not None else None
    item = AwaitingItem(title, f"/work/{title}/", "您是单位负责人", due=due, since=since, subject=title)
    offering.waiting.setdefault(path, []).append(item)


def head_of(*paths: str, acting: dict[str, str] | None = None) -> Actor:
    grants = [Grant(Role.HEAD, unit_path=path) for path in paths]
    grants += [Grant(Role.HEAD, unit_path=path, acting_for=name) for path, name in (acting or {}).items()]
    return Actor("account:1", "负责人", 1, tuple(grants))


def test_overdue_first_then_soon_then_the_rest() -> None:
    for title, due_in in (
        ("无期限", None),
        ("下月", 30),
        ("今天", 0),
        ("昨天", -1),
        ("上周", -9),
        ("后天", 2),
    ):
        waits("/U01/", title, due_in)
    found = inbox_of(head_of("/U01/"), TODAY)
    assert [one.title for one in found] == ["上周", "昨天", "今天", "后天", "下月", "无期限"]
    assert [one.days_late for one in found] == [9, 1, 0, 0, 0, 0]
    assert [one.working_days_left for one in found] == [None, None, 1, 3, None, None]
    assert {one.why for one in found} == {"您是单位负责人"}


def test_days_left_are_working_days() -> None:
    """Monday to Monday: six, without the weekend; one less when the office closes on the Friday."""
    waits("/U01/", "下周一", 7)
    assert inbox_of(head_of("/U01/"), TODAY)[0].working_days_left == 6
    settle_day(Actor.system("test"), date(2026, 11, 27), works=False, reason="停电", now=clock.now())
    assert inbox_of(head_of("/U01/"), TODAY)[0].working_days_left == 5


def test_what_waits_for_others_is_not_there() -> None:
    waits("/U02/", "别人的事", 1)
    assert inbox_of(head_of("/U01/"), TODAY) == ()
    assert inbox_of(STRANGER, TODAY) == ()


def test_a_stand_in_sees_for_whom_and_the_own_things_as_own() -> None:
    waits("/U01/", "自己的事", 3)
    waits("/U02/", "代办的事", 1)
    found = inbox_of(head_of("/U01/", acting={"/U02/": "张三", "/U01/": "李四"}), TODAY)
    assert [(one.title, one.acting_for) for one in found] == [("代办的事", "张三"), ("自己的事", "")]
