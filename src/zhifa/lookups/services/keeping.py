"""How long rows are kept, and their end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject, record
from zhifa.lookups.access import may_set_keeping
from zhifa.lookups.errors import KeepingTooShort
from zhifa.lookups.models import DayRoot, KeepingTime, Lookup
from zhifa.lookups.rules import kept_since
from zhifa.lookups.selectors import keeping_on
from zhifa.lookups.terms import LEAST_MONTHS, OWN_SUBJECT, PURGED


@transaction.atomic
def set_keeping(
    actor: Actor, *, valid_from: date, months: int, source: str, to_confirm: bool, now: datetime
) -> KeepingTime:
    """Keep rows for so many months from a day on, by a source. Refused: under six months, a day in the past or one that is
    set already, no source."""
    if not may_set_keeping(actor):
        raise NotFound(_("没有这个页面"))
    if months < LEAST_MONTHS:
        raise KeepingTooShort(
            _("保存期不能少于 %(months)s 个月") % {"months": LEAST_MONTHS},
            why=_("《网络安全法》第二十三条要求网络日志留存不少于六个月。"),
            field="months",
        )
    if valid_from < clock.civil_day(now):
        raise KeepingTooShort(
            _("不能改以前的保存期"), next_step=_("请写今天或以后的日期。"), field="valid_from"
        )
    try:
        with transaction.atomic():
            made = KeepingTime.objects.create(
                valid_from=valid_from, months=months, source=source.strip(), to_confirm=to_confirm
            )
    except IntegrityError as error:
        raise KeepingTooShort(_("这一天已经设过保存期"), field="valid_from") from error
    facts = {"from": valid_from, "months": months, "source": made.source, "to_confirm": to_confirm}
    record(actor, "lookups.set_keeping", Subject(OWN_SUBJECT, "keeping"), facts, now=now)
    return made


@transaction.atomic
def purge_lookups(actor: Actor, *, now: datetime) -> int:
    """Remove the sealed days that were kept long enough; answers the number of rows, which the ledger keeps."""
    today = clock.civil_day(now)
    months = keeping_on(today)
    before = kept_since(today, months)
    roots = DayRoot.objects.filter(day__lt=before, lookups__isnull=False).values("entry_id")
    removed, _each = Lookup.objects.filter(root__in=roots).delete()
    if removed:
        facts = {"before": before, "rows": removed, "months": months}
        record(actor, PURGED, Subject(OWN_SUBJECT, "purge"), facts, now=now)
    return removed
