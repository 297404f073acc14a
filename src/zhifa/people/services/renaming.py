"""What becomes of a unit: another name, a merger into others. Records keep what it was then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.access import may_manage_bodies
from zhifa.people.errors import UnitNotStanding
from zhifa.people.models import Unit, UnitName
from zhifa.people.services.bodies import SuccessionDraft, load_successions, pinyin_of, touch_units
from zhifa.people.services.persons import must_keep_administrator


@transaction.atomic
def rename_unit(actor: Actor, code: str, name: str, *, on: date, document: str, now: datetime) -> Unit:
    """The unit bears another name from a day on; until the day before it keeps the former one.

    Refused: a day before the present name began or after today, the same name again, a unit that has ended.
    """
    unit = _locked(actor, code)
    present = UnitName.objects.filter(unit=unit, valid_until=None).first()
    wanted = name.strip()
    if present is None or unit.valid_until is not None:
        raise UnitNotStanding(_("%(unit)s已经撤销，不能更名") % {"unit": unit.name})
    if not wanted or wanted == present.name:
        raise BadInput(_("请写明新的名称"), field="name")
    if not present.valid_from < on <= clock.civil_day(now):
        raise BadInput(
            _("更名日期要在 %(since)s 之后，并且不晚于今天") % {"since": present.valid_from}, field="on"
        )
    former, present.valid_until = present.name, on - timedelta(days=1)
    present.save(update_fields=["valid_until"])
    UnitName.objects.create(unit=unit, name=wanted, valid_from=on)
    unit.name, unit.pinyin = wanted, pinyin_of(wanted)
    unit.save(update_fields=["name", "pinyin"])
    facts = {"from": former, "to": wanted, "on": on, "document": document}
    record(actor, "people.rename_unit", Subject("unit", code), facts, now=now)
    touch_units([unit])
    return unit


@transaction.atomic
def merge_unit(
    actor: Actor, code: str, into: Sequence[str], *, on: date, document: str, now: datetime
) -> None:
    """A unit goes over into one or several others on a day; its posts end the day before.

    Work that is open stays with the record; it is found under the unit that took over. Refused: into itself, into a unit that does
    not stand that day, a unit that has ended.
    """
    old = _locked(actor, code)
    if old.valid_until is not None or on <= old.valid_from:
        raise UnitNotStanding(_("%(unit)s在这一天不存续，不能合并") % {"unit": old.name})
    takers = list(Unit.objects.filter(code__in=into))
    if not takers or old in takers:
        raise BadInput(_("请选择并入哪个单位，不能并入自己"), field="into")
    for taker in takers:
        if taker.valid_from > on or (taker.valid_until is not None and taker.valid_until < on):
            raise UnitNotStanding(_("%(unit)s在这一天不存续，不能接收") % {"unit": taker.name}, field="into")
    drafts = [SuccessionDraft(code, taker.code, on, document) for taker in takers]
    load_successions(actor, drafts, now=now)
    must_keep_administrator(on - timedelta(days=1), on)


def _locked(actor: Actor, code: str) -> Unit:
    if not may_manage_bodies(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以维护单位"))
    unit = Unit.objects.select_for_update().filter(code=code).first()
    if unit is None:
        raise NotFound(_("没有这个单位"))
    return unit
