"""Programmes with their rota, and the register of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotAllowed
from zhifa.ledger.api import Subject, record, record_bulk
from zhifa.outreach.access import may_manage
from zhifa.outreach.errors import TurnTaken
from zhifa.outreach.models import Place, Programme, Turn
from zhifa.people.api import Area, Unit


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


@transaction.atomic
def open_programme(actor: Actor, draft: ProgrammeDraft, *, now: datetime) -> Programme:
    """A programme with its rota; one unit an issue."""
    _must_manage(actor)
    numbers = [turn.number for turn in draft.turns]
    if len(set(numbers)) != len(numbers):
        raise TurnTaken("同一期排了两个单位", next_step="每期只排一个单位。")
    programme = Programme.objects.create(
        code=draft.code,
        kind=draft.kind,
        title=draft.title,
        partners=draft.partners,
        since=draft.since,
        until=draft.until,
    )
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[turn.unit for turn in draft.turns])}
    Turn.objects.bulk_create(
        Turn(programme=programme, number=turn.number, unit=units[turn.unit], planned_on=turn.planned_on)
        for turn in draft.turns
    )
    facts = {
        "title": draft.title,
        "turns": [[turn.number, turn.unit, turn.planned_on] for turn in draft.turns],
    }
    record(actor, "outreach.open_programme", Subject("programme", draft.code), facts, now=now)
    return programme


@transaction.atomic
def load_places(actor: Actor, drafts: Sequence[PlaceDraft], *, now: datetime) -> int:
    """Bring places into the register; one that stands there already is left as it is."""
    _must_manage(actor)
    areas = dict(Area.objects.values_list("code", "pk"))
    units = dict(Unit.objects.values_list("code", "pk"))
    Place.objects.bulk_create(
        [
            Place(
                name=draft.name, kind=draft.kind, area_id=areas[draft.area], address=draft.address,
                unit_id=units[draft.unit], opened_on=draft.opened_on,
            )
            for draft in drafts
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    rows = [{name: str(value) for name, value in vars(draft).items()} for draft in drafts]
    record_bulk(actor, "outreach.load_places", Subject("sheet", "places"), rows, {"rows": len(rows)}, now=now)
    return len(drafts)


def _must_manage(actor: Actor) -> None:
    if not may_manage(actor):
        raise NotAllowed("只有区普法办可以维护栏目和场所")
