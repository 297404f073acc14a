"""For how long what people wrote is kept, and its erasure when that time is over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.complaints.access import may_keep_time
from zhifa.complaints.models import Complaint, HandlingStep, KeepingRow
from zhifa.complaints.selectors import keeping_on, kept_long_enough
from zhifa.complaints.terms import SUBJECT
from zhifa.kernel.actor import Actor
from zhifa.kernel.clock import civil_day
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject, destroy_salt, record, record_each


@transaction.atomic
def settle_keeping(
    actor: Actor, *, since: date, months: int, source: str, to_confirm: bool, now: datetime
) -> KeepingRow:
    """From a day on, texts and contacts are kept for so many months after settling; the same day again replaces its row.
    Refused: no source, months that are no time."""
    if not may_keep_time(actor):
        raise NotFound(_("没有这个页面"))
    if not source.strip():
        raise BadInput(_("请写明依据"), field="source")
    if not 1 <= months <= 600:
        raise BadInput(_("保存期限要在 1 到 600 个月之间"), field="months")
    values = {"months": months, "source": source.strip(), "to_confirm": to_confirm}
    row, _made = KeepingRow.objects.update_or_create(since=since, defaults=values)
    subject = Subject("complaint-keeping", since.isoformat())
    record(actor, "complaints.settle_keeping", subject, {**values, "since": since}, now=now)
    return row


@transaction.atomic
def erase_kept_long_enough(actor: Actor, *, now: datetime) -> int:
    """Erase for good what people wrote in complaints that were settled longer ago than they are kept: text, contact, answer and
    remarks; the salt of the ledger's commitments is destroyed with them. Number, kind, page, days and state stay, and one entry
    each with the rule. Answers how many there were."""
    if not may_keep_time(actor):
        raise NotFound(_("没有这个页面"))
    today = civil_day(now)
    found = list(kept_long_enough(today).select_for_update().only("pk"))
    if not found:
        return 0
    numbers = [one.pk for one in found]
    for one in found:
        one.text, one.contact, one.reply, one.erased_at = "", None, "", now
        destroy_salt(f"{SUBJECT}:{one.pk}", now=now)
    Complaint.objects.bulk_update(found, ["text", "contact", "reply", "erased_at"])
    steps = list(HandlingStep.objects.filter(complaint__in=numbers).only("pk"))
    for step in steps:
        step.remarks = ""
    HandlingStep.objects.bulk_update(steps, ["remarks"])
    rule = keeping_on(today)
    facts = {"months": rule.months, "source": rule.source, "to_confirm": rule.to_confirm}
    record_each(
        actor, "complaints.erase", [Subject(SUBJECT, str(number)) for number in numbers], facts, now=now
    )
    return len(found)
