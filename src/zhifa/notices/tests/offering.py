"""Things that wait and rules that remind, for the tests: plain lists that a test fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Awaiting, AwaitingItem, DueReminder, ReminderRule

waiting: dict[str, list[AwaitingItem]] = {}  # by unit path
due: list[DueReminder] = []
asked: list[tuple[date, int]] = []


def find_waiting(actor: Actor, today: date) -> Sequence[AwaitingItem]:
    """What waits for the units of the actor's grants."""
    return [item for path in actor.unit_paths() for item in waiting.get(path, ())]


def find_due(today: date, days_before: int) -> Iterable[DueReminder]:
    """The reminders whose day is that far ahead."""
    asked.append((today, days_before))
    return [one for one in due if one.due == today + timedelta(days=days_before)]


def break_down(today: date, days_before: int) -> Iterable[DueReminder]:
    """A rule with a fault in it."""
    raise LookupError("a fault of the rule")


WAITING = Awaiting("test-signature", "待签署", find_waiting)
RULE = ReminderRule("test-deadline", "到期前提醒", (7, 1), find_due)
BROKEN_RULE = ReminderRule("test-broken", "出错的规则", (7,), break_down)
