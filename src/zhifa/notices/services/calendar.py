"""Settling days of the working calendar."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.notices.access import may_keep_calendar
from zhifa.notices.errors import CalendarDayUnclear
from zhifa.notices.models import CalendarDay

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@transaction.atomic
def settle_day(actor: Actor, day: date, *, works: bool, reason: str, now: datetime) -> CalendarDay:
    """Say that a day is worked or not, and why; saying it again replaces the former word.

    Deadlines and reminders use it from now on; what was said or done before stays.
    """
    _must_keep(actor)
    if not reason.strip() or not EARLIEST <= day < LATEST:
        raise CalendarDayUnclear(
            _("请写明日期和原因"), why=_("别人要能看懂这一天为什么这样安排。"), field="reason"
        )
    row, _created = CalendarDay.objects.update_or_create(
        day=day, defaults={"works": works, "reason": reason.strip()[:120], "entered_at": now}
    )
    record(
        actor, "notices.settle_day", Subject("calendar-day", day.isoformat()),
        {"works": works, "reason": row.reason}, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def release_day(actor: Actor, day: date, *, now: datetime) -> None:
    """Take the home's own word back; the national calendar holds again for that day."""
    _must_keep(actor)
    row = CalendarDay.objects.select_for_update().filter(day=day).first()
    if row is None:
        raise NotFound(_("这一天没有另行安排"))
    record(
        actor, "notices.release_day", Subject("calendar-day", day.isoformat()),
        {"works": row.works, "reason": row.reason}, now=now,
    )  # fmt: skip
    row.delete()


def _must_keep(actor: Actor) -> None:
    if not may_keep_calendar(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以调整工作日历"))
