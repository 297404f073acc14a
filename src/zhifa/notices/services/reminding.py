"""Reminders before a date: every rule is asked for every day, on working days, and every reminder is made once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import product

from django.db import transaction

from zhifa.kernel.calendar import rest_days_around
from zhifa.kernel.clock import civil_day
from zhifa.kernel.registry import ReminderRule, offered
from zhifa.notices.models import ReminderDay
from zhifa.notices.selectors import working_calendar
from zhifa.notices.services.notifying import notify
from zhifa.notices.terms import CATCH_UP_DAYS

log = logging.getLogger(__name__)


def make_reminders(now: datetime) -> int:
    """Make the reminders of today, and of up to fourteen days on which this did not run; answers how many.

    On a day of rest nothing is said: the working day before has spoken for it, and the working day after says what was
    entered too late for that. May run as often as one likes. A rule that fails is reported and does not hold up the others; its day is
    not finished and will be tried again.
    """
    today = civil_day(now)
    calendar = working_calendar()
    made = 0
    for day in _days_to_do(today):
        complete = True
        spoken_for = rest_days_around(day, calendar)
        for rule in offered(ReminderRule):
            try:
                made += _by_rule(rule, spoken_for, today, now)
            except Exception:
                log.exception("提醒规则 %s 在 %s 没有做成", rule.code, day)
                complete = False
        if complete:
            ReminderDay.objects.update_or_create(day=day, defaults={"finished_at": now})
    return made


def _days_to_do(today: date) -> Iterator[date]:
    """Unfinished days since the first run, and today in every case: things entered today may be due too."""
    first = ReminderDay.objects.order_by("day").values_list("day", flat=True).first()
    finished = set(
        ReminderDay.objects.filter(day__gte=today - timedelta(days=CATCH_UP_DAYS)).values_list(
            "day", flat=True
        )
    )
    for before in range(CATCH_UP_DAYS, 0, -1):
        day = today - timedelta(days=before)
        if first is not None and day > first and day not in finished:
            yield day
    yield today


@transaction.atomic
def _by_rule(rule: ReminderRule, days: Sequence[date], today: date, now: datetime) -> int:
    """One rule's reminders of some days; those whose date has passed meanwhile are left out."""
    made = 0
    for day, before in product(days, rule.days_before):
        for due in rule.find(day, before):
            if due.due < today:
                continue
            made += notify(
                [due.account_id],
                title=due.title,
                body=due.body,
                url=due.url,
                why=str(rule.title),
                subject=due.subject,
                now=now,
                key=f"{rule.code}:{due.subject}:{due.due.isoformat()}:{before}",
            )
    return made
