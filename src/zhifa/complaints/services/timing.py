"""Within how many days answers are due."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.complaints.access import may_keep_time
from zhifa.complaints.models import AnswerTimeRow
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotFound
from zhifa.ledger.api import Subject, record


@transaction.atomic
def settle_answer_time(
    actor: Actor, *, since: date, working_days: int, source: str, to_confirm: bool, now: datetime
) -> AnswerTimeRow:
    """From a day on, answers are due within so many working days; the same day again replaces its row. What came in before
    keeps its day. Refused: no source, days that are no time."""
    if not may_keep_time(actor):
        raise NotFound(_("没有这个页面"))
    if not source.strip():
        raise BadInput(_("请写明依据"), field="source")
    if not 1 <= working_days <= 250:
        raise BadInput(_("期限要在 1 到 250 个工作日之间"), field="working_days")
    values = {"working_days": working_days, "source": source.strip(), "to_confirm": to_confirm}
    row, _made = AnswerTimeRow.objects.update_or_create(since=since, defaults=values)
    subject = Subject("complaint-time", since.isoformat())
    record(actor, "complaints.settle_time", subject, {**values, "since": since}, now=now)
    return row
