"""Sending what is due: all that waits for one account by one channel goes out as one message."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from zhifa.notices.errors import ChannelFailed
from zhifa.notices.models import Delivery
from zhifa.notices.rules.times import is_night, next_try
from zhifa.notices.rules.wording import message_for
from zhifa.notices.selectors import saying_of
from zhifa.notices.services.channels import Channel, active_channels
from zhifa.notices.terms import DeliveryState

log = logging.getLogger(__name__)


def send_due(now: datetime) -> int:
    """Send what is due and answer how many messages went out; by night nothing does.

    Two senders at once share the work. A process that dies between the mail server's yes and the commit sends
    that one message again: twice is better than never. After the eighth failure in a row a message is given up, and
    the inbox says so beside the notice.
    """
    if is_night(now):
        return 0
    channels = active_channels()
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now, channel__in=channels)
    sent = 0
    for account_id, code in list(
        waiting.order_by("notice__account_id", "channel")
        .values_list("notice__account_id", "channel")
        .distinct()
    ):
        with transaction.atomic():
            rows = list(
                waiting.filter(notice__account_id=account_id, channel=code)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("notice__account")
                .order_by("notice__created_at", "notice_id")
            )
            if rows:
                sent += _send(channels[code], rows, now)
    return sent


def _send(channel: Channel, rows: Sequence[Delivery], now: datetime) -> int:
    """One message for all rows, and what became of it written on each."""
    ids = [row.pk for row in rows]
    to = channel.address_of(rows[0].notice.account)
    try:
        if not to:
            raise ChannelFailed("the account has no address any more")
        with translation.override(settings.LANGUAGE_CODE):
            message = message_for(to, [saying_of(row.notice) for row in rows])
        channel.send(message)
    except ChannelFailed as error:
        log.warning("%s 没有发出（第 %s 次）：%s", channel.code, rows[0].failures + 1, error)
        for row in rows:
            _put_off(row, str(error), now)
        return 0
    Delivery.objects.filter(pk__in=ids).update(state=DeliveryState.SENT, sent_at=now, last_failure="")
    return 1


def _put_off(row: Delivery, what: str, now: datetime) -> None:
    row.failures += 1
    row.last_failure = what[:200]
    again = next_try(row.failures, now)
    if again is None:
        row.state = DeliveryState.GIVEN_UP
    else:
        row.due_at = again
    row.save(update_fields=["failures", "last_failure", "state", "due_at"])
