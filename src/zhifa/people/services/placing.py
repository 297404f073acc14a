"""The parallel trees: under whom a unit stands by its line of business, and under whom in the party's organisation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record
from zhifa.people.access import may_manage_bodies
from zhifa.people.errors import UnitNotStanding
from zhifa.people.models import Unit, UnitPlace
from zhifa.people.selectors import chain_above, valid_on
from zhifa.people.terms import MOVABLE_TREES, Tree


@transaction.atomic
def place_unit(
    actor: Actor, code: str, tree: str, parent: str, *, on: date, document: str, now: datetime
) -> UnitPlace | None:
    """From a day on a unit stands below another in a tree; with no parent it leaves the tree, and the answer is None.

    The place before ends the day before. Refused: the tree of territory (a unit that changes its street goes over into
    another one), below itself or below what stands below it, a day before its present place began or to come, units that do
    not stand that day.
    """
    if not may_manage_bodies(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以维护单位"))
    unit = Unit.objects.select_for_update().filter(code=code).first()
    above = Unit.objects.filter(code=parent).first() if parent else None
    if unit is None or (parent and above is None):
        raise NotFound(_("没有这个单位"))
    if tree not in MOVABLE_TREES:
        raise BadInput(_("这棵树不能这样改"), next_step=_("属地变了，请登记并入或改设。"), field="tree")
    if on > clock.civil_day(now):
        raise BadInput(_("日期不能晚于今天"), field="on")
    for one in (unit, above):
        if one is not None and not _stands(one, on):
            raise UnitNotStanding(_("%(unit)s在这一天不存续") % {"unit": one.name}, field="on")
    if above is not None and (above == unit or unit.pk in chain_above(above, Tree(tree), on)):
        raise BadInput(
            _("%(parent)s本来就在%(unit)s之下，不能倒过来") % {"parent": above.name, "unit": unit.name},
            field="parent",
        )
    _end_present(unit, tree, on)
    place = (
        UnitPlace.objects.create(unit=unit, tree=tree, parent=above, valid_from=on)
        if above is not None
        else None
    )
    facts = {"tree": tree, "parent": parent, "on": on, "document": document}
    record(actor, "people.place_unit", Subject("unit", code), facts, now=now)
    return place


def _end_present(unit: Unit, tree: str, on: date) -> None:
    """The place that holds that day ends the day before."""
    if UnitPlace.objects.filter(unit=unit, tree=tree, valid_from__gte=on).exists():
        raise BadInput(_("现在的位置从这一天或以后才开始"), next_step=_("请选更晚的一天。"), field="on")
    UnitPlace.objects.filter(valid_on(on), unit=unit, tree=tree).update(valid_until=on - timedelta(days=1))


def _stands(unit: Unit, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_until is None or on <= unit.valid_until)
