"""The days of the log under the ledger: one entry a day over its rows, and the check that they are as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, record_bulk, rows_root
from zhifa.lookups.models import DayRoot, Lookup
from zhifa.lookups.selectors import days_sealed, look_of, purged_before, rows_under_roots
from zhifa.lookups.terms import DAY_SUBJECT, SEALED_DAY

CHUNK = 2_000


@transaction.atomic
def seal_days(actor: Actor, *, now: datetime) -> int:
    """Commit to the rows of every civil day that is over and not yet under a root; answers the number of rows.

    One entry a day. A row that committed after its day was sealed comes under a second entry of that day, never under none.
    """
    today = clock.civil_day(now)
    waiting = Lookup.objects.filter(root=None, day__lt=today).select_for_update().order_by("pk")
    by_day: dict[date, list[Lookup]] = {}
    for row in waiting:
        by_day.setdefault(row.day, []).append(row)
    for day, rows in sorted(by_day.items()):
        totals = {"first": rows[0].pk, "last": rows[-1].pk, "people": sum(row.people for row in rows)}
        subject = Subject(DAY_SUBJECT, day.isoformat())
        entry = record_bulk(
            actor, SEALED_DAY, subject, (look_of(row).as_row() for row in rows), totals, now=now, keep=False
        )
        root = DayRoot.objects.create(entry_id=entry, day=day)
        Lookup.objects.filter(pk__in=[row.pk for row in rows]).update(root=root)
    return sum(len(rows) for rows in by_day.values())


def check_days() -> tuple[str, list[str]]:
    """Compare every sealed day with its entry: what was compared in a line, and the faults.

    Found: a row changed, removed, added or moved under a sealed day, a root without its entry, an entry without its rows
    that was not lawfully purged.
    """
    faults: list[str] = []
    gone_before, held = purged_before(), rows_under_roots()
    days = rows = 0
    for day, entry, facts in days_sealed():
        standing = held.pop(entry, 0)
        if day < gone_before:
            if standing:
                faults.append(_("%(day)s 的查阅记录应已清除，却还有 %(n)s 行") % {"day": day, "n": standing})
            continue
        days, rows = days + 1, rows + standing
        if (facts["rows"], facts["root"]) != (standing, rows_root(_rows_of(entry))):
            faults.append(_("%(day)s 的查阅记录与存证不符") % {"day": day})
    if held:
        faults.append(_("有 %(n)s 天的查阅记录没有对应的存证") % {"n": len(held)})
    return _("查阅记录：核对 %(days)s 天 %(rows)s 行") % {"days": days, "rows": rows}, faults


def _rows_of(entry: int) -> Iterator[dict[str, object]]:
    found = Lookup.objects.filter(root=entry).order_by("pk")
    return (look_of(row).as_row() for row in found.iterator(chunk_size=CHUNK))
