"""Saying things: in the act's transaction, once, and to whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import DueReminder, offer
from zhifa.ledger.api import Subject, entries_of
from zhifa.notices.api import make_reminders, notify, unread_count
from zhifa.notices.errors import PaceUnknown
from zhifa.notices.models import Delivery, Notice, ReminderDay
from zhifa.notices.services import choose_pace, mark_read
from zhifa.notices.tests import offering

pytestmark = pytest.mark.django_db
NOW = clock.now()


def actor_for(account: Account) -> Actor:
    return Actor(account.key, account.display_name, account.pk)


def say(*accounts: Account, **changes: Any) -> int:
    said: dict[str, Any] = {
        "title": "记录被退回",
        "body": "请补充时间。",
        "url": "/work/deeds/1/",
        "why": "您是记录人",
        "subject": Subject("deed", "1"),
        "now": NOW,
    }
    return notify([account.pk for account in accounts], **(said | changes))


def test_everyone_concerned_is_told_once(account: Account, other: Account) -> None:
    assert say(account, other, account) == 2
    assert [unread_count(actor_for(one)) for one in (account, other)] == [1, 1]
    assert Notice.objects.filter(subject="deed:1").count() == 2


def test_the_same_key_is_said_once(account: Account, other: Account) -> None:
    assert [say(account, key="k"), say(account, key="k"), say(account, other, key="k")] == [1, 0, 1]
    assert (Notice.objects.count(), Delivery.objects.count()) == (2, 2)


def test_a_notice_of_an_act_that_fails_was_never_said(account: Account) -> None:
    with transaction.atomic():
        say(account)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]
)
def test_a_notice_leads_nowhere_else(account: Account, url: str) -> None:
    with pytest.raises(ValueError, match="into the program"):
        say(account, url=url)


def test_opening_it_is_remembered_the_first_time(account: Account, other: Account) -> None:
    say(account)
    notice = Notice.objects.get()
    mark_read(actor_for(account), notice.pk, now=NOW)
    mark_read(actor_for(account), notice.pk, now=NOW + timedelta(hours=1))
    notice.refresh_from_db()
    assert notice.read_at == NOW
    with pytest.raises(NotFound):
        mark_read(actor_for(other), notice.pk, now=NOW)


def reminder(account: Account, days: int, subject: str = "task:1") -> DueReminder:
    due = clock.civil_day(NOW) + timedelta(days=days)
    return DueReminder(account.pk, f"{subject} 将到期", "请尽快办理。", "/work/x/", due, subject)


def test_reminders_are_made_on_their_days_and_once(account: Account) -> None:
    offering.due += [reminder(account, 7), reminder(account, 1, "task:2"), reminder(account, 3, "task:3")]
    assert [make_reminders(NOW), make_reminders(NOW), make_reminders(NOW + timedelta(hours=1))] == [2, 0, 0]
    assert set(Notice.objects.values_list("subject", "why")) == {
        ("task:1", "到期前提醒"),
        ("task:2", "到期前提醒"),
    }


def test_days_on_which_the_program_was_down_are_made_up_for(account: Account) -> None:
    """It last ran four days ago; the thing due in five days should have been told of two days ago."""
    make_reminders(NOW - timedelta(days=4))
    offering.due += [reminder(account, 5), reminder(account, -1, "task:past")]
    offering.asked.clear()
    assert make_reminders(NOW) == 1
    assert Notice.objects.get().subject == "task:1"
    today = clock.civil_day(NOW)
    assert {day for day, _days in offering.asked} == {today - timedelta(days=back) for back in range(4)}


def test_a_broken_rule_holds_up_no_other_and_its_day_stays_open(account: Account) -> None:
    offer(offering.BROKEN_RULE)
    offering.due.append(reminder(account, 7))
    assert make_reminders(NOW) == 1
    assert not ReminderDay.objects.exists()


def test_the_wish_is_an_act_and_takes_back_what_waits(account: Account) -> None:
    say(account)
    assert Delivery.objects.count() == 1
    choose_pace(actor_for(account), "mail", "none", now=NOW)
    assert not Delivery.objects.exists()
    assert Notice.objects.count() == 1
    (entry,) = entries_of(Subject("account", account.key))
    assert (entry.act, entry.facts) == ("notices.choose_pace", {"channel": "mail", "pace": "none"})
    for channel, pace in (("pigeon", "daily"), ("mail", "hourly")):
        with pytest.raises(PaceUnknown):
            choose_pace(actor_for(account), channel, pace, now=NOW)
