"""The call for a year: every unit that must name a liaison gets its empty list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhifa.duties.access import may_manage
from zhifa.duties.errors import YearAlreadyCalled
from zhifa.duties.models import DutyYear, UnitList
from zhifa.duties.services.registering import register_call
from zhifa.duties.terms import YEAR
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, record
from zhifa.people.api import Unit, UnitKind

CALLED = (
    UnitKind.PARTY, UnitKind.CONGRESS, UnitKind.GOVERNMENT, UnitKind.CPPCC, UnitKind.COURT, UnitKind.PROCURATORATE, UnitKind.MASS,
    UnitKind.INSTITUTION,
)  # fmt: skip


@dataclass(frozen=True)
class CallDraft:
    """The office's call: the year, its notice, until when units hand in; `units` by code (None: every state organ that stands)."""

    year: int
    title: str
    called_on: date
    due_on: date
    notice: str = ""
    units: Collection[str] | None = None


def units_called(on: date, codes: Collection[str] | None = None) -> list[Unit]:
    """The bodies that a call of that day reaches."""
    standing = Unit.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)
    chosen = standing.filter(kind__in=CALLED) if codes is None else standing.filter(code__in=codes)
    return list(chosen.order_by("path"))


@transaction.atomic
def call_year(actor: Actor, draft: CallDraft, *, now: datetime) -> DutyYear:
    """Open a year: a list for each unit, and the office's own of common duties. Refused: twice, a day for handing in before the call."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以征集责任清单"))
    if draft.due_on < draft.called_on:
        raise BadInput(_("报送期限早于通知日期"), next_step=_("请核对日期。"), field="due_on")
    if DutyYear.objects.filter(year=draft.year).exists():
        raise YearAlreadyCalled(
            _("%(year)s 年的清单已经在征集") % {"year": draft.year}, next_step=_("请打开那一年继续办理。")
        )
    year = DutyYear.objects.create(
        year=draft.year, title=draft.title.strip(), notice=draft.notice.strip(), called_on=draft.called_on, due_on=draft.due_on,
    )  # fmt: skip
    units = units_called(draft.called_on, draft.units)
    UnitList.objects.bulk_create(
        [
            UnitList(duty_year=year),
            *(UnitList(duty_year=year, unit=unit) for unit in units),
        ]
    )
    facts = {
        "title": year.title, "notice": year.notice, "called_on": draft.called_on, "due_on": draft.due_on,
        "units": [unit.code for unit in units],
    }  # fmt: skip
    record(actor, "duties.call_year", Subject(YEAR, str(draft.year)), facts, now=now)
    register_call(actor, year, now=now)
    return year
