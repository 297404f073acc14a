"""Attempts whose time and grace are over are collected by the program itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value

from zhifa.sittings.models import Attempt
from zhifa.sittings.rules.clock import ON_ITS_WAY
from zhifa.sittings.services.outages import SYSTEM, is_alive
from zhifa.sittings.services.sitting import end_attempt
from zhifa.sittings.terms import Ended

AT_ONCE = 200  # in one transaction


def collect_overdue(*, now: datetime) -> int:
    """Collect every attempt whose end and grace are over, one entry each, as handed in at its end; answers how many. Nothing while the
    service of exams is not heard of: that is an outage, and its time will be given back."""
    collected = 0
    while is_alive(now=now) and (some := _collect_some(now)):
        collected += some
    return collected


@transaction.atomic
def _collect_some(now: datetime) -> int:
    grace = ExpressionWrapper(
        F("candidate__exam__grace_minutes") * Value(timedelta(minutes=1)), output_field=DurationField()
    )
    over = Attempt.objects.filter(
        started_at__isnull=False, handed_at=None, ends_at__lt=now - ON_ITS_WAY - grace
    )
    whole = over.select_related("candidate__exam", "paper__draw").select_for_update(
        of=("self",), skip_locked=True
    )
    attempts = list(whole.order_by("pk")[:AT_ONCE])
    for one in attempts:
        end_attempt(SYSTEM, one, Ended.TIME, late=False, now=now, act="sittings.collect", at=one.ends_at)
    return len(attempts)
