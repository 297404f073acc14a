"""Messages: at once, once a day, never by night; a mail server that fails loses nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from zhifa.accounts.api import Account
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import SHANGHAI
from zhifa.ledger.api import Subject
from zhifa.notices.api import Message, notify, send_due
from zhifa.notices.errors import ChannelFailed
from zhifa.notices.models import Delivery, Notice
from zhifa.notices.services import choose_pace
from zhifa.notices.tests.test_rules import at

pytestmark = pytest.mark.django_db
HERE = "zhifa.notices.tests.test_sending"


class DeadServer(BaseEmailBackend):
    """A mail server that nobody answers for."""

    def send_messages(self, email_messages: Any) -> int:
        """Refuse the connection."""
        raise ConnectionRefusedError("no mail server there")


class TextMessages:
    """An adapter as an office would write one: it keeps what it was given."""

    code = "sms"
    title = "短信"
    given: list[Message] = []

    def address_of(self, account: Account) -> str:
        """A number made of the account's key."""
        return f"1390000{account.pk:04}"

    def send(self, message: Message) -> None:
        """Keep it, or fail when told to."""
        if "打不通" in message.heading:
            raise ChannelFailed("number not in service")
        self.given.append(message)


def say(account: Account, title: str, now: datetime) -> None:
    notify(
        [account.pk],
        title=title,
        body="",
        url="/work/x/",
        why="您是联络员",
        subject=Subject("x", "1"),
        now=now,
    )


def prefer(account: Account, pace: str, channel: str = "mail") -> None:
    actor = Actor(account.key, account.display_name, account.pk)
    choose_pace(actor, channel, pace, now=datetime(2026, 11, 1, tzinfo=SHANGHAI))


def headings() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_at_once_means_now_by_day(account: Account) -> None:
    prefer(account, "at_once")
    say(account, "请确认", at("23 10:00"))
    assert [send_due(at("23 10:00")), send_due(at("23 10:01"))] == [1, 0]
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("知法：请确认", ["chen@example.com"])
    assert "https://zhifa.example/work/x/" in sent.body


def test_by_night_nothing_goes_out_and_in_the_morning_one_mail(account: Account) -> None:
    prefer(account, "at_once")
    for hour, title in ((20, "晚上八点"), (22, "晚上十点"), (23, "夜里十一点")):
        say(account, title, at(f"23 {hour}:00"))
    assert send_due(at("23 21:30")) == 0  # that of eight o'clock was not sent in time; it waits too
    assert send_due(at("24 07:59")) == 0
    assert send_due(at("24 08:00")) == 1
    assert headings() == ["知法：您有 3 条通知"]


def test_one_digest_a_day(account: Account) -> None:
    """Without a wish mail comes once a day."""
    for moment in ("22 08:30", "22 15:00", "23 07:30", "23 09:00"):
        say(account, moment, at(moment))
    for hour in range(24):
        send_due(at(f"23 {hour:02}:00"))
    assert headings() == ["知法：您有 3 条通知"]
    assert send_due(at("24 08:00")) == 1
    assert headings()[1] == "知法：23 09:00"


def test_whoever_wants_no_mail_has_the_inbox(account: Account, other: Account) -> None:
    prefer(account, "none")
    Account.objects.filter(pk=other.pk).update(email="")
    say(account, "请确认", at("23 10:00"))
    say(other, "请确认", at("23 10:00"))
    assert send_due(at("24 12:00")) == 0
    assert Notice.objects.count() == 2
    assert not Delivery.objects.exists()


def test_without_a_mail_server_nothing_pretends_to_be_sent(account: Account, settings: Any) -> None:
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mail_url="")
    say(account, "请确认", at("23 10:00"))
    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()


def test_a_failing_server_is_tried_again_after_growing_waits(account: Account, settings: Any) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{HERE}.DeadServer"
    prefer(account, "at_once")
    say(account, "请确认", at("23 10:00"))
    assert send_due(at("23 10:00")) == 0
    row = Delivery.objects.get()
    assert (row.state, row.failures, row.due_at) == ("waiting", 1, at("23 10:01"))
    assert row.last_failure == "ConnectionRefusedError: no mail server there"
    send_due(at("23 10:01"))
    row.refresh_from_db()
    assert (row.failures, row.due_at) == (2, at("23 10:06"))
    settings.EMAIL_BACKEND = working
    assert send_due(at("23 10:05")) == 0
    assert send_due(at("23 10:06")) == 1
    row.refresh_from_db()
    assert (row.state, row.sent_at) == ("sent", at("23 10:06"))
    assert headings() == ["知法：请确认"]


def test_after_the_eighth_failure_it_is_given_up_and_the_notice_stays(
    account: Account, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.DeadServer"
    say(account, "请确认", at("23 10:00"))
    moment = at("24 08:00")
    tries = 0
    while (row := Delivery.objects.get()).state == "waiting":
        moment = max(moment + timedelta(minutes=1), row.due_at)
        send_due(moment)
        tries += 1
    assert (tries, row.state, row.failures) == (8, "given_up", 8)
    assert Notice.objects.get().title == "请确认"


def test_an_adapter_named_in_the_settings_serves_those_who_ask_for_it(
    account: Account, other: Account, settings: Any
) -> None:
    settings.NOTICE_CHANNELS = [f"{HERE}.TextMessages"]
    TextMessages.given.clear()
    prefer(account, "at_once", "sms")
    say(account, "请确认", at("23 10:00"))
    say(other, "请确认", at("23 10:00"))
    assert send_due(at("23 10:00")) == 1
    (message,) = TextMessages.given
    assert message.to == f"1390000{account.pk:04}"
    assert mail.outbox == []  # theirs comes with the next morning's digest


def test_one_account_in_trouble_holds_up_no_other(account: Account, other: Account, settings: Any) -> None:
    settings.NOTICE_CHANNELS = [f"{HERE}.TextMessages"]
    TextMessages.given.clear()
    for one, title in ((account, "打不通"), (other, "请确认")):
        prefer(one, "at_once", "sms")
        say(one, title, at("23 10:00"))
    assert send_due(at("23 10:00")) == 1
    assert set(Delivery.objects.filter(channel="sms").values_list("state", flat=True)) == {"waiting", "sent"}
