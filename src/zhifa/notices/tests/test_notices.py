"""Saying things: in the act's transaction, once, and to whom it concerns."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from zhifa.accounts.api import Account
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.kernel.registry import DueReminder, offer
from zhifa.ledger.api import Subject, entries_of
from zhifa.notices.api import make_reminders, notify, settle_day, unread_count
from zhifa.notices.errors import PaceUnknown
from zhifa.notices.models import Delivery, Notice, ReminderDay
from zhifa.notices.services import choose_pace, mark_read
from zhifa.notices.tests import offering

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 10, tzinfo=clock.SHANGHAI)  # a Thursday between working days


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
    """It last ran three days ago; the thing due in five days should have been told of two days ago."""
    make_reminders(NOW - timedelta(days=3))
    offering.due += [reminder(account, 5), reminder(account, -1, "task:past")]
    offering.asked.clear()
    assert make_reminders(NOW) == 1
    assert Notice.objects.get().subject == "task:1"
    today = clock.civil_day(NOW)
    assert {day for day, _days in offering.asked} == {today - timedelta(days=back) for back in range(3)}


def test_a_day_of_rest_is_spoken_for_by_the_working_day_before() -> None:
    """Nine days of Spring Festival: what falls due in them is said on Saturday 14 February, a make-up day."""
    account = Account.objects.create_user("li", "a-password", display_name="李某")
    due = date(2026, 2, 17)
    offering.due.append(DueReminder(account.pk, "春节里到期", "", "/work/x/", due, "task:1"))
    days = [datetime(2026, 2, day, 9, tzinfo=clock.SHANGHAI) for day in (13, 14, 15, 16, 17)]
    assert [make_reminders(now) for now in days] == [0, 1, 0, 0, 0]
    assert Notice.objects.get().created_at == days[1]


def test_what_was_entered_on_a_day_of_rest_is_said_on_the_next_working_day(account: Account) -> None:
    make_reminders(datetime(2026, 11, 20, 9, tzinfo=clock.SHANGHAI))
    offering.due.append(DueReminder(account.pk, "周末登记", "", "/work/x/", date(2026, 11, 23), "task:1"))
    weekend = [datetime(2026, 11, day, 9, tzinfo=clock.SHANGHAI) for day in (21, 22, 23)]
    assert [make_reminders(now) for now in weekend] == [0, 0, 1]


def test_the_homes_own_day_of_rest_is_kept(account: Account) -> None:
    settle_day(Actor.system("test"), NOW.date(), works=False, reason="雪灾停工", now=NOW)
    offering.due.append(reminder(account, 1))
    assert make_reminders(NOW) == 0


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
