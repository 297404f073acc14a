"""Saying something to someone, and how soon they want to hear it elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.accounts.api import Account
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, record
from zhifa.notices.access import visible_to
from zhifa.notices.errors import PaceUnknown
from zhifa.notices.models import Delivery, Notice, Preference
from zhifa.notices.rules.times import due_time
from zhifa.notices.selectors import default_pace, notice_of
from zhifa.notices.services.channels import active_channels
from zhifa.notices.terms import TITLE_LENGTH, DeliveryState, Pace


@transaction.atomic
def notify(
    account_ids: Iterable[int],
    *,
    title: str,
    body: str,
    url: str,
    why: str,
    subject: Subject | str,
    now: datetime,
    key: str = "",
) -> int:
    """Say something to accounts and answer how many heard it for the first time.

    Call it in the act's transaction: notices and the messages that follow stand or fall with it, and messages
    leave only after it has committed. `url` is an address inside the program. The same `key` is said to an
    account once, however often it is asked for; without one each call is new.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notice leads into the program, not to {url!r}")
    key = key or uuid.uuid4().hex
    wanted = [
        Notice(
            account_id=account_id,
            key=key,
            title=str(title)[:TITLE_LENGTH],
            body=str(body),
            url=url,
            why=str(why)[:300],
            subject=f"{subject.kind}:{subject.key}" if isinstance(subject, Subject) else subject,
            created_at=now,
        )
        for account_id in dict.fromkeys(account_ids)
    ]
    known = set(
        Notice.objects.filter(account_id__in=[one.account_id for one in wanted], key=key).values_list(
            "account_id", flat=True
        )
    )
    Notice.objects.bulk_create([one for one in wanted if one.account_id not in known], ignore_conflicts=True)
    fresh = Notice.objects.filter(key=key, deliveries=None, created_at=now).exclude(account_id__in=known)
    _send_out(list(fresh.select_related("account")), now)
    return len(wanted) - len(known)


@transaction.atomic
def mark_read(actor: Actor, notice_id: int, *, now: datetime) -> Notice:
    """Note that the actor has opened a notice; the first time stays. No act, so the ledger does not hold it."""
    notice = notice_of(actor, notice_id)
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(actor: Actor, *, now: datetime) -> int:
    """Note that the actor has seen all notices; answers how many were new."""
    return visible_to(actor).filter(read_at=None).update(read_at=now)


@transaction.atomic
def choose_pace(actor: Actor, channel: str, pace: str, *, now: datetime) -> Preference:
    """How soon the actor wants messages by a channel. With “none”, those that wait are not sent any more."""
    if actor.account_id is None or channel not in active_channels() or pace not in Pace.values:
        raise PaceUnknown(_("没有这种发送方式"), next_step=_("请从列表里选一种。"), field="pace")
    preference, _created = Preference.objects.update_or_create(
        account_id=actor.account_id, channel=channel, defaults={"pace": pace}
    )
    if pace == Pace.NONE:
        Delivery.objects.filter(
            notice__account_id=actor.account_id, channel=channel, state=DeliveryState.WAITING
        ).delete()
    record(
        actor,
        "notices.choose_pace",
        Subject("account", f"account:{actor.account_id}"),
        {"channel": channel, "pace": pace},
        now=now,
    )
    return preference


def _send_out(notices: list[Notice], now: datetime) -> None:
    """Write the deliveries of fresh notices, by each account's own wish."""
    channels = active_channels()
    if not notices or not channels:
        return
    chosen = {
        (row.account_id, row.channel): row.pace
        for row in Preference.objects.filter(account_id__in=[notice.account_id for notice in notices])
    }
    deliveries = []
    for notice in notices:
        account: Account = notice.account
        for code, channel in channels.items():
            due_at = due_time(chosen.get((account.pk, code), default_pace(code)), now)
            if due_at is not None and channel.address_of(account):
                deliveries.append(Delivery(notice=notice, channel=code, due_at=due_at))
    Delivery.objects.bulk_create(deliveries)


def forget_account(account_id: int) -> int:
    """Remove everything that was said to an account, in the transaction of the act that erases its person; how many."""
    Preference.objects.filter(account_id=account_id).delete()
    removed, each = Notice.objects.filter(account_id=account_id).delete()
    return each.get("notices.Notice", 0) if removed else 0
