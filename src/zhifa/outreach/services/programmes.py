"""Programmes with their rota, and the register of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.outreach.access import may_manage
from zhifa.outreach.errors import TurnTaken
from zhifa.outreach.models import Place, Programme, Turn
from zhifa.outreach.terms import PLACE, PROGRAMME
from zhifa.people.api import Area, Unit
from zhifa.publishing.api import recheck


@dataclass(frozen=True)
class TurnDraft:
    """A unit's turn: issue number, unit code, planned day."""

    number: int
    unit: str
    planned_on: date


@dataclass(frozen=True)
class ProgrammeDraft:
    """A programme with its rota."""

    code: str
    kind: str
    title: str
    partners: str
    since: date
    until: date | None = None
    turns: tuple[TurnDraft, ...] = ()


@dataclass(frozen=True)
class PlaceDraft:
    """A place of the register; area and keeping unit by code."""

    name: str
    kind: str
    area: str
    address: str
    unit: str
    opened_on: date
    closed_on: date | None = None


@transaction.atomic
def open_programme(actor: Actor, draft: ProgrammeDraft, *, now: datetime) -> Programme:
    """A programme with its rota; one unit an issue."""
    _must_manage(actor)
    units = _checked_turns(draft)
    programme = Programme(code=draft.code)
    _fill(programme, draft, units)
    record(actor, "outreach.open_programme", Subject("programme", draft.code), _facts(draft), now=now)
    return programme


@transaction.atomic
def change_programme(actor: Actor, draft: ProgrammeDraft, *, now: datetime) -> Programme:
    """Put a new draft in the place of a programme and its rota; issues on record keep their number."""
    _must_manage(actor)
    programme = Programme.objects.select_for_update().filter(code=draft.code).first()
    if programme is None:
        raise NotFound(_("没有这个栏目"))
    units = _checked_turns(draft)
    programme.turns.all().delete()
    _fill(programme, draft, units)
    record(actor, "outreach.change_programme", Subject("programme", draft.code), _facts(draft), now=now)
    recheck(actor, PROGRAMME, [draft.code], now=now)
    return programme


def _checked_turns(draft: ProgrammeDraft) -> dict[str, Unit]:
    """The units of a rota. Refused: days out of order, an issue given twice, a unit that nobody knows."""
    if draft.until is not None and draft.until < draft.since:
        raise BadInput(_("结束日期早于开始日期"), next_step=_("请更正日期。"), field="until")
    numbers = [turn.number for turn in draft.turns]
    if len(set(numbers)) != len(numbers):
        raise TurnTaken(_("同一期排了两个单位"), next_step=_("每期只排一个单位。"))
    wanted = {turn.unit for turn in draft.turns}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=wanted)}
    if unknown := sorted(wanted - units.keys()):
        raise BadInput(
            _("没有代码为 %(code)s 的单位") % {"code": unknown[0]}, next_step=_("请从列表中选择。")
        )
    return units


def _fill(programme: Programme, draft: ProgrammeDraft, units: dict[str, Unit]) -> None:
    programme.kind, programme.title, programme.partners = draft.kind, draft.title, draft.partners
    programme.since, programme.until = draft.since, draft.until
    programme.save()
    Turn.objects.bulk_create(
        Turn(programme=programme, number=turn.number, unit=units[turn.unit], planned_on=turn.planned_on)
        for turn in draft.turns
    )


def _facts(draft: ProgrammeDraft) -> dict[str, object]:
    return {
        "title": draft.title,
        "partners": draft.partners,
        "turns": [[turn.number, turn.unit, turn.planned_on] for turn in draft.turns],
    }


@transaction.atomic
def load_places(actor: Actor, drafts: Sequence[PlaceDraft], *, now: datetime) -> int:
    """Bring places into the register; one that stands there already is left as it is. Answers how many were new."""
    _must_manage(actor)
    areas, units = _known(drafts)
    held = set(Place.objects.values_list("area__code", "name"))
    fresh = [draft for draft in drafts if (draft.area, draft.name) not in held]
    Place.objects.bulk_create(
        Place(
            name=draft.name, kind=draft.kind, area_id=areas[draft.area], address=draft.address,
            unit_id=units[draft.unit], opened_on=draft.opened_on, closed_on=draft.closed_on,
        )
        for draft in fresh
    )  # fmt: skip
    rows = [_place_facts(draft) for draft in fresh]
    record_bulk(actor, "outreach.load_places", Subject("sheet", "places"), rows, {"rows": len(rows)}, now=now)
    return len(fresh)


@transaction.atomic
def change_place(actor: Actor, pk: int, draft: PlaceDraft, *, now: datetime) -> Place:
    """Put a place right, or close it from a day on; what stood before stands in the ledger."""
    _must_manage(actor)
    place = Place.objects.select_for_update(of=("self",)).select_related("area", "unit").filter(pk=pk).first()
    if place is None:
        raise NotFound(_("没有这个场所"))
    areas, units = _known([draft])
    if Place.objects.exclude(pk=pk).filter(area_id=areas[draft.area], name=draft.name).exists():
        raise BadInput(_("这个区域已有同名的场所"), next_step=_("请改那一个，或换一个名称。"), field="name")
    before = {
        "name": place.name, "kind": place.kind, "area": place.area.code, "address": place.address,
        "unit": place.unit.code, "opened_on": str(place.opened_on), "closed_on": str(place.closed_on),
    }  # fmt: skip
    place.name, place.kind, place.address = draft.name, draft.kind, draft.address
    place.area_id, place.unit_id = areas[draft.area], units[draft.unit]
    place.opened_on, place.closed_on = draft.opened_on, draft.closed_on
    place.save()
    facts = {"before": before, "after": _place_facts(draft)}
    record(actor, "outreach.change_place", Subject("place", str(pk)), facts, now=now)
    recheck(actor, PLACE, [str(pk)], now=now)
    return place


def _known(drafts: Sequence[PlaceDraft]) -> tuple[dict[str, int], dict[str, int]]:
    """Areas and units by code; refused with its row where one is unknown, or the days are out of order."""
    areas = dict(Area.objects.values_list("code", "pk"))
    units = dict(Unit.objects.values_list("code", "pk"))
    faults = []
    for row, draft in enumerate(drafts, start=1):
        if draft.area not in areas:
            faults.append(
                Fault(_("没有代码为 %(code)s 的区域") % {"code": draft.area}, _("从列表中选择"), "area", row)
            )
        if draft.unit not in units:
            faults.append(
                Fault(_("没有代码为 %(code)s 的单位") % {"code": draft.unit}, _("从列表中选择"), "unit", row)
            )
        if draft.closed_on is not None and draft.closed_on < draft.opened_on:
            faults.append(Fault(_("停用日期早于建成日期"), _("更正日期"), "closed_on", row))
    if faults:
        raise BadInput(_("有些场所不能登记"), why=_("整批未写入。"), faults=faults)
    return areas, units


def _place_facts(draft: PlaceDraft) -> dict[str, str]:
    return {name: str(value) for name, value in vars(draft).items()}


def _must_manage(actor: Actor) -> None:
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以维护栏目和场所"))
