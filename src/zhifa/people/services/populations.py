"""Populations: brought in by the sheet, and corrected where they were entered otherwise than their source says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, Fault, NotAllowed, NotFound
from zhifa.kernel.registry import rows_changed
from zhifa.ledger.api import Subject, record
from zhifa.people.access import may_manage_bodies
from zhifa.people.models import Area, Population, PopulationChange
from zhifa.people.services.bodies import record_sheet


@dataclass(frozen=True)
class PopulationDraft:
    """A population to bring in: people of an area by a basis at a date, as a source published it."""

    area: str
    basis: str
    as_of: date
    published_on: date
    value: int
    source: str


@transaction.atomic
def load_populations(actor: Actor, drafts: Sequence[PopulationDraft], *, now: datetime) -> int:
    """Bring in populations; the same figure from the same source again changes nothing."""
    _must_manage(actor)
    areas = dict(Area.objects.values_list("code", "pk"))
    faults = [
        Fault(_("没有“%(words)s”这个区域") % {"words": draft.area}, _("先导入区域"), "area", row)
        for row, draft in enumerate(drafts, start=1)
        if draft.area not in areas
    ]
    faults += [
        Fault(_("公布日期早于统计时点"), _("核对两个日期"), "published_on", row)
        for row, draft in enumerate(drafts, start=1)
        if draft.published_on < draft.as_of
    ]
    faults += _told_otherwise(drafts)
    if faults:
        raise BadInput(_("有些人口数不能导入"), why=_("整批未写入。"), faults=faults)
    Population.objects.bulk_create(
        [
            Population(
                area_id=areas[draft.area], basis=draft.basis, as_of=draft.as_of,
                published_on=draft.published_on, value=draft.value, source=draft.source,
            )
            for draft in drafts
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    rows_changed("people.populations", PopulationChange.objects.values_list("day", flat=True))
    return record_sheet(actor, "people.load_populations", "populations", drafts, now)


@transaction.atomic
def correct_population(
    actor: Actor, population_id: int, value: int, *, reason: str, now: datetime
) -> Population:
    """A number that was entered otherwise than its source says; both stand in the ledger with the reason."""
    _must_manage(actor)
    row = Population.objects.select_for_update(of=("self",)).select_related("area").filter(pk=population_id)
    population = row.first()
    if population is None:
        raise NotFound(_("没有这个人口数"))
    if value <= 0 or value == population.value:
        raise BadInput(_("请写上来源里的数"), field="value")
    if not reason.strip():
        raise BadInput(_("请写明更正的理由"), field="reason")
    former, population.value = population.value, value
    population.save(update_fields=["value"])
    facts = {
        "basis": population.basis,
        "as_of": population.as_of,
        "from": former,
        "to": value,
        "reason": reason.strip(),
    }
    about = Subject("population", f"{population.area.code}:{population_id}")
    record(actor, "people.correct_population", about, facts, now=now)
    rows_changed("people.populations", PopulationChange.objects.values_list("day", flat=True))
    return population


def _told_otherwise(drafts: Sequence[PopulationDraft]) -> Iterator[Fault]:
    """Drafts that give another number, or another day of publication, for what one source has said already: in the
    tables, or further up in the sheet."""
    said = {
        (area, basis, as_of, source): (value, published_on)
        for area, basis, as_of, source, value, published_on in Population.objects.values_list(
            "area__code", "basis", "as_of", "source", "value", "published_on"
        )
    }
    for row, draft in enumerate(drafts, start=1):
        key = (draft.area, draft.basis, draft.as_of, draft.source)
        value, published_on = said.setdefault(key, (draft.value, draft.published_on))
        if (value, published_on) != (draft.value, draft.published_on):
            yield Fault(
                _("同一来源、同一口径、同一时点已有 %(value)s 人（%(day)s 公布）")
                % {"value": f"{value:,}", "day": published_on},
                _("核对后删去此行；原来登记错的，在“区域与人口”里更正；另一次公布的，来源写清是哪一份"),
                "value",
                row,
            )


def _must_manage(actor: Actor) -> None:
    if not may_manage_bodies(actor):
        raise NotAllowed(_("只有区普法办和系统管理员可以维护人口数"))
