"""Unannounced visits: the draw is made and logged before anybody goes; what was found is noted unit by unit."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhifa.duties.access import may_manage
from zhifa.duties.errors import PlanAlreadyDrawn, VisitNotDrawn
from zhifa.duties.models import Visit, VisitDraw
from zhifa.duties.rules.sampling import drawn
from zhifa.duties.terms import DRAW
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import BadInput, NotAllowed
from zhifa.ledger.api import Subject, record
from zhifa.people.api import Unit


@dataclass(frozen=True)
class DrawDraft:
    """What is drawn: under which approved plan, what is looked at, among which units (codes), how many. Without a seed one is made."""

    plan_number: str
    title: str
    units: Collection[str]
    number: int
    seed: str = ""


@transaction.atomic
def draw_visits(actor: Actor, draft: DrawDraft, *, now: datetime) -> VisitDraw:
    """Draw the units to be visited; frame, seed and result go into the ledger at once. Refused: without the approved plan's
    number, twice for one plan, more than there are."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以抽取检查单位"))
    if not draft.plan_number.strip():
        raise BadInput(
            _("请填写批准的检查计划文号"), next_step=_("没有批准的计划，不能抽取。"), field="plan_number"
        )
    if VisitDraw.objects.filter(plan_number=draft.plan_number.strip()).exists():
        raise PlanAlreadyDrawn(
            _("这份计划已经抽取过"),
            why=_("一份计划只抽一次，免得抽到满意为止。"),
            next_step=_("请打开那次抽取。"),
        )
    today = clock.civil_day(now)
    frame = sorted(set(draft.units))
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=frame)}
    if len(units) < len(frame) or not 1 <= draft.number <= len(frame):
        raise BadInput(_("抽取的数量要在 1 和范围内的单位数之间"), field="number")
    seed = draft.seed.strip() or secrets.token_hex(8)
    made = VisitDraw.objects.create(
        plan_number=draft.plan_number.strip(), title=draft.title.strip(), frame=frame, number=draft.number, seed=seed,
        drawn_at=now, drawn_on=today, drawn_by=actor.name,
    )  # fmt: skip
    result = drawn(seed, frame, draft.number)
    Visit.objects.bulk_create(
        Visit(draw=made, unit=units[code], place=place) for place, code in enumerate(result, start=1)
    )
    facts = {"plan": made.plan_number, "frame": frame, "number": made.number, "seed": seed, "drawn": result}
    record(actor, "duties.draw_visits", _subject(made), facts, now=now)
    return made


@transaction.atomic
def note_visit(actor: Actor, pk: int, unit: str, visited_on: date, found: str, *, now: datetime) -> Visit:
    """Note what was found at a unit. Refused: a unit that was not drawn, a day before the draw or to come, twice, nothing said."""
    if not may_manage(actor):
        raise NotAllowed(_("只有区普法办可以登记检查情况"))
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("draw")
        .filter(draw=pk, unit__code=unit)
        .first()
    )
    if visit is None:
        raise VisitNotDrawn(_("这个单位没有被抽中"), next_step=_("请从抽中的单位里选。"), field="unit")
    if visit.visited_on is not None:
        raise VisitNotDrawn(_("这个单位的检查情况已经登记"), field="unit")
    if not visit.draw.drawn_on <= visited_on <= clock.civil_day(now):
        raise VisitNotDrawn(
            _("检查日期要在抽取之后、今天以前"),
            why=_("先抽取、后检查。"),
            next_step=_("请核对日期。"),
            field="visited_on",
        )
    if not found.strip():
        raise BadInput(_("请写明检查情况"), field="found")
    visit.visited_on, visit.found = visited_on, found.strip()
    visit.save()
    facts = {"unit": unit, "visited_on": visited_on}
    record(actor, "duties.note_visit", _subject(visit.draw), facts, now=now)
    return visit


def _subject(draw: VisitDraw) -> Subject:
    return Subject(DRAW, str(draw.pk))
