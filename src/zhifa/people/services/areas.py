"""Areas that cease."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.kernel.wording import listed
from zhifa.ledger.api import Subject, record
from zhifa.people.access import may_manage_bodies
from zhifa.people.errors import AreaNotEnding
from zhifa.people.models import Area
from zhifa.people.terms import SEARCH_AREAS, AreaKind
from zhifa.search.api import touch as search_touch


@transaction.atomic
def end_area(actor: Actor, code: str, *, last_day: date, document: str, now: datetime) -> Area:
    """An area ends with a day; records keep it "as then", and what follows comes in as areas of their own.

    Refused: the district itself, a day before it began, an area that has ended, one with parts or units that stand on.
    """
    _must_manage(actor)
    area = Area.objects.select_for_update().filter(code=code).first()
    if area is None:
        raise NotFound(_("没有代码为 %(code)s 的区域") % {"code": code})
    if area.kind == AreaKind.DISTRICT or area.valid_until is not None:
        raise AreaNotEnding(_("%(area)s不能停用") % {"area": area.name}, why=_("它是本区，或者已经停用。"))
    if last_day < area.valid_from:
        raise BadInput(
            _("停用日期早于起用日期"),
            next_step=_("请选 %(day)s 或以后的一天。") % {"day": area.valid_from},
            field="last_day",
        )
    stands_on = Q(valid_until=None) | Q(valid_until__gt=last_day)
    names = [one.name for one in area.parts.filter(stands_on)[:3]]
    names += [one.name for one in area.units.filter(stands_on)[:3]]
    if names:
        raise AreaNotEnding(
            _("%(area)s还不能停用") % {"area": area.name},
            why=_("这一天以后，%(names)s还在这里。") % {"names": listed(names)},
            next_step=_("请先停用下级区域，把单位登记并入或改设。"),
            field="last_day",
        )
    area.valid_until = last_day
    area.save(update_fields=["valid_until"])
    facts = {"last_day": last_day, "document": document}
    record(actor, "people.end_area", Subject("area", code), facts, now=now)
    search_touch(SEARCH_AREAS, [code])
    return area


def _must_manage(actor: Actor) -> None:
    if not may_manage_bodies(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以维护区域"))
